"""Given names as they are written in Kazakh and in Russian, by hand: what no table of letters gives.

Each entry: the Kazakh spelling, then the Russian ones, the usual one first; a single word is spelt alike in both. Two names
that stand here in different entries are two names, however near they are (Марат and Мурат): no typo makes them one.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from inquiry.shared.names.keys import folded, word_key

MEN = """
Абай; Абзал; Абылай Абылай Аблай; Ақан Акан; Ақылбек Акылбек Акилбек; Айбек; Айбар; Айдар; Айдос; Айдын
Айтуған Айтуган; Алдияр; Алибек; Әлібек Алибек; Әлихан Алихан; Алмас; Алмат; Алтынбек; Аманжол
Амангелді Амангельды Амангелды; Арман; Армат; Арыстан; Асан; Асқар Аскар; Асқат Аскат; Асхат; Асылбек; Асет; Әсет Асет
Ахмет; Махмет; Бағдат Багдат; Байболат; Баймұхамед Баймухамед; Балғабай Балгабай; Батыр; Батырхан
Бауыржан Бауыржан Бауржан; Бақыт Бакыт Бахыт; Бақытжан Бакытжан Бахытжан; Бекболат Бекболат Бекбулат; Бекзат; Бекет
Берік Берик; Біржан Биржан; Болат Болат Булат; Бөрібай Борибай; Ғабит Габит; Ғалым Галым Галим; Ғалымжан Галымжан
Ғани Гани; Дамир; Данияр; Даниял Даниал Даниял; Дархан; Дастан; Дәулет Даулет; Дәурен Даурен; Диас; Дидар; Досым; Досжан
Думан; Ерасыл; Ерболат Ерболат Ербулат; Ербол; Ержан; Ерік Ерик; Ерлан; Ермек; Ермұрат Ермурат; Ернар; Ертай; Есен; Есет
Жақсылық Жаксылык; Жалғас Жалгас; Жандос; Жанат; Жанболат Жанболат Джанболат; Жарас; Жасұлан Жасулан
Жәнібек Жанибек Джанибек; Жомарт; Жұмабай Жумабай; Жұмағали Жумагали; Зейнолла Зейнолла Зейнулла; Ильяс; Кәрім Карим
Кенесары; Кенжебек; Қабдеш Кабдеш; Қайрат Кайрат; Қайсар Кайсар; Қанат Канат; Қанағат Канагат; Қасым Касым
Қуаныш Куаныш; Қуат Куат; Құдайберген Кудайберген; Құрманғазы Курмангазы; Марат; Мақсат Максат; Мақсұт Максут; Манас
Медет; Мейрам; Мирас; Мұрат Мурат; Мұратбек Муратбек; Мұхамед Мухамед Мухаммед; Мұхтар Мухтар; Нариман; Нияз
Нұрбек Нурбек; Нұрболат Нурболат; Нұрғали Нургали; Нұржан Нуржан; Нұрлан Нурлан; Нұрлыбек Нурлыбек
Нұрсұлтан Нурсултан; Нұртай Нуртай; Олжас; Оразбек; Өмірбек Омирбек Умирбек; Өмірзақ Омирзак Умирзак
Өтеген Отеген Утеген; Рахат; Ринат; Руслан; Рүстем Рустем Рустам; Сабыр Сабыр Сабир; Сағат Сагат; Сайын Сайын Саин
Сәкен Сакен; Самат; Санжар; Серік Серик; Серікжан Серикжан; Сәрсен Сарсен; Сұлтан Султан; Талғат Талгат; Тарас
Темір Темир; Темірлан Темирлан; Тимур; Тоқтар Токтар; Төлеген Толеген Тулеген; Төлеутай Толеутай; Тұрар Турар
Ұлан Улан; Ұлықбек Улыкбек Улугбек; Шыңғыс Чингиз Шынгыс Чингис; Шоқан Чокан Шокан; Шәкәрім Шакарим
Ыбырай Ибрай Ыбрай; Ысқақ Исхак Искак; Ысмайыл Исмаил; Хамит Хамит Хамид; Хасан; Хакім Хаким; Александр; Алексей
Анатолий; Андрей; Антон; Аркадий; Артём; Борис; Вадим; Валерий; Василий; Виктор; Виталий; Владимир; Владислав
Вячеслав; Геннадий; Георгий; Григорий; Денис; Дмитрий; Евгений; Егор; Иван; Игорь; Илья; Кирилл; Константин; Лев
Леонид; Максим; Михаил; Никита; Николай; Олег; Павел; Пётр; Роман; Сергей; Станислав; Степан; Фёдор; Юрий; Яков
Ярослав
"""
WOMEN = """
Айғаным Айганым; Айгерім Айгерим; Әйгерім Айгерим; Айгүл Айгуль Айгул; Айдана; Айжан; Айзада; Айман; Айна
Айнагүл Айнагуль; Айнұр Айнур; Айнаш; Айсұлу Айсулу; Айша; Ақбота Акбота; Ақерке Акерке; Ақмарал Акмарал; Алина; Алия
Алма; Алмагүл Алмагуль; Алтынай; Амина; Анар; Анара; Арайлым; Ардақ Ардак; Асем; Әсем Асем; Әсел Асель Асел; Әсия Асия
Ботагөз Ботагоз; Баян; Гауһар Гаухар; Гүлбану Гульбану; Гүлдана Гульдана; Гүлжан Гульжан; Гүлмира Гульмира
Гүлназ Гульназ; Гүлнар Гульнар; Гүлнара Гульнара; Гүлсім Гульсим; Гүлшат Гульшат; Дана; Дариға Дарига; Диана; Дина
Динара; Еңлік Енлик; Жазира; Жанар; Жанат; Жанна; Жания; Жансая; Жібек Жибек; Зағипа Загипа; Зарина; Зауре
Зәуреш Зауреш; Зейнеп Зейнеп Зейнап; Зере; Инкар; Камила; Күләш Куляш; Күләй Куляй; Қарлығаш Карлыгаш; Қымбат Кымбат
Ләззат Ляззат Лаззат; Ләйла Лейла Ляйла; Ләйлә Лейла; Мадина; Майра; Мәдина Мадина; Мәншүк Маншук; Мәриям Мариям
Меруерт; Мөлдір Молдир Мулдир; Назгүл Назгуль; Назерке; Назым; Нұргүл Нургуль; Райхан; Раушан; Роза; Сабина; Салтанат
Сания; Сара; Сая; Сәуле Сауле; Тоғжан Тогжан; Толқын Толкын; Томирис; Ұлжан Улжан; Фарида; Фатима; Шолпан
Шынар Шынар Чинара; Ырысты Ырысты Рысты; Индира; Әлия Алия; Айкүміс Айкумис; Перизат; Балжан; Бибігүл Бибигуль
Александра; Анастасия; Анна; Валентина; Валерия; Вера; Виктория; Галина; Дарья; Евгения; Екатерина; Елена; Ирина
Ксения; Лариса; Людмила; Любовь; Маргарита; Марина; Мария; Надежда; Наталья Наталья Наталия; Оксана; Ольга; Полина
Светлана; София София Софья; Татьяна; Юлия; Яна
"""

SAME_NAME = (
    "Мухаммед Мухамед Мұхамед Мұхаммед Магомед Мохаммед Mohammed Muhammad Mohamed Mohammad Muhammed Mehmed Mehmet",
    "Ахмед Ахмет Ahmed Ahmad Ahmet Akhmet Akhmed",
    "Юсуф Жүсіп Жусуп Жусип Yusuf Yousef Youssef Joseph",
    "Ибрагим Ибрахим Ыбырай Ибрай Ibrahim Ebrahim",
    "Исмаил Ысмайыл Смайыл Ismail Ismael",
    "Хасан Асан Hassan Hasan",
    "Хусейн Гусейн Хусаин Құсайын Hussein Husain Hossein Hüseyin",
    "Али Әли Гали Ғали Ali Aly",
    "Абдулла Абдолла Abdullah Abdulla Abdallah",
    "Омар Омер Умар Omar Umar Omer Ömer",
    "Фатима Фатма Бәтима Батима Fatima Fatma Fatimah",
    "Лейла Ләйла Ләйлә Leila Layla Leyla",
    "Александр Aleksandr Alexander Alexandre Alexandr",
    "Александра Alexandra Aleksandra",
    "Михаил Mikhail Michail",
    "Алексей Alexey Alexei Aleksey Alexej",
    "Дмитрий Dmitry Dmitri Dimitri",
    "Шыңғыс Чингиз Чингис Шынгыс Genghis Chingiz Chinghiz Tschingis Cengiz",
    "Евгений Yevgeny Evgeny Eugene Evgenij",
    "Наталья Наталия Natalia Natalya Nathalie Nataliya",
    "София Софья Sofia Sophia Sofya",
    "Юлия Yulia Julia Iuliia",
    "Юрий Yuri Yury Juri Jurij Iurii",
    "Пётр Pyotr Petr Peter Piotr",
    "Павел Pavel Paul",
    "Екатерина Yekaterina Ekaterina Catherine",
    "Анна Anna Anne",
    "Мария Maria Mariya Mary",
    "Ким Kim Gim",
    "Чхоль Чхол Chol Cheol",
)
"""Spellings of one name that letters do not lead to. A person may still be called the one and never the other."""


@lru_cache(maxsize=1)
def spellings() -> dict[str, tuple[str, ...]]:
    """Folded spelling → the other spellings of the same entry, those of the Kazakh language first."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in _entries(MEN + WOMEN):
        for one in entry:
            others = tuple(dict.fromkeys(other for other in entry if other != one))
            found.setdefault(folded(one), others)
    return found


