"""Case endings of names, Russian and Kazakh: taken off a word of a text, or put on a name that is looked for.

Conservative: an ending comes off only where a name remains (three letters, five before short Kazakh endings), and the
whole word keeps its own key as well. Мамая, Мамаем and Мамае lead to Мамай; мама, маме and мамой do not.
"""

from __future__ import annotations

from functools import lru_cache

from inquiry.shared.names.keys import WORD, folded, key_of_folded, settle, word_key

VOWELS = "аәеёиіоөуұүыэюя"

RUSSIAN_AFTER_VOWEL = (("ем", "й"), ("я", "й"), ("ю", "й"), ("е", "й"), ("и", "й"))
"""Мамаем, Мамая, Мамаю, Мамае to Мамай: what a name in й does."""

RUSSIAN = (
    ("скому", ("ский",)), ("ского", ("ский",)), ("ским", ("ский",)), ("ском", ("ский",)),
    ("скую", ("ская",)), ("ской", ("ская", "ский")),
    ("ыми", ("",)), ("ых", ("",)), ("ым", ("",)), ("ом", ("",)), ("ем", ("",)),
    ("ой", ("а", "")), ("ою", ("а",)), ("ей", ("а", "я")), ("ею", ("я",)),
    ("ы", ("а", "")), ("и", ("а", "я", "")), ("е", ("а", "я", "")), ("у", ("а", "")), ("ю", ("я", "")),
    ("а", ("",)), ("я", ("",)),
)  # fmt: skip
"""Ending, and what stands in its place in the nominative; the soft sign is already gone."""

KAZAKH = (
    "ның", "нің", "дың", "дің", "тың", "тің", "лар", "лер", "дар", "дер", "тар", "тер", "дан", "ден", "тан",
    "тен", "нан", "нен", "мен", "бен", "пен", "ға", "ге", "қа", "ке", "ны", "ні", "ды", "ді", "ты", "ті", "да",
    "де", "та", "те", "nyng", "ning", "dyng", "ding", "tyng", "ting", "nyñ", "niñ", "dyñ", "diñ", "tyñ", "tiñ",
    "nyn", "nin", "dyn", "din", "tyn", "tin", "dan", "den", "tan", "ten", "nan", "nen", "men", "ben", "pen",
    "ğa", "ga", "ge", "qa", "ka", "ke",
)  # fmt: skip
KAZAKH_LONGEST_FIRST = tuple(sorted(KAZAKH, key=len, reverse=True))
KAZAKH_LETTERS = frozenset("әғқңөұүһі")

AFTER_CONSONANT = ("a", "u", "om", "em", "e", "im", "i", "ih", "imi", "oi", "ia", "iu")
AFTER_I = ("a", "u")
AFTER_A = ("i", "e", "u", "oi", "oiu", "ei")
KAZAKH_KEYS = (
    "nin", "din", "tin", "ga", "ge", "ka", "ke", "ni", "di", "ti", "da", "de", "ta", "te", "dan", "den", "tan",
    "ten", "nan", "nen", "men", "ben", "pen", "lar", "ler", "dar", "der", "tar", "ter",
)  # fmt: skip


@lru_cache(maxsize=1 << 17)
def case_keys(word: str) -> tuple[str, ...]:
    """Keys of the nominatives that `word` may be a case of, without the key of `word` itself."""
    plain = folded(word).removesuffix("-")
    stems = _kazakh(plain) | (set() if plain.isascii() else _russian(plain))
    if word.endswith(("'s", "’s")):
        stems.add(folded(word[:-2]))
    own = word_key(word)
    return tuple(sorted({key for stem in stems if (key := key_of_folded(stem)) != own and len(key) > 2}))


def _russian(word: str) -> set[str]:
    if not KAZAKH_LETTERS.isdisjoint(word):
        return set()
    for ending, nominative in RUSSIAN_AFTER_VOWEL:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 2 and stem[-1] in VOWELS:
            return {stem + nominative} | ({stem + "я"} if stem[-1] in "иі" else set())
    for ending, nominatives in RUSSIAN:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3 and stem[-1] not in VOWELS:
            return {stem + nominative for nominative in nominatives}
    return set()


def _kazakh(word: str) -> set[str]:
    """Of several endings the longest that fits; the short ones only off words that stay long."""
    if not word.endswith(KAZAKH):
        return set()
    for ending in KAZAKH_LONGEST_FIRST:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= (3 if len(ending) > 2 else 5):
            return {stem}
    return set()


def token_keys(text: str, *, stems: bool = True) -> list[tuple[int, int, str]]:
    """Where each word of a text stands and under which keys it is found.

    Returns:
        (start, end, key) in characters of `text`, in order; with `stems`, a word that may be a case of a name comes
        again with the key of each such name.
    """
    found: list[tuple[int, int, str]] = []
    for match in WORD.finditer(text):
        start, end = match.span()
        found.extend((start, end, key) for key in _all_keys(match[0], stems))
    return found


@lru_cache(maxsize=1 << 18)
def _all_keys(word: str, stems: bool) -> tuple[str, ...]:
    own = word_key(word)
    if not own:
        return ()
    return (own, *case_keys(word)) if stems else (own,)


@lru_cache(maxsize=4096)
def form_keys(name: str) -> frozenset[str]:
    """Keys of the forms in which one word of a name may stand in a text, its own among them: for whoever searches."""
    bases = {word_key(name), *case_keys(name)} - {""}
    declines = folded(name).endswith(("й", "y", "j", "ii"))
    return frozenset(form for base in bases for form in _forms(base, declines))


def _forms(base: str, declines_in_i: bool) -> set[str]:
    if len(base) < 3:
        return {base}
    endings: tuple[str, ...] = KAZAKH_KEYS
    short: tuple[str, ...] = ()
    if base[-1] == "i" and base[-2] in "aeou":
        endings, short = (*AFTER_I, *endings), ("em", "e")
    elif base[-1] == "i":
        if declines_in_i or len(base) > 4:
            endings += (*AFTER_I, "em")
    elif base[-1] == "a":
        short = AFTER_A
    elif base[-1] not in "eou":
        endings += AFTER_CONSONANT
    return {base} | {settle(base + e) for e in endings} | {settle(base[:-1] + e) for e in short}
