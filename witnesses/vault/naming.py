"""The names of protected people, kept so that a word of a text leads at once to whose name it may be.

What counts as found, in every spelling, case ending and script, and with one slip of the pen in a long word:

- two words of one person's name side by side, in either order, at most one other word between them;
- a surname beside the initial of another name of the same person, in either order;
- a single word that few protected people bear (at most `few`, growing with the vault): a surname by its form in any
  writing, another name only with a capital and only if it is neither a usual given name nor an everyday word;
- a name run together (a hashtag, the first part of an address).

A usual given name alone, and a surname that many protected people share, are not found alone: they tell nobody apart
and would cover half of every text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise, permutations
from typing import NamedTuple

from inquiry.shared.names import word_key
from inquiry.shared.names.keys import settle
from witnesses.vault.bearers import NOBODY, People, bear
from witnesses.vault.untelling import COMMON, GIVEN, other_spellings

INSIDE = r"\u00ad\u0300-\u036f\u200b-\u200f\u2060-\u2064\ufeff'’ʹʼ`"
PIECE = re.compile(rf"(?:[^\W\d_]|[{INSIDE}])+")
CASE_CHANGE = re.compile(r"(?<=[^\W\d_A-ZА-ЯЁ])(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])")
SURNAME = re.compile(r"(?:ov|ova|ev|eva|ski|skaia|enko|kizi|uli|ulu|ogli|xvili|dze)$")
PATRONYMIC = re.compile(r"(?:ovic|evic|ovna|evna|icna)$")
CHILD_OF = ("kizi", "uli", "ulu", "ogli")
LONE = 5  # letters of a key that may stand alone
SLIP = 6  # letters of a key in which one slip is forgiven
LONE_SLIP = 8
MOST_WORDS = 16  # of one person's names that are paired with one another


def _endings(written: str) -> frozenset[str]:
    return frozenset(written.split())


CASES = _endings(
    "a u om em e im i ih imi oi ou iu ia nin din tin ga ge ka ke ni di ti da de ta te dan den tan ten nan nen men ben pen"
    " lar ler dar der tar ter s inin diki tiki niki si sinin"
)
AFTER_A = _endings("i e u oi oiu ei eiu")
AFTER_I = _endings("a u ia iu em e om oi n na ne nda nde ev am ami ah")
AFTER_SK = _endings("ogo omu im om aia oi uiu ie ih imi oiu")
LONGEST_CASE = 5

ANYWHERE, CAPITAL = 1, 2
BEGINS = {"z": "zj", "s": "sx", "c": "csk", "d": "dj", "k": "kh", "t": "ts", "y": "ie", "j": "ji"}
"""One Latin letter for the sounds that several letters write: Z. for Zhanbolat."""


class Reading(NamedTuple):
    """What a word of a text may be.

    `bases`: names, as (number of the name, whether without a slip). `whole`: people whose whole name it is, run together.
    `child_of`: the second half of a patronymic written in two words. `pieces`: (offset, piece) of a word that digits, an
    underscore, the end of a line or a capital inside divide.
    """

    bases: tuple[tuple[int, bool], ...] = ()
    whole: People | None = None
    child_of: bool = False
    pieces: tuple[tuple[int, str], ...] = ()


NOTHING = Reading()


def words_of(value: str) -> list[str]:
    """The keys of the words of a name as somebody noted it; "Нұрлан қызы" is one word, remarks in small letters none."""
    words = PIECE.findall(value)
    if any(word[0].isupper() for word in words):
        words = [word for word in words if not word[0].islower() or word_key(word) in CHILD_OF]
    keys: list[str] = []
    for key in map(word_key, words):
        if keys and key in CHILD_OF:
            keys[-1] = settle(keys[-1] + key)
        elif len(key) > 1 and key not in keys:
            keys.append(key)
    return keys


def forms(key: str) -> Iterator[str]:
    """The key of a name; of a surname also that of a woman's husband or father; of a given name its other spellings."""
    yield key
    if key.endswith(("ova", "eva", "ina")) and len(key) > LONE:
        yield key[:-1]
    elif key.endswith("skaia"):
        yield key[:-3] + "i"
    yield from other_spellings(key)
    for ending in CHILD_OF:
        if key.endswith(ending):
            yield from (settle(other + ending) for other in other_spellings(key.removesuffix(ending)))