@lru_cache(maxsize=1)
def sexes() -> dict[str, str]:
    """Key of a given name → "m", "f", or "" where both bear it."""
    found: dict[str, str] = {}
    for sex, table in (("m", MEN), ("f", WOMEN)):
        for entry in _entries(table):
            for one in entry:
                key = word_key(one)
                found[key] = sex if found.get(key, sex) == sex else ""
    return found


def names_and_sexes() -> list[tuple[str, str]]:
    """Each spelling in Russian letters, with the sex of who bears it."""
    tables = (("m", MEN), ("f", WOMEN))
    return [(one, sex) for sex, table in tables for entry in _entries(table) for one in (entry[1:] or entry)]


@lru_cache(maxsize=1)
def groups() -> dict[str, frozenset[int]]:
    """Key of a spelling → the numbers of the names that it is a spelling of."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, group in enumerate([*_entries(MEN + WOMEN), *(one.split() for one in SAME_NAME)]):
        for one in group:
            found[word_key(one)].add(number)
    return {key: frozenset(numbers) for key, numbers in found.items()}


def kazakh(word: str) -> str:
    """The Kazakh spelling of a given name in Russian spelling, or "" where the table does not know it."""
    return _kazakh().get(folded(word), "")


@lru_cache(maxsize=1)
def _kazakh() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in _entries(MEN + WOMEN):
        for one in entry[1:]:
            found.setdefault(folded(one), entry[0])
    return found


@lru_cache(maxsize=1)
def by_key() -> dict[str, tuple[str, ...]]:
    """Key of a given name → its entry, the Kazakh spelling first."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in _entries(MEN + WOMEN):
        for one in entry:
            found.setdefault(word_key(one), entry)
    return found


def _entries(table: str) -> list[tuple[str, ...]]:
    found = []
    for entry in table.replace("\n", ";").split(";"):
        if words := entry.split():
            found.append((words[0], *(words[1:] or words)))
    return found
