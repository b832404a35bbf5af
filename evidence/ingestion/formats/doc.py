"""Old Word documents (.doc): body, footnotes, headers, comments and text boxes, tracked changes, properties, what is embedded.

Fields are shown as their result; the addresses of links follow on a page of their own, like everything that stands beside
the text. What was deleted with tracking on is no longer in the text, but on the page of tracked changes, with who and when.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from evidence.ingestion.formats import _blips, _changes, _objects, _properties, _word97
from evidence.ingestion.formats._changes import Change
from evidence.ingestion.formats._ole import Compound
from evidence.ingestion.formats._word97 import Document
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Member, Page

READS = frozenset({"application/msword"})
VERSION = "1"
_BESIDE = (
    ("footnotes", "Footnotes"),
    ("endnotes", "Endnotes"),
    ("headers", "Header and footer"),
    ("text boxes", "Text boxes"),
    ("text boxes in headers", "Text boxes in headers"),
)
_SIGNS = str.maketrans(
    {
        "\r": "\n",
        "\x0b": "\n",
        "\x0c": "\n",
        "\x0e": "\n",
        "\x1e": "-",
        "\x1f": "",
        "\x07": "\t",
        "\xa0": " ",
        **{chr(n): "" for n in (*range(7), 8, *range(0x0F, 0x13))},
    }
)
_LINK = re.compile(r'HYPERLINK\s+(?:\\l\s+)?"([^"]{1,2000})"', re.I)
_DELETED, _INSERTED = 0x0800, 0x0801
_BY = {_DELETED: (0x4863, 0x6864), _INSERTED: (0x4804, 0x6805)}
_ROW_END = 0x2417


@dataclass
class _Field:
    """A field that is open: where its result starts, whether that has begun, and what stands before it."""

    start: int
    begun: bool = False
    instruction: str = ""


def _open(source: Source) -> Document:
    return source.once("doc", lambda: Document(Compound.of(source)))


def metadata(source: Source) -> Iterator[Fact]:
    """Properties, macros, tracked changes, the version that wrote it."""
    yield from _properties.facts(Compound.of(source))
    document = _open(source)
    if document.old:
        yield Fact("format_version", "Word 6 or 95")
    yield from _changes.facts(_tracked(source))
    owners = _owners(document)
    if owners:
        yield Fact("claimed_comment_authors", owners)


def children(source: Source) -> Iterator[Member]:
    """Embedded objects, then pictures."""
    file = Compound.of(source)
    yield from _objects.members(file)
    yield from _blips.members(source, file.read("Data"), file.read("WordDocument"))


def text(source: Source) -> Iterator[Page]:
    """The body, cut where the author broke the page; then what stands beside it."""
    document = _open(source)
    gone = [(c.start, c.end) for c in _tracked(source) if c.kind == "deleted"]
    whole = _without(_rows(document), gone)
    body, links = _shown(whole[slice(*document.part("body"))])
    number = 0
    for number, part in enumerate(_broken(body), 1):
        yield Page(number, part)
    beside = [(label, *_shown(whole[slice(*document.part(name))])) for name, label in _BESIDE]
    links += [link for _, _, more in beside for link in more]
    pages = [(label, content) for label, content, _ in beside]
    pages += [("Comments", _comments(document, whole)), ("Links", "\n".join(dict.fromkeys(links)))]
    file = Compound.of(source)
    pages.append(("Tracked changes", _changes.words(_tracked(source))))
    pages.append(("Drawings", _blips.written(file.read("Data"), file.read("WordDocument"))))
    for label, content in pages:
        if content.strip():
            number += 1
            yield Page(number, content.translate(_SIGNS).strip("\n"), label=label)


def _without(text: str, gone: list[tuple[int, int]]) -> str:
    """The text with NULs, which are shown as nothing, over some stretches: positions stay."""
    for start, end in gone:
        text = text[:start] + "\0" * (min(end, len(text)) - start) + text[end:] if start < len(text) else text
    return text


def _rows(document: Document) -> str:
    """The text with a line end where a row of a table ends (its last mark looks like that of a cell)."""
    ends = [end for _, end, raw in document.runs(paragraphs=True) if _word97.properties(raw).get(_ROW_END) == b"\1"]
    made = list(document.text)
    for end in ends:
        if 0 < end <= len(made) and made[end - 1] == "\x07":
            made[end - 1] = "\r"
    return "".join(made)


def _broken(body: str) -> list[str]:
    """The body between breaks of pages and sections."""
    return [part.translate(_SIGNS) for part in body.split("\x0c") if part.strip()] or [""]


def _shown(text: str) -> tuple[str, list[str]]:
    """(the text with each field as its result, the addresses of links with their words)."""
    shown, links, fields = list[str](), list[str](), list[_Field]()
    for part in re.split("([\x13\x14\x15])", text):
        if part == "\x13":
            fields.append(_Field(len(shown)))
        elif part == "\x14" and fields:
            fields[-1].begun, fields[-1].start = True, len(shown)
        elif part == "\x15" and fields:
            field = fields.pop()
            link = _LINK.search(field.instruction)
            if link:
                links.append(f"{''.join(shown[field.start :]).translate(_SIGNS).strip()}: {link[1]}")
        elif fields and not fields[-1].begun:
            fields[-1].instruction = (fields[-1].instruction + part)[:5000]
        elif all(field.begun for field in fields):
            shown.append(part)
    return "".join(shown), links


# --- comments and tracked changes ----------------------------------------------------------------------------------------


def _owners(document: Document) -> list[str]:
    """The names of those who commented, in Word's order."""
    table, at, names = document.lying(36), 0, list[str]()
    while at + 2 <= len(table) and len(names) < 1000:
        size = struct.unpack_from("<H", table, at)[0]
        names.append(table[at + 2 : at + 2 + 2 * size].decode("utf-16-le", "replace"))
        at += 2 + 2 * size
    return names


