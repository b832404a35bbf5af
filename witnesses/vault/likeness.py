"""Names like a name, in whatever script and scheme: an index in memory over the names of one inquiry's identities. Pure.

Three-letter pieces of the keys of names find the few hundred that may be alike; only those are compared as names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from inquiry.shared.names import WORD, alike
from inquiry.shared.names.likeness import readings
from witnesses.vault.identities import Match

MOST = 20  # results
COMPARED = 400  # names that are compared as names
LEAST = 0.5  # what is less alike is no match; a surname alone reaches 0.6


class Names:
    """The names of many identities; `best` searches them."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        """`entries`: (cipher, name), as many names for one cipher as there are."""
        self._entries = list(entries)
        self._by_piece: dict[str, list[int]] = {}
        for number, (_cipher, name) in enumerate(self._entries):
            for piece in pieces(name):
                self._by_piece.setdefault(piece, []).append(number)

    def like(self, name: str) -> Iterator[tuple[str, float]]:
        """(cipher, score) of those whose names come near; a cipher as often as one of its names does."""
        for number in self._near(name):
            cipher, known = self._entries[number]
            yield cipher, alike(name, known)

    def _near(self, name: str) -> list[int]:
        shared: Counter[int] = Counter()
        for piece in pieces(name):
            shared.update(self._by_piece.get(piece, ()))
        return [number for number, _count in shared.most_common(COMPARED)]


def best(layers: Iterable[Names], name: str) -> list[Match]:
    """Who bears a name like this one, the most alike first, each cipher once."""
    found: dict[str, float] = {}
    for layer in layers:
        for cipher, score in layer.like(name):
            found[cipher] = max(found.get(cipher, 0.0), score)
    ranked = sorted((-score, cipher) for cipher, score in found.items() if score >= LEAST)
    return [Match(cipher, round(-score, 2)) for score, cipher in ranked[:MOST]]


def pieces(name: str) -> set[str]:
    """The three-letter pieces of the keys of a name's words, by each orthography, with a blank where a word begins."""
    return set().union(*(_of_word(found[0]) for found in WORD.finditer(name)))


@lru_cache(maxsize=1 << 16)
def _of_word(word: str) -> frozenset[str]:
    padded = [f" {key}" for key in readings(word)]
    return frozenset(key[at : at + 3] for key in padded for at in range(max(1, len(key) - 2)))
