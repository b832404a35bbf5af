"""Names like a name, in whatever script and scheme: an index in memory over the names of one inquiry's identities. Pure.

Three-letter pieces of the keys of names find the few that may be alike; only those are compared letter by letter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from inquiry.shared.names import name_key
from witnesses.vault.identities import Match

MOST = 20  # results
COMPARED = 400  # names that are compared letter by letter
LEAST = 0.6  # what is less alike is no match
KNOWN = 0.9  # as much alike as one person's name is in two spellings


class Names:
    """The names of many identities; `best` searches them."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        """`entries`: (cipher, name), as many names for one cipher as there are."""
        self._entries = list(entries)
        self._by_piece: dict[str, list[int]] = {}
        for number, (_cipher, name) in enumerate(self._entries):
            for piece in pieces(name_key(name)):
                self._by_piece.setdefault(piece, []).append(number)

    def like(self, name: str) -> Iterator[tuple[str, float]]:
        """(cipher, score) of those whose names come near; a cipher as often as one of its names does."""
        for number in self._near(name_key(name)):
            cipher, known = self._entries[number]
            yield cipher, alike(name, known)

    def _near(self, key: str) -> list[int]:
        shared: Counter[int] = Counter()
        for piece in pieces(key):
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


def pieces(key: str) -> set[str]:
    """The three-letter pieces of a key's words, with a blank where a word begins; short words whole."""
    found = set()
    for word in key.split():
        padded = f" {word}"
        found |= {padded[at : at + 3] for at in range(max(1, len(padded) - 2))}
    return found


def alike(one: str, other: str) -> float:
    """How much two names are alike, from 0 to 1: the words of the shorter one, each beside its best in the other."""
    few, many = sorted((name_key(one).split(), name_key(other).split()), key=len)
    if not few:
        return 0.0
    best = [max(SequenceMatcher(None, word, beside, autojunk=False).ratio() for beside in many) for word in few]
    return sum(best) / len(few) * (0.9 + 0.1 * len(few) / len(many))