def _comments(document: Document, whole: str) -> str:
    """A line per comment: who, and what."""
    start, end = document.part("comments")
    if start == end:
        return ""
    places, marks, owners = document.lying(5), document.lying(4), _owners(document)
    count = max(0, len(places) // 4 - 2)
    ends = struct.unpack_from(f"<{count + 1}I", places) if count else ()
    first_mark = 4 * (count + 1)
    lines = []
    for number in range(count):
        at = first_mark + 30 * number + 20
        owner = struct.unpack_from("<H", marks, at)[0] if at + 2 <= len(marks) else len(owners)
        words = _shown(whole[start + ends[number] : start + ends[number + 1]])[0].translate(_SIGNS).strip()
        lines.append(f"{owners[owner]}: {words}" if owner < len(owners) else words)
    return "\n".join(lines) if lines else _shown(whole[start:end])[0]


def _tracked(source: Source) -> list[Change]:
    """What was inserted and deleted with tracking on."""
    return source.once("doc changes", lambda: _changes.joined(_found(_open(source))))


def _found(document: Document) -> Iterator[Change]:
    names = _word97.strings(document.lying(51))
    for start, end, raw in document.runs(paragraphs=False):
        held = _word97.properties(raw)
        for mark, kind in ((_DELETED, "deleted"), (_INSERTED, "inserted")):
            if held.get(mark) == b"\1":
                who, when = (held.get(number, b"") for number in _BY[mark])
                number = struct.unpack("<H", who)[0] if len(who) == 2 else len(names)
                words = document.text[start:end].translate(_SIGNS)
                yield Change(kind, names[number] if number < len(names) else "", _moment(when), words, start, end)


def _moment(packed: bytes) -> str:
    """Word's packed time (minute, hour, day, month, years since 1900); empty when never set."""
    if len(packed) != 4 or packed == bytes(4):
        return ""
    value = struct.unpack("<I", packed)[0]
    minute, hour, day = value & 63, value >> 6 & 31, value >> 11 & 31
    month, year = value >> 16 & 15, 1900 + (value >> 20 & 511)
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}" if month and day else ""
