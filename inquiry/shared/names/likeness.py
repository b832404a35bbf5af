"""How alike two full names are, in any script: what a person is shown as “perhaps the same”, never a decision.

Each word is read by several orthographies (c is к in English, дж in Turkish; j is ж in Kazakh, й in German), and the
readings are compared as keys. Order is free; a patronymic or a middle name may be missing, a given name may be an initial,
a case ending may hang on; one long word may hold a typo. Two words that are both known given names are never a typo of
each other.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from rapidfuzz.distance import Levenshtein

from inquiry.shared.names.endings import case_keys
from inquiry.shared.names.given import groups
from inquiry.shared.names.inflection import given_by_case
from inquiry.shared.names.keys import WORD, folded, word_key

LIKELY = 0.80
"""From here on two names are worth a person's look: chosen on the half of tests/names/spellings.csv that is for tuning."""

INITIAL = 0.80
BOTH_INITIALS = 0.70
INFLECTED = 0.96
READ_OTHERWISE = 0.97
SAME_GROUP = 0.93
VOWEL = 0.88
ROOT = 0.86
TYPO = 0.84
MISSING_PATRONYMIC = 0.02
MISSING_WORD = 0.08
ALONE = 0.6
"""What a single word of a name is worth at most: many share it."""

LONG = 7
"""Letters that a key needs to hold a typo in a consonant."""
FAR = 0.45
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class _Word:
    """One word of a name: its keys by orthography (the usual first), those of the words that it may be a case of.

    Kept once for each spelling, so that what was compared is found by identity.
    """

    keys: tuple[str, ...]
    cases: frozenset[str]
    initial: str
    patronymic: str


def alike(one: str, other: str) -> float:
    """How alike two full names are, 0 to 1; from `LIKELY` on they may be one person's. A single word never reaches it.

    Comparing one name with 20,000 others takes some 0.4 s once their words are prepared (measured on a shared core).
    """
    first, second = words_of(one), words_of(other)
    if not first or not second:
        return 0.0
    if len(first) > len(second):
        first, second = second, first
    best = _best(first, second)
    for joined in _joined(second):
        if len(joined) >= len(first):
            best = max(best, _best(first, joined))
    for joined in _joined(first):
        best = max(best, _best(joined, second))
    return round(best, 3)


def found_in(asked: str, name: str) -> float:
    """How well the words that somebody typed are found in a name, 0 to 1: a surname alone finds its bearers."""
    few, many = words_of(asked), words_of(name)
    if not few or not many:
        return 0.0
    if len(few) > len(many):
        return alike(asked, name)
    table = [[_match(a, b) for b in many] for a in few]
    orders = permutations(range(len(many)), len(few))
    rows = ([table[i][j] for i, j in enumerate(order)] for order in orders)
    return round(max((min(row) + sum(row) / len(row)) / 2 for row in rows), 3)


def keys_in(name: str) -> list[list[str]]:
    """For each word of a name the keys under which it may be met: read by each orthography, and as a case of a name."""
    return [sorted({*word.keys, *word.cases}) for word in words_of(name)]


def _joined(words: tuple[_Word, ...]) -> list[tuple[_Word, ...]]:
    """The words with two neighbours written together: Нур Султан, Абай кызы."""
    if len(words) < 3:
        return []
    found = []
    for at in range(len(words) - 1):
        left, right = words[at], words[at + 1]
        if not left.initial and not right.initial:
            found.append((*words[:at], _together(left, right), *words[at + 2 :]))
    return found


@lru_cache(maxsize=1 << 14)
def _together(left: _Word, right: _Word) -> _Word:
    whole = left.keys[0] + right.keys[0]
    return _Word((whole,), frozenset(), "", _patronymic(whole))


@lru_cache(maxsize=1 << 15)
def words_of(name: str) -> tuple[_Word, ...]:
    """The words of a name, prepared for comparing; titles, particles and invisible characters left out."""
    text = re.sub(r"(?<=\w)[.](?=\w)", ". ", unicodedata.normalize("NFKC", name))
    found = [_word(part[0], text[part.end() : part.end() + 1] == ".") for part in WORD.finditer(text)]
    kept = [one for one in found if one is not None]
    return tuple(kept[:_MOST_WORDS])


