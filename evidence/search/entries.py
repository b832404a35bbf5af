"""Entries of the index from the rows of items: words in layers, attributes as numbers and names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache
from itertools import chain, islice
from pathlib import PurePath

from tantivy import Document, PreTokenizedString, Token

from evidence.items import indexing
from evidence.items.models import Item
from evidence.search import dating, engine, lexemes, stems
from evidence.search.words import placed
from evidence.viewer import texts

GAP = 100
"""Positions between two pages: more than NEAR reaches, so that neither it nor a phrase goes over the edge of a page."""
MOST_WORDS = 1_500_000
"""Words of an item that are indexed with their places; of what comes after, each word counts once and in no phrase."""
SCANNED = 6
"""Pages that are looked through in their text when somebody asks where a hit is; an item of more has entries for pages."""
SIGNS = "/=~"
AT_ONCE = 200  # pages fetched at once


def in_index(lexeme: str) -> str:
    """A lexeme as the index writes it: a sign thrice, so that no word with two wrong letters comes near one."""
    return lexeme[0] * 2 + lexeme if lexeme[0] in SIGNS else lexeme


@lru_cache(maxsize=1 << 17)
def _terms(word: str, language: str) -> tuple[str, ...]:
    return tuple(in_index(lexeme) for lexeme in lexemes.of_text(word, language))


@dataclass(frozen=True, slots=True)
class Cut:
    """A page cut into words; page 0 is what is said of the item."""

    number: int
    words: Sequence[tuple[int, str]]  # position and form


def cut_at_once(items: Sequence[Item]) -> dict[int, list[Cut]]:
    """The words of many short items; their stems are learnt in one go."""
    pages = texts.searched_of([item.pk for item in items])
    found = {}
    for item in items:
        said = [(0, indexing.about(item)), *pages[item.pk]]
        found[item.pk] = [Cut(number, placed(text)) for number, text in said]
    stems.learn({word for cuts in found.values() for cut in cuts for _place, word in cut.words})
    return found


def cut_by_parts(item: Item) -> Iterator[Cut]:
    """The words of a long item, some pages at a time, so that it is never held whole."""
    said = chain([(0, indexing.about(item))], texts.searched(item))
    while part := [Cut(number, placed(text)) for number, text in islice(said, AT_ONCE)]:
        stems.learn({word for cut in part for _place, word in cut.words})
        yield from part


def entries(item: Item, cuts: Iterable[Cut], at: int) -> Iterator[Document]:
    """The entry of an item, and those of its pages where it has more than SCANNED.

    Args:
        item: with its batch, its areas and `has_children`.
        cuts: its pages, the stems of their words learnt.
        at: when it became searchable, in seconds since 1970.
    """
    entry = _attributes(item, at)
    count, rest = 0, set[str]()
    several = (item.pages or 0) > SCANNED
    for cut in cuts:
        layered = _layered(cut.words, item.language)
        if count < MOST_WORDS:
            entry.add_pre_tokenized_text("words", layered)
        else:
            rest.update(token.text for token in layered.tokens)
        count += len(cut.words)
        if several and cut.number:
            yield _page(item, cut.number, layered)
    if rest:
        apart = [Token(term, GAP * (place + 1), 0, 1) for place, term in enumerate(sorted(rest))]
        entry.add_pre_tokenized_text("words", PreTokenizedString("", apart))
    yield entry


def _layered(words: Sequence[tuple[int, str]], language: str) -> PreTokenizedString:
    found = []
    for position, word in words:
        place = position + GAP
        found += [Token(term, place, 0, 1) for term in _terms(word, language)]
    return PreTokenizedString("", found)


def _page(item: Item, number: int, layered: PreTokenizedString) -> Document:
    entry = Document()
    entry.add_unsigned("id", item.pk)
    entry.add_unsigned("page_of", item.pk)
    entry.add_unsigned("number", number)
    entry.add_pre_tokenized_text("page_words", layered)
    return entry


def _attributes(item: Item, at: int) -> Document:
    entry = Document()
    _add_known(entry, item, at)
    for value in _has(item):
        entry.add_text("has", value)
    for name, minutes in (*dating.bounds(item).items(), ("received", received(item))):
        entry.add_integer(name, minutes)
    for name, said in _said(item).items():
        lines = [placed(line) for line in said]
        stems.learn({word for line in lines for _place, word in line})
        for line in lines:
            entry.add_pre_tokenized_text(name, _layered(line, item.language))
    return entry


def _add_known(entry: Document, item: Item, at: int) -> None:
    """What the rows say in numbers and names."""
    numbers = {
        "id": item.pk,
        "cell": engine.cell(item.inquiry_id, item.classification),
        "batch": item.batch_id,
        "by": item.created_by_id or 0,
        "at": at,
    }
    for name, number in numbers.items():
        entry.add_unsigned(name, number)
    for area in item.areas.all():
        entry.add_unsigned("area", area.pk)
    names = {
        "type": item.media_type,
        "ending": PurePath(item.name).suffix.lower(),
        "lang": item.language,
        "class": item.classification,
        "status": item.status,
    }
    for name, value in names.items():
        entry.add_text(name, value)


def _has(item: Item) -> Iterator[str]:
    if item.text_chars:
        yield "text"
    if getattr(item, "has_children", False):
        yield "children"
        if item.media_type in indexing.MAIL:
            yield "attachment"
    if item.pages:
        yield "pages"
    if item.ocr_pages:
        yield "ocr"
    if item.dated:
        yield "date"


def _said(item: Item) -> Mapping[str, list[str]]:
    claimed = item.claimed
    return {
        "sender": indexing.claims(claimed, ("from", "sender")),
        "receiver": indexing.claims(claimed, ("to", "cc", "bcc")),
        "subject": [*indexing.claims(claimed, ("subject", "title")), item.title],
        "provider": [item.provider, item.batch.provided_by],
    }


def received(item: Item) -> int:
    """When we received it, in UTC."""
    return dating.minutes(item.created_at.astimezone(UTC).replace(tzinfo=None))
