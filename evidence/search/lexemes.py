"""What stands in the index for a word, and what a query looks for: one field in layers, told apart by a first sign.

    word        the word as written, for prefixes, numbers, stop words
    /stem       its stem by PostgreSQL, Russian or English
    =stem       its stem by our Kazakh stemmer
    ~key        the key of the name that it may be (inquiry.shared.names)

One field rather than four keeps the layers at the same positions, so that a phrase may mix them: "Zhanbolat Mamay" finds
«Жанболата Мамая». Cases of names are put on by the query; the index holds one key for a word.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from rapidfuzz.distance import OSA

from evidence.search import stems
from evidence.search.query import Word
from inquiry.shared.names import form_keys, word_key

SHORTEST_KEY = 3
SHORTEST_KEY_PREFIX = 4


@lru_cache(maxsize=1 << 17)
def of_text(word: str, language: str) -> tuple[str, ...]:
    """The lexemes of one normal word of a page in `language`; `stems.learn` its words first, or each costs a query."""
    found = [word, *sorted(stems.stems_on_page(word, language))]
    if key := name_layer(word):
        found.append("~" + key)
    return tuple(found)


def name_layer(word: str) -> str:
    """The key by which a word can be found as a name; "" for stop words, numbers and very short words."""
    if not word.isalpha() or stems.is_stop_word(word):
        return ""
    key = word_key(word)
    return key if len(key) >= SHORTEST_KEY else ""


@lru_cache(maxsize=2048)
def of_query(word: Word) -> frozenset[str]:
    """The lexemes any of which answers a word that is looked for; those that end in `*` are prefixes."""
    if word.prefix:
        key = word_key(word.text) if word.text.isalpha() else ""
        prefixes = {word.text + "*"} | ({f"~{key}*"} if len(key) >= SHORTEST_KEY_PREFIX else set())
        return frozenset(prefixes)
    found = {word.text} | stems.stems_of_query(word.text)
    if name_layer(word.text):
        found |= {"~" + form for form in form_keys(word.text) if len(form) >= SHORTEST_KEY}
    return frozenset(found)


def answers(wanted: Word, text_word: str, language: str) -> bool:
    """Whether a normal word of a page answers a word that is looked for: the rule of the index, without the index."""
    return rule(wanted)(text_word, language)


@lru_cache(maxsize=2048)
def rule(wanted: Word) -> Callable[[str, str], bool]:
    """`answers` of one word that is looked for, made ready for many words of texts."""
    if wanted.pattern:
        fits = fitting(wanted.text)
        return lambda word, _language: fits(word)
    asked = of_query(wanted)
    if wanted.prefix:
        starts = tuple(lexeme.removesuffix("*") for lexeme in asked)
        return lambda word, language: any(lexeme.startswith(starts) for lexeme in of_text(word, language))
    if not wanted.fuzzy:
        return lambda word, language: not asked.isdisjoint(of_text(word, language))
    text, most = wanted.text, wanted.fuzzy
    return lambda word, language: (
        OSA.distance(text, word, score_cutoff=most) <= most or not asked.isdisjoint(of_text(word, language))
    )


@lru_cache(maxsize=256)
def fitting(pattern: str) -> Callable[[str], bool]:
    """Tells whether a whole word fits a pattern of `*` and `?`. What stands between two stars is looked for once, as far to
    the left as it can be: a regular expression would try every way to share the letters out among the stars."""
    begins, *inner = pattern.split("*")
    if not inner:
        return lambda word: len(word) == len(begins) and _stands(begins, word, 0)
    ends = inner.pop()

    def fits(word: str) -> bool:
        at, last = len(begins), len(word) - len(ends)
        if at > last or not (_stands(begins, word, 0) and _stands(ends, word, last)):
            return False
        for part in inner:
            place = _first(part, word, at, last)
            if place < 0:
                return False
            at = place + len(part)
        return True

    return fits


def _first(part: str, word: str, start: int, end: int) -> int:
    """Where the part stands first between two letters; -1 where it does not."""
    if "?" not in part:
        return word.find(part, start, end)
    return next((at for at in range(start, end - len(part) + 1) if _stands(part, word, at)), -1)


def _stands(part: str, word: str, at: int) -> bool:
    """Whether the letters of the part stand there; `?` is any."""
    return all(wanted in ("?", there) for wanted, there in zip(part, word[at : at + len(part)], strict=True))


def expression(pattern: str) -> str:
    """A pattern of `*` and `?` as a regular expression of the index."""
    signs = {"*": ".*", "?": "."}
    return "".join(signs.get(letter) or escaped(letter) for letter in pattern)


def escaped(text: str) -> str:
    """The text as a regular expression that fits it alone."""
    return "".join(letter if letter.isalnum() else f"\\{letter}" if letter.isascii() else letter for letter in text)
