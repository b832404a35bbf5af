"""Addresses of protected people in a text: a street beside the number of a house, in either order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inquiry.shared.names import WORD, case_keys, word_key
from witnesses.vault.bearers import NOBODY, People, bear

PARTS = """
    ул улица улице улицы пр пр-т проспект проспекте просп пер переулок переулке бул бульвар бульваре пл площадь площади
    ш шоссе наб набережная проезд тупик мкр мкрн микрорайон микрорайоне район районе р-н г гор город городе п пос поселок
    село с аул ауыл д дом доме корп корпус стр строение кв квартира квартире под подъезд этаж оф офис обл область
    көше көшесі көшесінде даңғыл даңғылы даңғылында шағын аудан ауданы үй үйі пәтер қала қаласы облыс облысы
    st street str ave av avenue rd road sq square lane ln blvd boulevard drive dr house flat apartment apt no number
    building bld block city town village district region microdistrict mkr ul prospekt prosp kosesi koshesi danghyly
    им имени атындағы named after the of
"""
ALL_PARTS = frozenset(word_key(word) for word in PARTS.split()) - {""}
STREET_SIGNS = """
    ул улица улице улицы пр проспект проспекте просп пер переулок бульвар площадь шоссе набережная проезд мкр мкрн
    микрорайон микрорайоне шағын аудан көше көшесі көшесінде даңғыл даңғылы street st str ave avenue road rd lane boulevard
    blvd drive ul prospekt koshesi microdistrict
"""
STREET = frozenset(word_key(word) for word in STREET_SIGNS.split())
NUMBER = re.compile(r"\d{1,4}[а-яәіa-zА-ЯA-Z]?(?![\d:])")
PART_OF_NUMBER = re.compile(r"\d[.,:]?$")
TOKEN = re.compile(rf"(?P<number>(?<!\d)(?<!\d[.,:])\d{{1,4}}[а-яәіa-zА-ЯA-Z]?(?![\d:]))|(?P<word>{WORD.pattern})")
SHORT = 3  # letters of a word that may end the name of a street: Толе би
REACH = 4  # tokens between the street and the number of the house, all of them parts of an address


class Places:
    """(street, house) by person; a person is the number of a cipher."""

    def __init__(self) -> None:
        self._houses: dict[tuple[str, str], People] = {}
        self._numbers: set[str] = set()
        self._streets: set[str] = set()

    def add(self, person: int, value: str) -> None:
        """Note an address as somebody wrote it down: the words nearest to the house's number, or to the street's sign."""
        tokens = list(_tokens(value))
        for street, house in _houses(tokens):
            bear(self._houses, (street, house), person)
            self._streets.add(street)
            self._numbers.add(house)

    def find(self, text: str) -> Iterator[tuple[int, int, str, People]]:
        """(start, end, "address", people) of each address of somebody."""
        for number in NUMBER.finditer(text) if self._numbers else ():
            start, end = number.span()
            if _house(number[0]) in self._numbers and not PART_OF_NUMBER.search(text, max(0, start - 2), start):
                yield from self._around(text, start, end, _house(number[0]))

    def _around(self, text: str, start: int, end: int, house: str) -> Iterator[tuple[int, int, str, People]]:
        before = [*TOKEN.finditer(text, max(0, start - 60), start)][::-1][: REACH + 1]
        after = [*TOKEN.finditer(text, end, end + 60)][: REACH + 1]
        for side in (before, after):
            for token in side:
                for street in self._street(token["word"] or ""):
                    people = self._houses.get((street, house), NOBODY)
                    yield min(start, token.start()), max(end, token.end()), "address", people
                if not token["word"] or (len(token["word"]) > SHORT and word_key(token["word"]) not in ALL_PARTS):
                    break

    def _street(self, word: str) -> Iterator[str]:
        for key in _nominatives(word):
            if key in self._streets:
                yield key


def _nominatives(word: str) -> tuple[str, ...]:
    """Улица Абая is Абай көшесі."""
    return (word_key(word), *case_keys(word))


def _house(written: str) -> str:
    return written.casefold().translate(str.maketrans("аәбвгдек", "aabvgdek"))


def _tokens(value: str) -> Iterator[tuple[str, str, int]]:
    """(house or "", word or "", number of the piece between commas) of each number and word."""
    for piece, part in enumerate(re.split(r"[,;\n]", value)):
        for token in TOKEN.finditer(part):
            yield _house(token["number"] or ""), token["word"] or "", piece


def _houses(tokens: list[tuple[str, str, int]]) -> Iterator[tuple[str, str]]:
    """Each (street, house) that an address names.

    The street is in the piece that says so, else in the one with the house's number, else in the one before it; the house
    is the first number after the street or in its piece, and what follows it are flats.
    """
    telling = [
        (word, piece) for _house, word, piece in tokens if word and word_key(word) not in ALL_PARTS and len(word) > 2
    ]
    signs = {piece for _house, word, piece in tokens if word_key(word) in STREET}
    numbers = [(house, piece) for house, _word, piece in tokens if house]
    named = {piece for _word, piece in telling}
    for house, piece in numbers:
        before = {other for other in named if other <= piece}
        streets = signs & named or ({max(before)} if before else set())
        if streets and piece >= min(streets):
            for word, other in telling:
                if other in streets:
                    yield from ((key, house) for key in _nominatives(word))
            return
