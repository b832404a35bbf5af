"""A few words around what was found, with the hits told apart. Pure: text in, pieces out; markup is the template's."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from evidence.search import lexemes, stems
from evidence.search.query import Near, Phrase, Sought, Word
from evidence.search.words import Found

WIDTH = 40
"""Words of a snippet."""
LONGEST = 400
"""Characters of a snippet."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `hit` when it answers the query."""

    text: str
    hit: bool = False


def hits(wanted: Sequence[Sought], words: Sequence[Found], language: str) -> set[int]:
    """Indexes of the words that answer something as a whole: of "A B", no A that stands alone."""
    return Marker(wanted).hits(words, language)


class Marker:
    """Tells which words of a text answer; what it learnt of a word it keeps for the next text."""

    def __init__(self, wanted: Sequence[Sought]) -> None:
        self.wanted = wanted
        self._known: dict[tuple[Word, str], dict[str, bool]] = {}

    def hits(self, words: Sequence[Found], language: str) -> set[int]:
        """As the function of this name."""
        page = _Page(words, partial(self._answers, language))
        found: set[int] = set()
        for one in self.wanted:
            found.update(*(page.near(one) if isinstance(one, Near) else page.runs(one)))
        return found

    def _answers(self, language: str, wanted: Word, texts: Sequence[str]) -> list[int]:
        """The indexes of the texts that answer."""
        known = self._known.setdefault((wanted, language), {})
        unknown = {text for text in texts if text not in known}
        stems.learn(unknown)
        answers = lexemes.rule(wanted)
        known.update((text, answers(text, language)) for text in unknown)
        return [index for index, text in enumerate(texts) if known[text]]


class _Page:
    """The words of a page by their positions, and which of them answer what."""

    def __init__(self, words: Sequence[Found], answering: Callable[[Word, Sequence[str]], list[int]]) -> None:
        self.words, self.answering = words, answering
        self.texts = [word.text for word in words]

    def _at(self, wanted: Word) -> dict[int, int]:
        """Position → index of the words that answer."""
        return {self.words[index].position: index for index in self.answering(wanted, self.texts)}

    def runs(self, phrase: Phrase) -> list[list[int]]:
        """Each place where the phrase stands, as the indexes of its words in order."""
        first, *others = phrase.words
        starts = self.answering(first, self.texts)
        if not others or not starts:
            return [[index] for index in starts]
        following = [self._at(wanted) for wanted in others]
        found = []
        for start in starts:
            position = self.words[start].position
            chain = [places.get(position + step, -1) for step, places in enumerate(following, start=1)]
            if -1 not in chain:
                found.append([start, *chain])
        return found

    def near(self, both: Near) -> list[list[int]]:
        """The places of the two phrases that stand near each other."""
        firsts, seconds = self.runs(both.first), self.runs(both.second)
        return self._beside(firsts, seconds, both.distance) + self._beside(seconds, firsts, both.distance)

    def _beside(self, runs: list[list[int]], others: list[list[int]], distance: int) -> list[list[int]]:
        """Those of the runs that one of the others stands near: each is looked for once, since both go up."""
        begins, ends = ([self.words[run[edge]].position for run in others] for edge in (0, -1))
        found = []
        for run in runs:
            start, end = self.words[run[0]].position, self.words[run[-1]].position
            if _any_of(begins, end + 1, end + distance) or _any_of(ends, start - distance, start - 1):
                found.append(run)
        return found


def _any_of(ascending: Sequence[int], least: int, most: int) -> bool:
    """Whether one of the numbers lies from `least` to `most`."""
    place = bisect_left(ascending, least)
    return place < len(ascending) and ascending[place] <= most


def snippet(text: str, words: Sequence[Found], found: set[int]) -> list[Piece]:
    """The stretch of `text` with the most hits, as pieces; the beginning of the text when there is none.

    Args:
        words: those of the text.
        found: the indexes of those that are hits.
    """
    if not words:
        return []
    first = _densest(sorted(found), len(words))
    shown = range(first, min(first + WIDTH, len(words)))
    start = words[first].start if first else 0
    last = words[shown[-1]].end if shown[-1] + 1 < len(words) else len(text)
    end = min(last, start + LONGEST)
    return _pieces(text, start, end, [(words[i].start, words[i].end) for i in shown if i in found])


def _densest(found: Sequence[int], length: int) -> int:
    """The first word of the window of WIDTH words that holds the most hits, a little before its first hit."""
    if not found:
        return 0
    best, most = found[0], 0
    for index, first in enumerate(found):
        inside = sum(1 for other in found[index : index + WIDTH] if other < first + WIDTH - 8)
        if inside > most:
            best, most = first, inside
    return max(0, min(best - 8, length - 1))


def _pieces(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    for left, right in sorted(spans):
        if left < at or right > end:
            continue
        pieces += [Piece(_plain(text[at:left])), Piece(text[left:right], hit=True)]
        at = right
    pieces.append(Piece(_plain(text[at:end])))
    kept = [piece for piece in pieces if piece.text]
    return ([Piece("… ")] if start > 0 else []) + kept + ([Piece(" …")] if end < len(text.rstrip()) else [])


def _plain(text: str) -> str:
    """One line; a space stays where a piece begins or ends with one."""
    inner = " ".join(text.split())
    return f"{' ' if text[:1].isspace() else ''}{inner}{' ' if inner and text[-1:].isspace() else ''}"