_TITLES = frozenset(
    map(
        word_key,
        ("мистер", "господин", "госпожа", "тов", "mr", "mrs", "ms", "sir", "dame", "lord", "lady", "dr", "prof"),
    )
)


@lru_cache(maxsize=1 << 16)
def _word(word: str, dotted: bool) -> _Word | None:
    keys = readings(word)
    if not keys or keys[0] in _TITLES:
        return None
    plain = folded(word)
    if len(plain) == 1 or (dotted and len(plain) <= 2):
        return _Word(keys, frozenset(), keys[0][:1], "")
    cases = frozenset(key for key in case_keys(word) if len(key) > 2) | given_by_case().get(keys[0], frozenset())
    return _Word(keys, cases, "", _patronymic(keys[0]))


_PATRONYMIC = re.compile(r"(ovic|evic|ovi|evi|ovna|evna|uli|kizi|kiz|ogli|oglu|zada)(a|u|om|em|e|oi|i)?$")


def _patronymic(key: str) -> str:
    """The father's name in a patronymic's key, else ""."""
    found = _PATRONYMIC.search(key)
    return key[: found.start()] if found and found.start() > 2 else ""


# Orthographies

_GERMAN = {"schtsch": "shch", "tsch": "ch", "dsch": "zh", "ch": "kh", "j": "y", "w": "v", "z": "ts", "ss": "s"}
_ORTHOGRAPHIES: tuple[dict[str, str], ...] = (
    {**_GERMAN, "sch": "sh"},
    {**_GERMAN, "sch": "zh"},
    {**_GERMAN, "sch": "sh", "s": "z"},
    {**_GERMAN, "sch": "zh", "s": "z"},
    {"c": "zh", "ç": "ch", "ş": "sh", "ı": "y", "x": "kh", "ə": "a", "ğ": "g"},  # Turkish, Azerbaijani
    {"ou": "u", "tch": "ch", "ch": "sh", "dj": "zh", "j": "zh", "gui": "gi", "gue": "ge", "ine$": "in"},  # French
    {"x": "kh", "cz": "ts", "shh": "shch", "j": "y", "c": "ts"},  # GOST 7.79 B
)
_PATTERNS = tuple(re.compile("|".join(sorted(steps, key=len, reverse=True))) for steps in _ORTHOGRAPHIES)


@lru_cache(maxsize=1 << 17)
def readings(word: str) -> tuple[str, ...]:
    """Keys of a word by each orthography that makes a difference, the usual key first."""
    own = word_key(word)
    if not own:
        return ()
    plain = folded(word)
    if any("\u0400" <= c <= "\u052f" for c in plain):
        return (own,)
    found = {own: None}
    for pattern, steps in zip(_PATTERNS, _ORTHOGRAPHIES, strict=True):
        found.setdefault(word_key(pattern.sub(lambda part, steps=steps: steps.get(part[0], "in"), plain)))  # type: ignore[misc]
    return tuple(key for key in found if key)


# Comparing


def _best(few: tuple[_Word, ...], many: tuple[_Word, ...]) -> float:
    """The best way to lay the fewer words beside the more."""
    table = [[_match(a, b) for b in many] for a in few]
    best = 0.0
    for order in permutations(range(len(many)), len(few)):
        best = max(best, _score([table[i][j] for i, j in enumerate(order)], few, many, order))
    return best


def _score(found: list[float], few: tuple[_Word, ...], many: tuple[_Word, ...], order: tuple[int, ...]) -> float:
    if min(found) < 0.7:
        return 0.5 * sum(found) / len(many)
    full = sum(not few[i].initial and not many[j].initial for i, j in enumerate(order))
    if not full or len(few) < 2:
        return ALONE * sum(found) / len(found)
    if sum(score <= TYPO for score in found) > 1:
        return 0.5
    left = [word for j, word in enumerate(many) if j not in order]
    missing = sum(MISSING_PATRONYMIC if word.patronymic or word.initial else MISSING_WORD for word in left)
    lowest = min(found)
    return max(0.0, (lowest + sum(found) / len(found)) / 2 - missing)


