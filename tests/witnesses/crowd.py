"""A crowd of invented people as the vault may hold them, and texts with and without them. Nobody in it exists."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.canaries import spelling
from witnesses.vault.identities import Identity

_WOMEN = """
    Әсел Айгүл Айжан Айнұр Ақмарал Алтынай Алуа Анар Әлия Әсем Балнұр Бибігүл Ботагөз Гауһар Гүлжан Гүлмира Гүлнар
    Дана Дариға Дильназ Динара Жазира Жанар Жанна Жұлдыз Зарина Зере Индира Камила Қарлығаш Қымбат Лаура Ләззат
    Мадина Майра Мақпал Малика Маржан Меруерт Мөлдір Назерке Назгүл Нұргүл Перизат Райхан Сабина Салтанат Самал
    Сәуле Тоғжан Толқын Ұлжан Үміт Фарида Шолпан Шынар Ирина Наталья Ольга Светлана Татьяна Юлия Марина Елена Анна
"""
WOMEN = _WOMEN.split()
_MEN = """
    Азамат Айбек Айдар Айдос Алмас Арман Асқар Асхат Бауыржан Бақыт Бекзат Берік Болат Ғалым Ғани Дәурен Дархан
    Дидар Дулат Елдос Ербол Ержан Ерлан Ермек Жандос Жанболат Жасұлан Кенжебек Қайрат Қанат Қасым Қуаныш Мақсат
    Марат Медет Мирас Мұрат Мұхит Нұрлан Нұржан Олжас Оразбек Рүстем Санжар Саят Серік Талғат Темірлан Тимур Тұрар
    Ұлан Шыңғыс Андрей Виктор Владимир Дмитрий Игорь Максим Николай Олег Павел Сергей
"""
MEN = _MEN.split()
_STEMS = """
    Ахмет Омар Оспан Ысқақ Ибраһим Смағұл Сұлтан Қасен Жүнісбек Әбдірахман Бейсен Тілеу Нұрпейіс Сейіт Мұқан Есім
    Жақсылық Тоқтар Бекмұхамбет Құдайберген Сатыбалды Төлеген Жұмабай Қожахмет Мырзахмет Айтбай Досмұхамед Ержігіт
    Байғали Қалиасқар Сәрсен Рахым Тұрсын Шаймерден Байтұрсын Қабдол Мәжит Кенесары Балтабай Жексенбай Иван Петр
    Смирн Кузнец Попович Соколов
"""
STEMS = _STEMS.split()
RARE = ("Бұл", "Дүй", "Кек", "Мың", "Сыр", "Тау", "Шұғ", "Қар", "Жым", "Өте", "Гор", "Зим", "Лаз", "Пет", "Вер", "Хал")
RARER = ("кел", "ған", "дір", "мас", "шыл", "бай", "тай", "жол", "рин", "сем", "ток", "вак", "лип", "нар", "дол", "гер")
_STREETS = """
    Абая Сатпаева Байтурсынова Толе-би Жандосова Розыбакиева Кунаева Ауэзова Сейфуллина Гоголя Момышулы Навои
"""
STREETS = _STREETS.split()
OPERATORS = ("701", "702", "705", "707", "747", "771", "775", "777", "778")
STEM_LETTERS = ("ст", "пр", "вер", "под", "мол", "гран", "сев", "труд", "власт", "рук", "слов", "пис", "мест", "дел")
PARTS = ("ен", "ов", "ат", "ил", "ор", "ит", "ан", "уд", "ек", "ал", "ич", "ос")
CASES = (
    "а",
    "у",
    "ом",
    "е",
    "ы",
    "ами",
    "ах",
    "ого",
    "ому",
    "ый",
    "ая",
    "ое",
    "ила",
    "ил",
    "ать",
    "ует",
    "ение",
    "ения",
)
LATIN = (
    "govern",
    "report",
    "protest",
    "minister",
    "evidence",
    "meet",
    "court",
    "deten",
    "commiss",
    "repres",
    "polit",
    "squar",
)
LATIN_PARTS = ("", "al", "er", "iv", "ent", "or", "ist", "ic", "ab", "ul")
LATIN_ENDS = ("", "s", "ed", "ing", "ment", "ation", "ly", "ive", "ance", "able")


@dataclass(frozen=True, slots=True)
class Invented:
    given: str
    patronymic: str
    family: str
    phone: str  # eleven digits
    iin: str
    street: str
    house: int
    email: str
    handle: str

    @property
    def identity(self) -> dict[str, dict[str, list[str]]]:
        return {
            "names": {"full": [f"{self.given} {self.patronymic} {self.family}"]},
            "contact": {"phone": ["+" + self.phone], "email": [self.email], "handle": ["@" + self.handle]},
            "location": {"address": [f"г. Алматы, ул. {self.street}, д. {self.house}, кв. 7"]},
            "documents": {"number": [self.iin]},
        }


def somebody(chance: random.Random) -> Invented:
    """One invented person; surnames follow Zipf's law: a few that very many bear, and very many that few bear."""
    woman = chance.random() < 0.5
    given, father = chance.choice(WOMEN if woman else MEN), chance.choice(MEN)
    stem = STEMS[min(int(chance.paretovariate(0.6)) - 1, 10**6) % len(STEMS)]
    if chance.random() < 0.35:
        stem = chance.choice(RARE) + chance.choice(RARER) + chance.choice(("", *RARER))
    patronymic = father + ("қызы" if woman else "ұлы")
    family = stem + ("ов" if stem[-1] not in "йьы" else "ев") + ("а" if woman else "")
    number = chance.randrange(10**7)
    login = spelling.icao(given).lower() + "_" + spelling.icao(family).lower()[:6] + str(chance.randrange(1000))
    born = f"{chance.randrange(60, 100)}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}"
    return Invented(
        given,
        patronymic,
        family,
        "7" + chance.choice(OPERATORS) + f"{number:07d}",
        born + f"{chance.randrange(10**6):06d}",
        chance.choice(STREETS),
        chance.randrange(1, 300),
        login + "@mail.example",
        login,
    )


