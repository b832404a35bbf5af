"""Words, phrases and NEAR as questions to the index. What they mean is told by `lexemes.answers`; a test compares the two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import field as made_by
from typing import Any

import tantivy
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from tantivy import Query

from evidence.search import engine, lexemes, stems
from evidence.search.entries import in_index
from evidence.search.query import Near, Phrase, QueryError, Word
from evidence.search.scope import either
from inquiry.accounts.models import User

WEIGHTS = {"/": 0.6, "=": 0.6, "~": 0.1}
AS_WRITTEN = 1.0
Slot = tuple[int, str]  # how far after the first word, and a regular expression of what may stand there


@dataclass(frozen=True, slots=True)
class Asker:
    """Makes questions to one view of the index, about the words in one of its fields.

    `by` asks: what a field of the query names is looked up among what they may see.
    """

    searcher: tantivy.Searcher
    field: str = "words"
    by: User | AnonymousUser = made_by(default_factory=AnonymousUser)

    def there(self, word: Word) -> list[str]:
        """The terms of the index that answer a whole word."""
        terms = (in_index(lexeme) for lexeme in sorted(lexemes.of_query(word)))
        return [term for term in terms if self.searcher.doc_freq(self.field, term)]

    def question(self, node: Phrase | Near) -> Query:
        """Where the phrase stands, or two stand near each other."""
        if isinstance(node, Near):
            return self._near(node)
        if len(node.words) > 1:
            return self._in_order([(place, word) for place, word in enumerate(node.words)])
        return self._word(node.words[0])

    def any_of(self, wanted: Sequence[Phrase | Near]) -> Query:
        """Where any of them stands."""
        return either([self.question(one) for one in wanted])

    def _word(self, word: Word) -> Query:
        if word.pattern or word.prefix:
            return either([Query.regex_query(engine.schema(), self.field, one) for one in _expressions(word)])
        found = [self._weighed(term) for term in self.there(word)]
        if word.fuzzy:
            found.append(Query.fuzzy_term_query(engine.schema(), self.field, word.text, word.fuzzy))
        return either(found)

    def _weighed(self, term: str) -> Query:
        query = Query.term_query(engine.schema(), self.field, term)
        return Query.boost_query(query, WEIGHTS[term[0]]) if term[0] in WEIGHTS else query

    def _in_order(self, placed: Sequence[tuple[int, Word]], slop: int = 0) -> Query:
        """The words at these distances from the first, give or take `slop` in all."""
        slots: list[tuple[int, list[str], bool]] = []
        for place, word in placed:
            plain = not (word.prefix or word.pattern or word.fuzzy)
            terms = self._told_apart(word) if plain else _expressions(word)
            if not terms:
                return Query.empty_query()
            slots.append((place, terms, plain))
        if all(plain and len(terms) == 1 for _place, terms, plain in slots):
            exact: list[str | tuple[int, str]] = [(place, terms[0]) for place, terms, _plain in slots]
            return Query.phrase_query(engine.schema(), self.field, exact, slop)
        regular: list[str | tuple[int, str]] = [
            (place, "|".join(map(lexemes.escaped, t) if plain else t)) for place, t, plain in slots
        ]
        return Query.regex_phrase_query(engine.schema(), self.field, regular, slop)

    def _told_apart(self, word: Word) -> list[str]:
        """As `there`, without the word as written where its stem stands beside it each time: fewer places to compare."""
        terms = self.there(word)
        return [term for term in terms if term != word.text] if stems.known(word.text) else terms

    def _near(self, near: Near) -> Query:
        found = []
        for first, second in ((near.first, near.second), (near.second, near.first)):
            found += self._after(first, second, near.distance)
        return either(found)

    def _after(self, first: Phrase, second: Phrase, distance: int) -> list[Query]:
        """The second 1 to `distance` words after the end of the first.

        With a slop s, two words meant to be c apart may be c-s to c+s apart: exact for two; of longer phrases each distance
        is asked for by itself, for there the slop would be shared out among all words.
        """
        start = list(enumerate(first.words))
        if len(first.words) == len(second.words) == 1:
            odd = distance if distance % 2 else distance - 1
            spans = [((odd + 1) // 2, (odd - 1) // 2)] + ([(distance, 0)] if odd != distance else [])
            return [self._in_order([(0, first.words[0]), (c, second.words[0])], s) for c, s in spans if c]
        found = []
        for gap in range(distance):
            follows = [(len(first.words) + gap + place, word) for place, word in enumerate(second.words)]
            found.append(self._in_order([*start, *follows]))
        return found


def asked(ask: Callable[[], Any], length: int = 0) -> Any:
    """What the index answers to a query of so many characters.

    Raises:
        QueryError: a wildcard stands for more words than it can look through, or a word may be written in too many ways.
    """
    try:
        return ask()
    except ValueError as error:
        if "expansion" in str(error):
            raise QueryError(_("Too many words fit. Type more letters before the star."), 0, length) from error
        if "exceeds size limit" in str(error):
            sentence = _("A word is too long to look for with letters that may be wrong or left open. Type it in full.")
            raise QueryError(sentence, 0, length) from error
        raise


def _expressions(word: Word) -> list[str]:
    """Regular expressions that any term answering a word with wildcards, or one with a wrong letter, fits."""
    if word.pattern:
        return [lexemes.expression(word.text)]
    if word.prefix:
        return [lexemes.escaped(in_index(prefix[:-1])) + ".*" for prefix in sorted(lexemes.of_query(word))]
    exact = [lexemes.escaped(in_index(lexeme)) for lexeme in sorted(lexemes.of_query(word))]
    return [*exact, *_misspelt(word.text)]


def _misspelt(word: str) -> list[str]:
    """What the word may be when one letter is wrong, missing, too many, or changed places with the next."""
    cut = [(lexemes.escaped(word[:at]), lexemes.escaped(word[at:]), at) for at in range(len(word) + 1)]
    found = [f"{left}.{right}" for left, right, _at in cut]
    for left, _right, at in cut[:-1]:
        found.append(f"{left}.?{lexemes.escaped(word[at + 1 :])}")
    for left, _right, at in cut[:-2]:
        found.append(left + lexemes.escaped(word[at + 1] + word[at] + word[at + 2 :]))
    return found