def _match(a: _Word, b: _Word) -> float:
    if a.initial or b.initial:
        worth = BOTH_INITIALS if a.initial and b.initial else INITIAL
        return worth if _initials_fit(a, b) else 0.0
    return _likeness(a, b)


def _initials_fit(a: _Word, b: _Word) -> bool:
    return any(x[:1] == y[:1] for x in a.keys for y in b.keys)


@lru_cache(maxsize=1 << 18)
def _likeness(a: _Word, b: _Word) -> float:
    if a.keys[0] == b.keys[0]:
        return 1.0
    if not set(a.keys).isdisjoint(b.keys):
        return READ_OTHERWISE
    if a.patronymic and b.patronymic:
        return _fathers(a, b)
    one, other = {*a.keys, *a.cases}, {*b.keys, *b.cases}
    if not one.isdisjoint(other):
        return INFLECTED
    if _same_group(one, other):
        return SAME_GROUP
    if _known(one) and _known(other):
        return 0.0
    if Levenshtein.normalized_similarity(a.keys[0], b.keys[0]) < FAR:
        return max(_near(x, y) for x in a.keys for y in b.keys)
    return max(max(_near(x, y), _same_root(x, y)) for x in one for y in other)


def _fathers(a: _Word, b: _Word) -> float:
    """Нұрланұлы and Нурланович name one father."""
    if a.patronymic.rstrip("ik") == b.patronymic.rstrip("ik"):  # doubled letters fall together before -қызы
        return INFLECTED
    return min(_near(a.keys[0], b.keys[0]), TYPO)


def _same_group(one: set[str], other: set[str]) -> bool:
    known = groups()
    numbers = {number for key in one if key in known for number in known[key]}
    return bool(numbers) and any(not numbers.isdisjoint(known.get(key, ())) for key in other)


_VOWEL = re.compile("[aeiou]")
_MASCULINE, _FEMININE = re.compile("(ov|ev|uli)$"), re.compile("(ova|eva|kizi)$")
_ALIKE_IN_FRONT = ("ou", "ae", "ei")


def _near(a: str, b: str) -> float:
    """One typo in a long word; where vowels alone differ, two. 0 where both are known names."""
    shorter = min(len(a), len(b))
    if shorter < 4 or abs(len(a) - len(b)) > 2 or _both_known(a, b):
        return 0.0
    distance = Levenshtein.distance(a, b, score_cutoff=2)
    if distance > 2:
        return 0.0
    if _same_bones(a, b) and shorter >= 5:
        return VOWEL if distance == 1 else TYPO if shorter >= LONG - 1 else 0.0
    return TYPO if distance == 1 and shorter >= LONG else 0.0


def _same_bones(a: str, b: str) -> bool:
    """Whether the consonants are the same, at least three, and the first letters near."""
    bones = _VOWEL.sub("", a)
    front = a[0] == b[0] or any(a[0] in pair and b[0] in pair for pair in _ALIKE_IN_FRONT)
    return front and len(bones) >= 3 and bones == _VOWEL.sub("", b)


def _same_root(a: str, b: str) -> float:
    """Кунанбаев and Кунанбайулы, Букейханов and Бөкейхан: one surname with and without its ending, for one sex."""
    for ending in (_MASCULINE, _FEMININE):
        roots = ending.sub("", a).rstrip("i"), ending.sub("", b).rstrip("i")
        if (roots[0] != a or roots[1] != b) and min(map(len, roots)) >= 5:
            if roots[0] == roots[1]:
                return ROOT
            if _near(*roots) == VOWEL:
                return TYPO
    return 0.0


def _both_known(a: str, b: str) -> bool:
    return _known({a, _MASCULINE.sub("", a), _FEMININE.sub("", a)}) and _known(
        {b, _MASCULINE.sub("", b), _FEMININE.sub("", b)}
    )


def _known(keys: set[str]) -> bool:
    return not keys.isdisjoint(groups())
