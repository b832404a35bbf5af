"""Outlook's messages (.msg) and templates: people, dates, body, attachments; also contacts, tasks, appointments, notes.

How the text is laid out says `_letter`. An embedded message or object becomes a file of its own, rebuilt stream by stream
from what lies inside; `about` says so. After MS-OXMSG.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator

import olefile

from evidence.ingestion.formats import _cms, _headers, _mapi, _ole_writing
from evidence.ingestion.formats._mapi import BINARY, GUID, MANY, STRING, UNICODE, Bag, Raw
from evidence.ingestion.formats._outlook import Attached, Letter
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Member, Outcome, Page, Trouble

READS = frozenset({"application/vnd.ms-outlook"})
VERSION = "1"
MOST = 512 * 2**20
REBUILT = "rebuilt from the streams that the Outlook message holds of it"
_UNWANTED = re.compile(r"[\\/\0\r\n]+")
_STREAM = re.compile(r"(?i)__substg1\.0_([0-9a-f]{4})([0-9a-f]{4})")
_PROPERTIES, _NAMES, _INNER = "__properties_version1.0", "__nameid_version1.0", "__substg1.0_3701000D"
_VARIABLE = frozenset({STRING, UNICODE, BINARY, GUID, 0x48, 0xD})
_REFERENCES = frozenset({2, 3, 4, 7})  # attached only by a link
Path = tuple[str, ...]


class _File:
    """The compound file and where everything is in it."""

    def __init__(self, source: Source) -> None:
        if source.size > MOST:
            raise Damaged("The Outlook message is larger than such a message can be.")
        try:
            self.ole = olefile.OleFileIO(source.open())
            paths = [tuple(path) for path in self.ole.listdir(streams=True, storages=False)]
        except (OSError, ValueError, IndexError, struct.error, RecursionError) as error:
            raise Damaged("The Outlook message is damaged: its table of contents could not be read.") from error
        self.paths: dict[Path, list[Path]] = {}
        self.inside: dict[Path, list[Path]] = {}
        for path in paths:
            self.paths.setdefault(path[:-1], []).append(path)
            for depth in range(len(path)):
                self.inside.setdefault(path[:depth], []).append(path)
        self.names = _mapi.names(*(self.read((_NAMES, f"__substg1.0_000{n}0102")) for n in (2, 3, 4)))

    def read(self, path: Path) -> bytes:
        """A stream's bytes; empty when it is missing or cannot be read."""
        try:
            data: bytes = self.ole.openstream(list(path)).read()
        except (OSError, ValueError, IndexError, struct.error):
            return b""
        return data

    def storages(self, prefix: str) -> list[Path]:
        """Top storages whose name begins so, in the order of their numbers."""
        tops = {path[0] for path in self.inside.get((), []) if len(path) > 1}
        return [(name,) for name in sorted(name for name in tops if name.lower().startswith(prefix))]

    def bag(self, at: Path, head: int, code_page: str = "") -> Bag:
        """The properties of one object; `head`: bytes before the fixed ones."""
        raw: dict[int | str, Raw] = {}
        fixed = self.read((*at, _PROPERTIES))
        for place in range(head, len(fixed) - 15, 16):
            kind, number = struct.unpack_from("<HH", fixed, place)
            if kind & ~MANY not in _VARIABLE and not kind & MANY:
                raw[self._key(number)] = (kind, _given(fixed[place + 8 : place + 16]))
        for path in self.paths.get(at, []):
            found = _STREAM.fullmatch(path[-1])
            if found:
                number, kind = int(found[1], 16), int(found[2], 16)
                raw[self._key(number)] = (kind, self._loader(path, kind))
        return Bag(raw, code_page)

    def _key(self, number: int) -> int | str:
        return self.names.get(number, number) if number >= 0x8000 else number

    def _loader(self, path: Path, kind: int) -> Callable[[], bytes | list[bytes]]:
        if not kind & MANY or kind & ~MANY not in (STRING, UNICODE, BINARY):
            return lambda: self.read(path)
        parts = [one for one in self.paths.get(path[:-1], []) if one[-1].lower().startswith(path[-1].lower() + "-")]
        return lambda: [self.read(one) for one in sorted(parts)[:10_000]]


def _given(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def _open(source: Source) -> _File:
    return source.once("msg", lambda: _File(source))


def letter(source: Source) -> Letter:
    """The item, opened once."""

    def make() -> Letter:
        file = _open(source)
        bag = file.bag((), 32)
        if not bag.raw:
            raise Damaged("The Outlook message is damaged: none of its properties could be read.")
        people = [file.bag(at, 8, bag.code_page) for at in file.storages("__recip_version1.0_")]
        attached = []
        for number, at in enumerate(file.storages("__attach_version1.0_"), 1):
            part = file.bag(at, 8, bag.code_page)
            attached.append(Attached(part, lambda part=part: [part.data(0x3701)], number=number))  # type: ignore[misc]
        return Letter(bag, people, attached)

    return source.once("letter", make)


def metadata(source: Source) -> Iterator[Fact | Trouble]:
    """What the message claims of itself; whether it is signed or locked."""
    item = letter(source)
    yield from item.facts()
    if item.attachments:
        yield Fact("attachments", [one.name for one in item.attachments][:500])
    if "smime" in item.kind:
        for part in item.attachments[:1]:
            yield from _cms.told(part.bag.data(0x3701))


def text(source: Source) -> Iterator[Page]:
    """One page: see `_letter`."""
    yield Page(1, letter(source).text())


def children(source: Source) -> Iterator[Member | Trouble]:
    """Attachments in order; the RTF body where it shows what its text cannot."""
    file, item = _open(source), letter(source)
    for at, part in zip(file.storages("__attach_version1.0_"), item.attachments, strict=True):
        method = int(part.bag.number(0x3705) or 0)
        inner = file.inside.get((*at, _INNER), [])
        if inner and part.bag.data(0x3701) == b"":
            yield _rebuilt(file, at, part, method)
        elif method in _REFERENCES and 0x3701 not in part.bag:
            where = part.bag.first(0x370D, 0x3708) or part.name
            yield Trouble(Outcome.PARTLY_READ, f"An attachment is only a link and is not in the message: {where[:300]}")
        else:
            name = part.name
            kind = "embedded" if part.inline else "attachment"
            yield Member(name.encode("utf-8", "replace"), _headers.base_name(name), kind, part.chunks())
    if item.body().rtf:
        yield Member(b"body.rtf", "body.rtf", "embedded", [item.body().rtf], about={"derived": "unpacked body"})


def _rebuilt(file: _File, at: Path, part: Attached, method: int) -> Member:
    """What was embedded, as a compound file of its own."""
    base = (*at, _INNER)
    streams = {path[len(base) :]: file.read(path) for path in file.inside.get(base, [])}
    if (_PROPERTIES,) in streams:
        fixed = streams[_PROPERTIES,]
        streams[_PROPERTIES,] = fixed[:24] + bytes(8) + fixed[24:]
        for path in file.inside.get((_NAMES,), []):
            streams.setdefault(path, file.read(path))
    is_message = (_PROPERTIES,) in streams
    given = part.bag.first(0x3707, 0x3001, 0x3704) or f"{'message' if is_message else 'object'} {part.number}"
    name = _UNWANTED.sub(" ", given)[:120].strip() + (".msg" if is_message else ".ole")
    kind = "attachment" if is_message else "embedded"
    return Member(
        name.encode("utf-8", "replace"), name, kind, [_ole_writing.rebuilt(streams)], about={"derived": REBUILT}
    )
