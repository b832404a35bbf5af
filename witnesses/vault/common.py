"""Words that say little when they stand alone: given names that many bear, kinship and titles, parts of addresses.

Kept as keys (see `inquiry.shared.names`), so that one entry stands for every spelling. Written by hand from what is usual in
Kazakhstan; it need not be complete, because a name that many protected people bear is not telling either.
"""

from __future__ import annotations

from inquiry.shared.names import word_key

GIVEN_NAMES = """
    Абай Абзал Адиль Адильбек Азамат Азат Айбек Айгерим Айгуль Айдана Айдар Айдос Айжан Айзада Айна Айнагуль Айнур Айсулу
    Айым Акбота Акмарал Аксауле Алдияр Алекс Александр Александра Алексей Алена Али Алибек Алина Алиса Алихан Алия Алма
    Алмагуль Алмаз Алмас Алмат Алтынай Алуа Амангельды Амина Амир Амира Анара Анастасия Анатолий Анвар Андрей Анна Антон
    Ануар Аня Арай Арайлым Аргын Арина Арман Армат Арсен Арслан Артем Артур Аружан Асан Асель Асем Асет Аскар Асхат Асия
    Ася Аяна Аян Аянбек Аягоз Бауыржан Бахыт Бахытжан Бахытгуль Бейбит Бекзат Бекжан Берик Бибигуль Болат Борис Ботагоз
    Вадим Валентина Валерий Валерия Вася Василий Вера Вероника Виктор Виктория Виталий Виталина Владимир Владислав Вячеслав
    Галина Галия Галым Галымжан Гани Гаухар Георгий Герман Гульжан Гульмира Гульнар Гульнара Гульназ Гульсара Гульшат
    Дамир Дана Дания Данияр Дарига Дархан Дарья Даулет Даурен Денис Диана Дидар Дильназ Дильшат Дина Динара Дмитрий Досжан
    Дулат Ева Евгений Евгения Екатерина Елдос Елена Елжан Ерасыл Ербол Ерболат Ергали Ерик Ержан Еркебулан Еркин Ерлан
    Ермек Ернар Ерсин Жазира Жаксылык Жамиля Жан Жанар Жанат Жанболат Жангир Жандос Жания Жанна Жансая Жаслан Жасмин Жасулан
    Женис Жибек Жулдыз Жумабек Зарина Зауре Зейнеп Зере Зухра Ибрагим Иван Игорь Ильдар Ильяс Индира Инна Ирина Искандер
    Ислам Кайрат Кайсар Камила Камшат Канат Карим Карина Карлыгаш Касым Катя Кенжебек Кирилл Константин Куаныш
    Кульсара Кундыз Курмангазы Кымбат Ксения Лариса Лаура Лейла Леонид Лидия Любовь Людмила Ляззат Магжан Мадина Мади
    Майра Майя Макпал Максат Максим Малика Манас Маншук Маргарита Марат Маржан Марина Мария Марк Марлен Махаббат Медет
    Мейрам Меруерт Мира Мирас Михаил Молдир Мухамед Мухаммед Мухит Мурат Нагима Надежда Назерке Назгуль Наргиз Наргиза
    Наталья Николай Нурай Нургуль Нурдаулет Нуржан Нурия Нурлан Нурсултан Нуртас Олег Олеся Олжас Ольга Орал Оразбек Павел
    Перизат Петр Полина Рабига Равиль Райхан Рамазан Расул Рашид Ринат Роза Роман Руслан Рустам Рустем Сабина Сабит Сагат
    Салтанат Самал Санжар Сания Сара Сармат Сауле Саят Светлана Сергей Серик Серикбай Сымбат Султан Тамара Тамерлан
    Татьяна Темир Темирлан Тимур Тогжан Толеген Томирис Турар Тургын Улан Ульяна Умит Улжан Фарида Фатима Федор Фируза
    Хадиша Хамит Шерхан Шолпан Шынар Ынтымак Эдуард Эльвира Эльдар Эльмира Юлия Юрий Яна Ярослав Ясмин
    Adam Alan Albert Alice Amy Andrew Ann Anthony Barbara Ben Bill Brian Charles Chris Christian Daniel David Diana Donald
    Edward Elizabeth Emily Emma Eric Frank George Grace Harry Helen Henry Hope Jack James Jane Jason Jennifer John Joseph
    Julia Karen Kate Kevin Laura Linda Lucy Mark Martin Mary Matthew May Michael Nancy Nick Oliver Patrick Paul Peter
    Philip Rachel Richard Robert Rose Ruth Sam Sarah Scott Sharon Simon Sophia Stephen Steven Susan Thomas Tom Victor
    Victoria William
"""
COMMON_WORDS = """
    мать отец сын дочь брат сестра муж жена дядя тётя дед бабушка внук внучка семья ребенок дети друг сосед вдова вдовец
    ана әке ұл қыз іні аға апа әпке қарындас сіңлі ата әже немере күйеу әйел дос көрші жиен
    mother father son daughter brother sister husband wife uncle aunt grandfather grandmother grandson granddaughter cousin
    family child children friend neighbour widow widower born maiden nee alias called known also former late the and
    господин госпожа доктор профессор адвокат судья мырза ханым mister missis miss doctor professor sir lady judge mrs
    победа мороз роза вера надежда любовь весна мир слава слова снова основа голова сова корова готова здорова королева
    слева машина картина причина половина долина мужчина женщина родина война страна воля звезда зима осень река море
    гора лес поле дом город село улица свет заря радость правда свобода закон право народ власть партия комитет
    арман бақыт бақ үміт жеңіс жұлдыз жібек алтын күміс болат темір алмас інжу гүл нұр ай күн таң дала тау су көл бұлақ
    бала халық ел қала ауыл көше үй мектеп заң сот билік сенім махаббат шаттық қуаныш тұрмыс ерлік тілек мереке жарық
    сәуле шуақ аспан көктем қыс жаз күз аманат береке бірлік еркін теңдік
    grace hope faith joy rose dawn may june april summer winter autumn spring will bill mark frank rich young brown white
    black green grey king prince bishop baker cook smith carter hunter hill wood woods field fields stone rivers waters
    church price banks bell cross day early field ford fox freeman gold good hall hand head house law lane long love mason
    miller moon north south east west page parker parish park pool potter power reed rice sharp short small snow sparks
    steel strong swift walker ward wells wise wolf court square street press state union president minister
"""


def _keys(words: str) -> frozenset[str]:
    return frozenset(word_key(word) for word in words.split()) - {""}


GIVEN = _keys(GIVEN_NAMES)
COMMON = _keys(COMMON_WORDS)
