"""Finds what identifies protected people in a text: names, numbers, addresses and accounts, never whose they are.

Pure: no tables, no files, nothing kept of a text but which of its words led nowhere. Built once from all identities of an
inquiry inside the vault process; see `naming`, `numbers`, `places`, `accounts` for what counts as found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from witnesses.vault.accounts import Accounts
from witnesses.vault.bearers import NOBODY, People
from witnesses.vault.identities import Identity, Span, joined
from witnesses.vault.naming import INSIDE, NOTHING, Names, Reading
from witnesses.vault.numbers import Numbers
from witnesses.vault.places import Places

Found = tuple[int, int, str, People]
Hit = tuple[int, int, int, str, Reading]  # number of the word, start, end, the word, what it may be

APART = "\x1e"
TOKEN = re.compile(rf"[\w{INSIDE}]+(?:[-‐]\r?\n[ \t]*[\w{INSIDE}]+)?")
BEFORE = re.compile(rf"([\w{INSIDE}]+)[ \u00a0\u2009\u202f-]{{1,2}}$")
AFTER = re.compile(rf"[ \u00a0\u2009\u202f-]{{1,2}}([\w{INSIDE}]+)")
NEAR = 2  # words from one to the other
NEAR_CHARACTERS = 40
INITIAL_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_]{1,3})(?:\.\s?|\s)(?:([^\W\d_]{1,3})(?:\.\s?|\s))?$")
INITIAL_AFTER = re.compile(r",?\s{0,2}([^\W\d_]{1,3})\.(?:\s?([^\W\d_]{1,3})\.)?")
REMEMBERED = 200_000  # words


class Matcher:
    """See `build`."""

    def __init__(self) -> None:
        self._ciphers: list[str] = []
        self._names, self._numbers, self._places, self._accounts = Names(), Numbers(), Places(), Accounts()
        self._readings: dict[str, Reading] = {}

    @classmethod
    def build(cls, identities: Iterable[Identity]) -> Matcher:
        """A matcher of these identities: some seconds and some hundred megabytes for 20,000."""
        made = cls()
        for identity in identities:
            made._add(identity)
        made._names.settle(len(made._ciphers))
        return made

    def _add(self, identity: Identity) -> None:
        person = len(self._ciphers)
        self._ciphers.append(identity.cipher)
        for group, together in (("names", True), ("family", False)):
            names = [value for kind, value in identity.values("name") if value in _values(identity, group)]
            self._names.add(person, names, together=together)
        for kind, value in identity.values("phone", "document", "address", "handle", "email"):
            if kind == "phone":
                self._numbers.add_phone(person, value)
            elif kind == "document":
                self._numbers.add_document(person, value)
            elif kind == "address":
                self._places.add(person, value)
            elif kind == "handle":
                self._accounts.add_handle(person, value)
            else:
                self._accounts.add_email(person, value)

    def spans(self, text: str, leave_out: frozenset[str] = frozenset()) -> list[Span]:
        """What identifies anybody but the ciphers in `leave_out`; a record separator (`APART`) divides texts from one another.

        Returns:
            Spans in characters of `text`, in order; those that overlapped are one, of the kind of the longest.
        """
        out = {person for person, cipher in enumerate(self._ciphers) if cipher in leave_out}
        found: list[Span] = []
        at = 0
        for part in text.split(APART):
            found += [
                Span(at + start, at + end, kind)
                for start, end, kind, people in self._all(part)
                if people and not out.issuperset(people)
            ]
            at += len(part) + len(APART)
        return joined(found)

    def _all(self, text: str) -> Iterator[Found]:
        yield from self._named(text)
        yield from self._numbers.find(text)
        yield from self._places.find(text)
        yield from self._accounts.find(text)

    # ── names ──

    def _named(self, text: str) -> Iterator[Found]:
        hits = list(self._hits(text))
        for at, hit in enumerate(hits):
            number, start, end, word, reading = hit
            if reading.whole:
                yield start, end, "name", reading.whole
            for base, exact in reading.bases:
                yield start, end, "name", self._names.alone(base, exact, word)
                yield from self._beside_initial(text, start, end, base)
            if word.islower():
                yield from self._beside_slip(text, start, end, reading)
            for other in hits[at + 1 : at + 6]:
                if other[0] - number > NEAR or other[1] - end > NEAR_CHARACTERS:
                    break
                yield start, other[2], "name", self._together(reading, other[4])

    def _together(self, one: Reading, other: Reading) -> People:
        for first, exact in one.bases:
            for second, other_exact in other.bases:
                people = self._names.pair(first, second) if exact or other_exact else NOBODY
                if people:
                    return people
        return NOBODY

    def _beside_initial(self, text: str, start: int, end: int, base: int) -> Iterator[Found]:
        before = INITIAL_BEFORE.search(text, max(0, start - 12), start)
        if before:
            for letters in filter(None, before.groups()):
                if letters[0].isupper():
                    yield before.start(), end, "name", self._names.initial(base, letters)
        after = INITIAL_AFTER.match(text, end, end + 12)
        if after:
            for letters in filter(None, after.groups()):
                if letters[0].isupper():
                    yield start, after.end(), "name", self._names.initial(base, letters)

    def _beside_slip(self, text: str, start: int, end: int, reading: Reading) -> Iterator[Found]:
        """In small letters a slip is forgiven only beside the person's other name."""
        before, after = BEFORE.search(text, max(0, start - 40), start), AFTER.match(text, end, end + 40)
        if before:
            yield before.start(), end, "name", self._together(reading, self._names.read_kindly(before[1]))
        if after:
            yield start, after.end(), "name", self._together(reading, self._names.read_kindly(after[1]))

    def _hits(self, text: str) -> Iterator[Hit]:
        """The words of a text that may be names; of a word broken over two lines both readings."""
        readings, read = self._readings, self._names.read
        if len(readings) > REMEMBERED:
            readings.clear()
        for number, match in enumerate(TOKEN.finditer(text)):
            word = match[0]
            reading = readings.get(word)
            if reading is None:
                reading = readings[word] = read(word)
            if reading is NOTHING:
                continue
            start, end = match.span()
            if reading.child_of and (before := BEFORE.search(text, max(0, start - 40), start)):
                start = before.start()
                reading = read(before[1] + word)
            for offset, piece in reading.pieces:
                yield number, start + offset, start + offset + len(piece), piece, read(piece)
            yield number, start, end, word, reading


def _values(identity: Identity, group: str) -> set[str]:
    return {value for values in identity.groups.get(group, {}).values() for value in values}
