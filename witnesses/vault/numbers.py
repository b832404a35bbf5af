"""Telephone and document numbers of protected people in a text, however they are grouped and punctuated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from witnesses.vault.bearers import NOBODY, People, bear

BETWEEN = r"[\s\-‐-―./()\u00ad\u200b-\u200f\u2060-\u2064\ufeff\[\]№#*_]{0,4}"
RUN = re.compile(rf"\d(?:{BETWEEN}\d){{5,}}")
DATE = re.compile(r"(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})$")
NATIONAL = 10  # digits of a number without the country's code or the trunk prefix
LOCAL = 7  # digits within a town, found only where they are grouped as a telephone number
LOCAL_FORM = re.compile(r"\d{3}[- ](?:\d{2}[- ]\d{2}|\d{4})(?![- ]?\d)")
SHORTEST = 6  # digits of a document's number
CERTAIN = 9  # digits that are found inside a longer run, too
LOOK_ALIKE = str.maketrans("АВЕКМНОРСТУХЅІЈ", "ABEKMHOPCTYXSIJ")
MIXED = re.compile(r"[^\W_]*\d[^\W_]*[^\W\d_][^\W_]*|[^\W\d_]{1,3}[ -]?(?=\d)[^\W_]+")


class Numbers:
    """Numbers by person; a person is the number of a cipher."""

    def __init__(self) -> None:
        self._phones: dict[str, People] = {}
        self._local: dict[str, People] = {}
        self._documents: dict[str, People] = {}
        self._mixed: dict[str, People] = {}
        self._lengths: set[int] = set()

    def add_phone(self, person: int, value: str) -> None:
        """Note every telephone number in `value`."""
        for run in RUN.finditer(value):
            digits = digits_of(run[0])
            if len(digits) >= LOCAL:
                bear(self._phones, digits[-NATIONAL:], person)
                bear(self._local, digits[-LOCAL:], person)

    def add_document(self, person: int, value: str) -> None:
        """Note the document numbers in `value`; a date in it is none."""
        if DATE.match(value.strip()):
            return
        for run in RUN.finditer(value):
            digits = digits_of(run[0])
            if len(digits) >= SHORTEST:
                bear(self._documents, digits, person)
                self._lengths.add(len(digits))
        for mixed in MIXED.finditer(value):
            if len(mixed[0]) >= SHORTEST:
                bear(self._mixed, as_document(mixed[0]), person)

    def find(self, text: str) -> Iterator[tuple[int, int, str, People]]:
        """(start, end, kind, people) of each number of somebody."""
        for run in RUN.finditer(text):
            places = [i for i in range(run.start(), run.end()) if text[i].isdecimal()]
            digits = digits_of(run[0])
            yield from self._phones_in(text, digits, places)
            yield from self._documents_in(text, digits, places)
        for found in LOCAL_FORM.finditer(text):
            yield found.start(), found.end(), "phone", self._local.get(digits_of(found[0]), NOBODY)
        if self._mixed:
            for found in MIXED.finditer(text):
                yield found.start(), found.end(), "document", self._mixed.get(as_document(found[0]), NOBODY)

    def _phones_in(self, text: str, digits: str, places: list[int]) -> Iterator[tuple[int, int, str, People]]:
        for at in range(len(digits) - NATIONAL + 1):
            people = self._phones.get(digits[at : at + NATIONAL])
            if people:
                end = places[at + NATIONAL - 1] + 1
                yield _begin(text, places, at, end), end, "phone", people

    def _documents_in(self, text: str, digits: str, places: list[int]) -> Iterator[tuple[int, int, str, People]]:
        for length in self._lengths:
            for at in range(len(digits) - length + 1):
                people = self._documents.get(digits[at : at + length])
                if people and (length >= CERTAIN or _whole_groups(places, at, length)):
                    yield places[at], places[at + length - 1] + 1, "document", people


def _begin(text: str, places: list[int], at: int, end: int) -> int:
    """Where a telephone number begins: the country's code or the trunk prefix and their signs belong to it."""
    back = at
    while back and at - back < 3 and places[back] - places[back - 1] <= 4:
        back -= 1
        if text[places[back] - 1 : places[back]].isspace() or text[places[back] - 1 : places[back]] == "+":
            break
    start = places[back]
    if start and text[start - 1] == "(" and ")" in text[start:end]:
        start -= 1
    return start - 1 if start and text[start - 1] == "+" else start


def _whole_groups(places: list[int], at: int, length: int) -> bool:
    """Whether digits begin and end where the writer put something between digits."""
    last = at + length - 1
    return (at == 0 or places[at] - places[at - 1] > 1) and (
        last + 1 == len(places) or places[last + 1] - places[last] > 1
    )


def digits_of(text: str) -> str:
    """The decimal digits of any script, as 0-9."""
    return "".join(c if "0" <= c <= "9" else str(int(c)) for c in text if c.isdecimal())


def as_document(text: str) -> str:
    """A number with letters without its blanks and dashes, in Latin capitals."""
    return re.sub(r"[\W_]+", "", text).upper().translate(LOOK_ALIKE)
