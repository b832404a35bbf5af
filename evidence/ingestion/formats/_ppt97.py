"""PowerPoint 97–2003 files (MS-PPT): records, the directory of what was saved last, words of slides, notes, comments."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from evidence.ingestion.formats._ole import Compound
from evidence.ingestion.stage import Damaged, Encrypted

DOCUMENT, SLIDE, NOTES, LIST, OLE_STORAGE, SOUND = 0x03E8, 0x03EE, 0x03F0, 0x0FF0, 0x1011, 0x07E6
_EDIT, _DIRECTORY, _PERSIST, _SLIDE_ATOM, _SHOW = 0x0FF5, 0x1772, 0x03F3, 0x03EF, 0x03F9
_KIND, _CHARS, _BYTES, _OUTLINE, STRING = 0x0F9F, 0x0FA0, 0x0FA8, 0x0F9E, 0x0FBA
_COMMENT, _LINK, _TAG_DATA, _TEXT_BOX = 0x2EE0, 0x0FD7, 0x138B, 0xF00D
_LOCKED = 0xF3D1C4DF
_MOST_RECORDS = 2_000_000
_TITLES = (0, 6)


class Record(NamedTuple):
    """A record's number, instance, and where its content stands in the stream."""

    kind: int
    instance: int
    holds: bool
    start: int
    end: int


class Slide(NamedTuple):
    """What one slide says. `words` and `notes` are lines; hidden: left out when the slides are shown."""

    title: str
    words: str
    notes: str
    comments: str
    hidden: bool


