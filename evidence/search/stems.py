"""Stems of words: Russian and English by PostgreSQL's own dictionaries, Kazakh by ours; kept in memory once asked.

A word's script and letters say which dictionaries may know it; the language of its page narrows that where it is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from threading import Lock

from django.db import connection

from evidence.search import kazakh

KAZAKH_LETTERS = frozenset("әғқңөұүһі")
MOST_KEPT = 400_000
BY_POSTGRESQL, BY_OURS = "/", "="
"""Signs before a stem: the Kazakh stem of «мама» is the Russian one of «мамай», and neither may find the other."""
ENGLISH, RUSSIAN = "english_stem", "russian_stem"

_kept: dict[str, tuple[str, ...]] = {}
_lock = Lock()


def is_cyrillic(word: str) -> bool:
    """Whether the word has a Cyrillic letter."""
    return any("\u0400" <= c <= "\u052f" for c in word)


@lru_cache(maxsize=1 << 16)
def dictionary(word: str) -> str:
    """The dictionary of PostgreSQL that may know the word; "" for a number, a Kazakh word, another script."""
    if not word.isalpha():
        return ""
    if word.isascii():
        return ENGLISH
    return RUSSIAN if is_cyrillic(word) and KAZAKH_LETTERS.isdisjoint(word) else ""


def learn(words: Iterable[str]) -> None:
    """Ask PostgreSQL, in one query for each dictionary, for the stems of words not asked before."""
    unknown: dict[str, list[str]] = {}
    for word in set(words):
        if word not in _kept and (name := dictionary(word)):
            unknown.setdefault(name, []).append(word)
    for name, batch in unknown.items():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT word, ts_lexize(%s::regdictionary, word) FROM unnest(%s::text[]) word", [name, batch]
            )
            found = {word: tuple(stems or ()) for word, stems in cursor.fetchall()}
        with _lock:
            if len(_kept) > MOST_KEPT:
                _kept.clear()
            _kept.update(found)


def known(word: str) -> tuple[str, ...]:
    """The stems that PostgreSQL gives the word; none for a stop word, or when no dictionary of its knows such words."""
    if not dictionary(word):
        return ()
    if word not in _kept:
        learn([word])
    return _kept.get(word, ())


def is_stop_word(word: str) -> bool:
    """Whether a dictionary knows the word as one that says nothing."""
    return bool(dictionary(word)) and not known(word)


def stems_on_page(word: str, language: str) -> frozenset[str]:
    """Stems, each behind the sign of its stemmer, of a word on a page in `language` (ISO 639-1, "" for unknown)."""
    found = frozenset(BY_POSTGRESQL + stem for stem in known(word))
    return found if language == "ru" and found else found | _kazakh(word)


def stems_of_query(word: str) -> frozenset[str]:
    """Signed stems under which a word that is looked for may stand on a page of any language."""
    return frozenset(BY_POSTGRESQL + stem for stem in known(word)) | _kazakh(word)


def _kazakh(word: str) -> frozenset[str]:
    if not is_cyrillic(word) or not word.isalpha() or is_stop_word(word):
        return frozenset()
    return frozenset({BY_OURS + kazakh.stem(word)})
