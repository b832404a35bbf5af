"""One Kazakh or Russian name in the spellings in which it is met. The tables stand on their own, not on the code's keys.

After BGN/PCGN (1979), ICAO 9303, the Kazakh Latin alphabet of 2021, and what Russian-language documents do.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_BGN = "a ä b v g gh d e yo zh z ī y k q l m n ng o ö p r s t ū u ü f kh h ts ch sh shch ʺ y i ʹ e yu ya"
_ICAO = "a a b v g g d e e zh z i i k k l m n n o o p r s t u u u f kh kh ts ch sh shch ie y i - e iu ia"
_LATIN_2021 = "a ä b v g ğ d e io j z i i k q l m n ñ o ö p r s t u ū ü f h h ts ch ş şş - y ı - e iu ia"
_RUSSIAN = "а г к н о у у х и"


def _table(letters: str, put: str) -> dict[str, str]:
    return {letter: one.strip("-") for letter, one in zip(letters, put.split(), strict=True)}


BGN = _table(LETTERS, _BGN)
ICAO = _table(LETTERS, _ICAO)
LATIN_2021 = _table(LETTERS, _LATIN_2021)
RUSSIAN = _table("әғқңөұүһі", _RUSSIAN)
LOOK_ALIKE = str.maketrans("аеорсух", "aeopcyx")


def written(name: str, table: dict[str, str]) -> str:
    """The name letter by letter after a table, capitals kept."""
    letters = []
    for letter in name:
        put = table.get(letter.lower(), letter.lower())
        letters.append(put[:1].upper() + put[1:] if letter.isupper() else put)
    return "".join(letters)


def bgn(name: str) -> str:
    """After BGN/PCGN, without the marks that newspapers leave out."""
    apart = unicodedata.normalize("NFD", written(name, BGN))
    return "".join(letter for letter in apart if not unicodedata.combining(letter) and letter not in "ʺʹ")


def icao(name: str) -> str:
    return written(name, ICAO)


def latin_2021(name: str) -> str:
    return written(name, LATIN_2021)


def russian(name: str) -> str:
    plain = written(name, RUSSIAN).replace("жы", "жи").replace("шы", "ши")
    return " ".join(word + "ь" if word.endswith(("сел", "гул")) else word for word in plain.split(" "))


def look_alike(name: str) -> str:
    """Latin letters where they look like Cyrillic ones, in every second place."""
    return "".join(letter.translate(LOOK_ALIKE) if at % 2 else letter for at, letter in enumerate(name))


def dative(name: str) -> str:
    """To whom: as a Russian sentence declines the Russian spelling, women's and men's names alike."""
    return " ".join(_declined(word) for word in russian(name).split())


def _declined(word: str) -> str:
    if word.endswith(("ова", "ева", "ина")):
        return word[:-1] + "ой"
    if word.endswith("а"):
        return word[:-1] + "е"
    if word.endswith("ия"):
        return word[:-1] + "и"
    if word.endswith("я"):
        return word[:-1] + "е"
    if word.endswith("й"):
        return word[:-1] + "ю"
    if word.endswith("ь"):
        return word[:-1] + ("и" if word in ("Асель", "Гузель", "Айгуль", "Нургуль", "Любовь") else "ю")
    return word if word[-1] in "ыиуеоэ" else word + "у"


SPELLINGS: dict[str, Callable[[str], str]] = {
    "bgn": bgn,
    "icao": icao,
    "russian": russian,
    "kazakh": str,
    "latin_2021": latin_2021,
    "dative": dative,
    "look_alike": look_alike,
}