class Presentation:
    """An opened presentation. Damaged when it is none, Encrypted when it is locked."""

    def __init__(self, file: Compound) -> None:
        self.stream = file.read("PowerPoint Document")
        user = file.read("Current User")
        if len(self.stream) < 8:
            raise Damaged("The presentation is damaged: its slides are missing.")
        token, edit = struct.unpack_from("<II", user, 12) if len(user) >= 20 else (0, 0)
        if token == _LOCKED or file.has("EncryptedSummary"):
            raise Encrypted("The presentation is locked with a password.")
        self.places: dict[int, int] = {}
        self._root = 0
        self._read_edits(edit)
        self._count = 0

    def _read_edits(self, at: int) -> None:
        """Where each object stands: the newest saving first, the older ones for what it did not touch."""
        seen = set[int]()
        while 0 < at < len(self.stream) - 28 and at not in seen:
            seen.add(at)
            if struct.unpack_from("<H", self.stream, at + 2)[0] != _EDIT:
                return
            before, directory, root = struct.unpack_from("<III", self.stream, at + 16)
            self._root = self._root or root
            found = self.record(directory)
            if found and found.kind == _DIRECTORY:
                self._read_directory(found)
            at = before

    def _read_directory(self, record: Record) -> None:
        at = record.start
        while at + 4 <= record.end:
            head = struct.unpack_from("<I", self.stream, at)[0]
            first, count, at = head & 0xFFFFF, head >> 20, at + 4
            for number in range(min(count, (record.end - at) // 4)):
                self.places.setdefault(first + number, struct.unpack_from("<I", self.stream, at + 4 * number)[0])
            at += 4 * count

    # --- records ------------------------------------------------------------------------------------------------------

    def record(self, at: int, end: int | None = None) -> Record | None:
        """The record at a place, cut to its container; None when there is none."""
        end = len(self.stream) if end is None else end
        if not 0 <= at <= end - 8:
            return None
        head, kind, size = struct.unpack_from("<HHI", self.stream, at)
        return Record(kind, head >> 4, head & 15 == 15, at + 8, min(end, at + 8 + size))

    def inside(self, above: Record) -> Iterator[Record]:
        """The records of a container, in order."""
        at = above.start
        while found := self.record(at, above.end):
            self._count += 1
            if self._count > _MOST_RECORDS:
                raise Damaged("The presentation is damaged: its records have no end.")
            yield found
            at = found.end

    def below(self, above: Record) -> Iterator[Record]:
        """All records under a container, depth first."""
        todo = [self.inside(above)]
        while todo:
            found = next(todo[-1], None)
            if found is None:
                todo.pop()
                continue
            yield found
            if (found.holds or found.kind in (_TAG_DATA, _TEXT_BOX)) and len(todo) < 100:
                todo.append(self.inside(found))

    def every(self, kind: int) -> Iterator[Record]:
        """The objects of a kind that the directory names, in the order of their numbers."""
        for _, at in sorted(self.places.items()):
            found = self.record(at)
            if found and found.kind == kind:
                yield found

    def content(self, record: Record) -> bytes:
        """A record's bytes."""
        return self.stream[record.start : record.end]

    # --- words --------------------------------------------------------------------------------------------------------

    def slides(self) -> Iterator[Slide]:
        """The slides in the order in which they are shown."""
        document = self.record(self.places.get(self._root, -1))
        if document is None or document.kind != DOCUMENT:
            raise Damaged("The presentation is damaged: its list of slides is missing.")
        lists = {r.instance: self._listed(r) for r in self.inside(document) if r.kind == LIST}
        notes = {number: place for number, place, _ in lists.get(2, [])}
        for _, place, outline in lists.get(0, []):
            found = self.record(self.places.get(place, -1))
            if found is not None and found.kind == SLIDE:
                yield self._slide(found, outline, notes)

    def _listed(self, record: Record) -> list[tuple[int, int, list[tuple[int, str]]]]:
        """(slide id, number in the directory, texts of the outline with their kinds) of each entry of a list."""
        found: list[tuple[int, int, list[tuple[int, str]]]] = []
        kind = 4
        for one in self.inside(record):
            if one.kind == _PERSIST and one.end - one.start >= 16:
                number = struct.unpack_from("<I", self.stream, one.start)[0]
                found.append((struct.unpack_from("<I", self.stream, one.start + 12)[0], number, []))
            elif one.kind == _KIND and one.end - one.start >= 4:
                kind = struct.unpack_from("<I", self.stream, one.start)[0]
            elif found and one.kind in (_CHARS, _BYTES):
                found[-1][2].append((kind, self._text(one)))
        return found

    def _text(self, record: Record) -> str:
        raw = self.content(record)
        made = raw.decode("latin-1") if record.kind == _BYTES else raw.decode("utf-16-le", "replace")
        return made.replace("\r", "\n").replace("\x0b", "\n")

    def _slide(self, record: Record, outline: list[tuple[int, str]], notes: dict[int, int]) -> Slide:
        texts, comments, hidden, number = list[tuple[int, str]](), list[str](), False, 0
        for one in self.inside(record):
            if one.kind == _SLIDE_ATOM and one.end - one.start >= 20:
                number = struct.unpack_from("<I", self.stream, one.start + 16)[0]
            elif one.kind == _SHOW and one.end - one.start >= 12:
                hidden = bool(struct.unpack_from("<H", self.stream, one.start + 10)[0] & 4)
        for one in self.below(record):
            if one.kind == _COMMENT:
                comments.append(": ".join(self._strings(one)[:2]))
        texts = list(self._boxes(record, outline))
        if not texts:
            texts = outline
        note = self.record(self.places.get(notes.get(number, -1), -1))
        spoken = [words for _, words in self._boxes(note, [])] if note and note.kind == NOTES else []
        title = next((words for kind, words in texts if kind in _TITLES), "").strip()
        return Slide(title, _lines(words for _, words in texts), _lines(spoken), _lines(comments), hidden)

    def _boxes(self, record: Record, outline: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        """(kind, text) of everything written in the shapes of a slide."""
        kind = 4
        for one in self.below(record):
            if one.kind == _KIND and one.end - one.start >= 4:
                kind = struct.unpack_from("<I", self.stream, one.start)[0]
            elif one.kind in (_CHARS, _BYTES):
                yield kind, self._text(one)
            elif one.kind == _OUTLINE and one.end - one.start >= 4:
                number = struct.unpack_from("<I", self.stream, one.start)[0]
                if number < len(outline):
                    yield outline[number]

    def _strings(self, record: Record) -> list[str]:
        """The strings of a container in the order of their instances (a comment: author, text, initials)."""
        found = sorted((r.instance, self._string(r)) for r in self.inside(record) if r.kind == STRING)
        return [words for _, words in found]

    def _string(self, record: Record) -> str:
        return self.content(record).decode("utf-16-le", "replace").replace("\0", "")

    def links(self) -> list[str]:
        """Addresses that the presentation leads to, each once."""
        document = self.record(self.places.get(self._root, -1))
        found = dict[str, None]()
        for one in self.below(document) if document else ():
            if one.kind == _LINK:
                found |= dict.fromkeys(words for words in self._strings(one) if ":" in words)
        return list(found)

    def sounds(self) -> Iterator[tuple[str, bytes]]:
        """(name, bytes) of embedded sounds."""
        document = self.record(self.places.get(self._root, -1))
        for one in self.below(document) if document else ():
            if one.kind == SOUND:
                parts = list(self.inside(one))
                names = [self._string(r) for r in parts if r.kind == STRING and r.instance == 0]
                for part in parts:
                    if part.kind == 0x07E7:
                        yield names[0] if names else "sound", self.content(part)


def _lines(parts: Iterator[str] | list[str]) -> str:
    # A lone asterisk stands where PowerPoint puts the date or the number of the slide.
    return "\n".join(part.strip("\n") for part in parts if part.strip() and part.strip() != "*")