def crowd(count: int, seed: int = 3) -> list[Invented]:
    chance = random.Random(seed)
    return [somebody(chance) for _ in range(count)]


def identities(people: list[Invented]) -> Iterator[Identity]:
    for number, person in enumerate(people):
        relative = people[(number * 7 + 1) % len(people)]
        groups = {**person.identity, "family": {"relative": [f"{relative.given} {relative.family}"]}}
        yield Identity(f"W-{number:05d}", groups)


def clean(characters: int, seed: int = 5) -> str:
    """Prose-like text without names: tens of thousands of different words, Russian and English, numbers and dates."""
    chance = random.Random(seed)
    russian = [a + b + c for a in STEM_LETTERS for b in PARTS for c in CASES]
    russian += [a + b + d + c for a in STEM_LETTERS for b in PARTS for d in PARTS for c in CASES]
    english = [a + b + c for a in LATIN for b in LATIN_PARTS for c in LATIN_ENDS]
    chance.shuffle(russian)
    weights = [1 / (rank + 20) for rank in range(len(russian))]
    words: list[str] = []
    length = 0
    while length < characters:
        sentence = chance.choices(russian, weights, k=12) if chance.random() < 0.7 else chance.choices(english, k=12)
        if chance.random() < 0.1:
            sentence.insert(4, str(chance.randrange(1, 3000)))
        sentence[0] = sentence[0].capitalize()
        words.append(" ".join(sentence) + ".")
        length += len(words[-1]) + 1
    return " ".join(words)[:characters]


PLANTS = (
    "name",
    "surname first",
    "initial",
    "dative",
    "latin",
    "look-alike",
    "slip",
    "phone",
    "iin",
    "address",
    "email",
)


def planted(person: Invented, kind: str, chance: random.Random) -> str:
    """How `person` may stand in a text."""
    both = f"{person.given} {person.family}"
    style = chance.choice(list(spelling.SPELLINGS.values()))
    if kind == "name":
        return style(both)
    if kind == "surname first":
        return style(f"{person.family} {person.given}")
    if kind == "initial":
        return f"{style(person.given)[0]}. {style(person.family)}"
    if kind == "dative":
        return spelling.dative(both)
    if kind == "latin":
        return spelling.latin_2021(both).upper()
    if kind == "look-alike":
        return spelling.look_alike(both).replace("н", "н\u00ad").replace(" ", "\u00a0")
    if kind == "slip":
        family = spelling.icao(person.family)
        at = len(family) // 2
        return f"{spelling.icao(person.given)} {family[:at]}{family[at + 1 :]}"
    return _number(person, kind, chance)


def _number(person: Invented, kind: str, chance: random.Random) -> str:
    p = person.phone
    if kind == "phone":
        forms = (
            f"+{p[0]} ({p[1:4]}) {p[4:7]}-{p[7:9]}-{p[9:]}",
            f"8{p[1:]}",
            f"{p[1:4]} {p[4:7]} {p[7:]}",
            f"8-{p[1:4]}-{p[4:]}",
        )
        return chance.choice(forms)
    if kind == "iin":
        return chance.choice((person.iin, f"{person.iin[:6]} {person.iin[6:]}", f"{person.iin[:6]}-{person.iin[6:]}"))
    if kind == "address":
        street = spelling.icao(person.street)
        return chance.choice(
            (
                f"ул. {person.street}, {person.house}",
                f"{person.street} д.{person.house}",
                f"{person.house} {street} Street",
            )
        )
    return chance.choice(
        (person.email, person.email.replace("@", " [at] "), f"@{person.handle}", f"t.me/{person.handle}")
    )