class Names:
    """Names by person; a person is the number of a cipher."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._keys: list[str] = []
        self._bearers: list[People] = []
        self._pairs: dict[int, People] = {}
        self._initials: dict[tuple[int, str], People] = {}
        self._slips: dict[str, tuple[int, ...]] = {}
        self._lone: list[int] = []
        self._heads: set[str] = set()
        self._few = 3

    def add(self, person: int, values: Iterable[str], *, together: bool) -> None:
        """Note names of one person (`together`: all are the same person's, so that any two of their words make a pair)."""
        groups = [words_of(value) for value in values]
        if together:
            groups = [list(dict.fromkeys(key for group in groups for key in group))[:MOST_WORDS], *groups[MOST_WORDS:]]
        for keys in groups:
            self._note(person, keys)

    def _note(self, person: int, keys: list[str]) -> None:
        shaped = {key for key in keys if SURNAME.search(key)} or set(keys)
        ids = {key: [self._id(form, person) for form in dict.fromkeys(forms(key))] for key in keys}
        for key, other in permutations(keys, 2):
            for base in ids[key]:
                for second in ids[other]:
                    bear(self._pairs, base << 32 | second, person)
                if key in shaped:
                    bear(self._initials, (base, other[0]), person)

    def _id(self, key: str, person: int) -> int:
        base = self._ids.setdefault(key, len(self._keys))
        if base == len(self._keys):
            self._keys.append(key)
            self._bearers.append([])
        if self._bearers[base][-1:] != [person]:
            self._bearers[base].append(person)
        return base

    def settle(self, people: int) -> None:
        """Work out, once all names are noted, which may stand alone, and where a slip leads."""
        self._few = max(3, people // 2000)
        self._heads = {key[:3] for key in self._keys}
        slips: dict[str, list[int]] = defaultdict(list)
        for base, key in enumerate(self._keys):
            self._lone.append(self._alone(key, len(self._bearers[base])))
            if len(key) >= SLIP:
                for shorter in {key, *(key[:i] + key[i + 1 :] for i in range(len(key)))}:
                    slips[shorter].append(base)
        self._slips = {shorter: tuple(bases) for shorter, bases in slips.items()}

    def _alone(self, key: str, bearers: int) -> int:
        if bearers > self._few or len(key) < LONE or key in COMMON:
            return 0
        if SURNAME.search(key):
            return ANYWHERE
        return 0 if key in GIVEN or PATRONYMIC.search(key) else CAPITAL

    # ── reading a word ──

    def read(self, word: str) -> Reading:
        """What one word of a text may be; a slip is forgiven only in one with a capital (see `read_kindly`)."""
        key = word_key(word[:-2] if word[-2:] in ("'s", "’s") else word)
        bases = self._cases(key) if key[:3] in self._heads else ()
        if bases:
            return Reading(tuple((base, True) for base in bases))
        if len(key) >= SLIP - 1 and word[0].isupper():
            slipped = tuple((base, False) for base in self._slipped(key))
            if slipped:
                return Reading(slipped)
        return self._otherwise(word, key)

    def read_kindly(self, word: str) -> Reading:
        """The same for a word that stands beside a name: in small letters, too, a slip is forgiven."""
        key = word_key(word)
        return Reading(tuple((base, False) for base in self._slipped(key))) if len(key) >= SLIP - 1 else NOTHING

    def _otherwise(self, word: str, key: str) -> Reading:
        whole = self._run_together(key) if len(key) >= 8 and key[:3] in self._heads else NOBODY
        child_of = key.startswith(CHILD_OF) and len(key) < 8
        pieces = () if whole else _pieces(word)
        return Reading((), whole, child_of, pieces) if whole or child_of or pieces else NOTHING

    def _cases(self, key: str) -> set[int]:
        ids = self._ids
        found = {ids[key]} if key in ids else set()
        for cut in range(1, min(LONGEST_CASE, len(key) - 3) + 1):
            stem, ending = key[:-cut], key[-cut:]
            last = stem[-1]
            if stem in ids and (ending in CASES or last + ending in CASES or (last == "i" and ending in AFTER_I)):
                found.add(ids[stem])
            if ending in AFTER_A and stem + "a" in ids:
                found.add(ids[stem + "a"])
            if ending in AFTER_I and last in "aeou" and stem + "i" in ids:
                found.add(ids[stem + "i"])
            if stem.endswith("sk") and ending in AFTER_SK and stem + "i" in ids:
                found.add(ids[stem + "i"])
        return found

    def _slipped(self, key: str) -> set[int]:
        slips = self._slips
        found: set[int] = set()
        for stem in {key, key[:-1], key[:-2]} if len(key) > SLIP + 1 else {key}:
            for shorter in (stem, *(stem[:i] + stem[i + 1 :] for i in range(len(stem)))):
                for base in slips.get(shorter, ()):
                    if base not in found and one_slip(stem, self._keys[base]):
                        found.add(base)
        return found

    def _run_together(self, key: str) -> People:
        ids, pairs = self._ids, self._pairs
        for cut in range(3, len(key) - 2):
            first, second = ids.get(key[:cut]), ids.get(key[cut:])
            if first is not None and second is not None and (first << 32 | second) in pairs:
                return pairs[first << 32 | second]
        return NOBODY

    # ── who ──

    def alone(self, base: int, exact: bool, word: str) -> People:
        """The people whom the word names though nothing stands beside it."""
        lone = self._lone[base]
        capital = word[:1].isupper()
        if not lone or (lone == CAPITAL and not capital):
            return NOBODY
        if not exact and (len(self._keys[base]) < LONE_SLIP or lone != ANYWHERE):
            return NOBODY
        return self._bearers[base]

    def pair(self, first: int, second: int) -> People:
        """The people of whose names both words are part."""
        return self._pairs.get(first << 32 | second, NOBODY)

    def initial(self, base: int, letters: str) -> People:
        """The people who bear this name and another that begins so."""
        key = word_key(letters)[:1]
        for first in BEGINS.get(letters.lower(), key):
            if people := self._initials.get((base, first)):
                return people
        return NOBODY


def _pieces(word: str) -> tuple[tuple[int, str], ...]:
    """(offset, piece) where digits, underscores, the end of a line or a capital divide a word; nothing for a whole one."""
    if word.isalpha() and (word[1:].islower() or word.isupper()):
        return ()
    found: list[tuple[int, str]] = []
    for match in PIECE.finditer(word):
        cuts = [0, *(cut.start() for cut in CASE_CHANGE.finditer(match[0])), len(match[0])]
        found += [(match.start() + a, match[0][a:b]) for a, b in pairwise(cuts)]
    return tuple(found) if len(found) > 1 or (found and found[0][1] != word) else ()


def one_slip(one: str, other: str) -> bool:
    """Whether two keys differ by one letter more, less, other, or by two neighbours changed over."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
