"""What is typed as one term, to the words that it looks for: wildcards, letters that may be wrong, hyphens."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from evidence.search.query import Phrase, QueryError, Word
from evidence.search.words import LONGEST_WORD, normal, tokens
from inquiry.shared.names import WORD

LONGEST_PHRASE = 40
SHORTEST_PREFIX = 2
MOST_WILD = 4
"""Places of a word that may be left open."""
SHORTEST_FUZZY = {1: 3, 2: 5}
"""Letters that a word must have at least, so that one or two of them may be wrong."""
CHUNK = re.compile(rf"[*?]*(?:{WORD.pattern}[*?]*)+|[*?]+")
WILD = re.compile(r"([*?]+)")
FUZZY = re.compile(r"~([0-9]*)$")


def phrase_of(text: str, start: int = 0, end: int = 0, *, loose: bool = False) -> Phrase | None:
    """The phrase that `text` means; None when there is no word in it.

    Args:
        start: where it stands in the query, with `end`, for a complaint.
        loose: a `~` at its end allows for letters that are wrong.

    Raises:
        QueryError: a wildcard where none can stand, or more words than a phrase may have.
    """
    fuzzy = FUZZY.search(text) if loose else None
    words = _words(text[: fuzzy.start()] if fuzzy else text, start, end)
    if len(words) > LONGEST_PHRASE:
        raise QueryError(_("A phrase may have %(most)d words at most.") % {"most": LONGEST_PHRASE}, start, end)
    if fuzzy and words:
        words = [_loosened(words, fuzzy[1] or "1", start, end)]
    return Phrase(tuple(words)) if words else None


def _words(text: str, start: int, end: int) -> list[Word]:
    if not WILD.search(text):
        return [Word(found.text) for found in tokens(text)]
    words: list[Word] = []
    for match in CHUNK.finditer(text):
        chunk = match[0].rstrip("?") if "*" not in match[0] else match[0]  # a question mark after a word asks, no more
        if "*" in chunk or "?" in chunk:
            words.append(_wild(chunk, start, end))
        else:
            words += [Word(found.text) for found in tokens(chunk)]
    return words


def _wild(chunk: str, start: int, end: int) -> Word:
    """A word with wildcards in it."""
    pieces = [piece if WILD.fullmatch(piece) else normal(piece) for piece in WILD.split(chunk)]
    first = pieces[0]
    if not first:
        raise QueryError(_("Type the beginning of a word before the star, as in: cancel*."), start, end)
    letters = sum(len(piece) for piece in pieces[::2])
    if len(first) < SHORTEST_PREFIX and ("*" in pieces[1] or letters < SHORTEST_PREFIX):
        raise QueryError(_("Type at least two letters before the star."), start, end)
    if len(pieces[1::2]) > MOST_WILD:
        sentence = _("A word may have stars and question marks in %(most)d places at most.")
        raise QueryError(sentence % {"most": MOST_WILD}, start, end)
    pattern = re.sub(r"\*+", "*", "".join(pieces))
    if len(pattern.replace("*", "")) > LONGEST_WORD:
        raise QueryError(_("A word may have %(most)d letters at most.") % {"most": LONGEST_WORD}, start, end)
    if pattern == first + "*":
        return Word(first, prefix=True)
    return Word(pattern, pattern=True)


def _loosened(words: list[Word], letters: str, start: int, end: int) -> Word:
    """The one word, with so many letters that may be wrong."""
    if len(words) > 1 or words[0].pattern or words[0].prefix:
        raise QueryError(_("~ goes behind one whole word, as in: Mamay~."), start, end)
    number = int(letters) if len(letters) < 3 else 9
    if number not in SHORTEST_FUZZY:
        raise QueryError(_("One or two letters may be wrong: write Mamay~ or Mamay~2."), start, end)
    if len(words[0].text) < SHORTEST_FUZZY[number]:
        sentence = _("“%(word)s” is too short for this: of so few letters, too many words are alike.")
        raise QueryError(sentence % {"word": words[0].text}, start, end)
    return Word(words[0].text, fuzzy=number)
