"""Outlook's mailbox files (PST, OST), ANSI and Unicode: every item a mail file, folder by folder, in the order they lie in.

libpff opens the file; what it gives are properties, so items are read as in .msg (`_outlook`) and written as .eml (`_eml`).
Bodies and attachments pass through one item at a time. What is damaged is left out with a sentence; the rest goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pypff

from evidence.ingestion.formats import _eml, _mapi, _outlook_items
from evidence.ingestion.formats._heap import Heap
from evidence.ingestion.formats._mapi import BINARY, MANY, STRING, UNICODE, Bag, Raw
from evidence.ingestion.formats._outlook import Attached, Letter
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Member, Outcome, Trouble

READS = frozenset({"application/vnd.ms-outlook-pst"})
VERSION = "1"
DERIVED = f"written as a mail file from the properties in the mailbox, read by libpff {pypff.get_version()}"
_IN_PART = (
    "An item attached to this one could be read only in part: its text as far as it is short, not what hangs on it."
)
OUTSIDE = "(in no folder)"
_CHUNK = 2**20
_MOST_FOLDERS, _MOST_DEPTH = 20_000, 100
_MOST_HEAP = 16 * 2**20
_PASSWORD, _EMBEDDED = 0x67FF, 5
_FOLDER, _ITEM = 2, 4  # what a number's last bits say of it


def _try(call: Callable[..., Any], otherwise: Any, *given: Any) -> Any:
    """What the library gives; something else where the file is damaged there."""
    try:
        return call(*given)
    except (OSError, ValueError, RuntimeError, OverflowError, SystemError):
        return otherwise
    except MemoryError as error:  # the library's word for damage; without words it is want of memory
        if not str(error).startswith("pypff"):
            raise
        return otherwise


class _Mailbox:
    """The opened file; the stream stays open as long as the library reads from it."""

    def __init__(self, source: Source) -> None:
        self.stream = source.open()
        self.file = pypff.file()
        try:
            self.file.open_file_object(self.stream)
            self.root = self.file.get_root_folder()
        except (OSError, ValueError, RuntimeError, MemoryError) as error:
            raise Damaged("The Outlook mailbox file is damaged or cut off: it could not be opened.") from error
        self.names: dict[int, int | str] = {}
        self.names = self._names()
        self.damaged, self.in_part = 0, 0
        self.counts: dict[str, int] = {}  # folder: items read

    def _names(self) -> dict[int, int | str]:
        bag = self.bag(_try(self.file.get_name_to_id_map, None))
        return _mapi.names(bag.data(2), bag.data(3), bag.data(4))

    def bag(self, item: Any, number: int = 0, code_page: str = "") -> Bag:
        """The properties of an item of the library, or of one row of its table."""
        row: Any = _try(item.get_record_set, None, number) if item is not None else None
        raw: dict[int | str, Raw] = {}
        for index in range(_try(row.get_number_of_entries, 0) if row is not None else 0):
            entry = _try(row.get_entry, None, index)
            kind, key = _try(_type_and_number, (None, None), entry)
            if kind is not None and key is not None:
                raw[self.names.get(key, key) if key >= 0x8000 else key] = (kind, _loader(entry, kind))
        return Bag(raw, code_page)

    def letter(self, item: Any, depth: int = 0) -> Letter:
        """An item with its people and attachments; embedded ones to a depth."""
        bag = self.bag(item)
        table = _try(lambda: getattr(item, "recipients", None), None)
        rows = range(_try(table.get_number_of_record_sets, 0) if table is not None else 0)
        people = [self.bag(table, number, bag.code_page) for number in rows]
        letter = Letter(bag, people)
        for number in range(
            _try(item.get_number_of_attachments, 0) if hasattr(item, "get_number_of_attachments") else 0
        ):
            part = _try(item.get_attachment, None, number)
            if part is None:
                self.damaged += 1
            else:
                letter.attachments.append(self._attached(part, number + 1, bag.code_page, depth))
        return letter

    def _attached(self, part: Any, number: int, code_page: str, depth: int) -> Attached:
        bag = self.bag(part, code_page=code_page)
        inner = None
        if int(bag.number(0x3705) or 0) == _EMBEDDED and depth < _eml.MOST_DEPTH:
            item = _try(lambda: part.get_sub_item(0), None)
            inner = self._from_heap(part, code_page) if item is None else self.letter(item, depth + 1)
        return Attached(bag, lambda: self._chunks(part), inner, number)

    def _from_heap(self, part: Any, code_page: str) -> Letter | None:
        """An embedded item that the library gives only as bytes: what its own heap holds of it."""
        heap = Heap(b"".join(self._chunks(part)) if _try(part.get_size, 0) <= _MOST_HEAP else b"")
        bag = heap.property_bag(self.names, code_page)
        self.in_part += 1
        return Letter(bag) if bag.raw else None

    def _chunks(self, part: Any) -> Iterator[bytes]:
        left = _try(part.get_size, 0) or 0
        _try(lambda: part.seek_offset(0, 0), None)
        while left > 0:
            most = min(_CHUNK, left)
            data = _try(part.read_buffer, b"", most)
            if not data:
                self.damaged += 1
                return
            left -= len(data)
            yield data

    def below(self, folder: Any, kind: int) -> Iterator[Any]:
        """Folders or items in a folder: as its own list has them, then those that hang on it and are missing there."""
        told = folder.get_number_of_sub_folders if kind == _FOLDER else folder.get_number_of_sub_messages
        get = folder.get_sub_folder if kind == _FOLDER else folder.get_sub_message
        seen, lost, torn = set[int](), 0, 0
        for number in range(_try(told, 0)):
            one = _try(get, None, number)
            identifier = _try(one.get_identifier, None) if one is not None else None
            if identifier is None:
                lost += 1
            elif identifier not in seen:
                seen.add(identifier)
                yield one
        for number in range(_try(folder.get_number_of_sub_items, 0)):
            one = _try(folder.get_sub_item, None, number)
            identifier = _try(one.get_identifier, 0) if one is not None else 0
            torn += one is None
            if identifier & 0x1F == kind and identifier not in seen:
                seen.add(identifier)
                yield one
        self.damaged += max(lost, torn if kind == _ITEM else 0)

    def folders(self) -> Iterator[tuple[str, Any]]:
        """(path, folder), each before those inside it; loops and lies about depth end."""
        todo: list[tuple[str, Any, int]] = [("", self.root, 0)]
        seen = set[int]()
        while todo and len(seen) < _MOST_FOLDERS:
            path, folder, depth = todo.pop()
            identifier = _try(folder.get_identifier, None)
            if identifier in seen:
                continue
            seen.add(identifier)
            yield path, folder
            below = []
            for number, one in enumerate(self.below(folder, _FOLDER) if depth < _MOST_DEPTH else (), 1):
                name = str(_try(one.get_name, "") or f"folder {number}")
                below.append((f"{path}/{name.replace('/', '∕')}".lstrip("/"), one, depth + 1))
            todo += reversed(below)


def _type_and_number(entry: Any) -> tuple[int, int]:
    return entry.get_value_type(), entry.get_entry_type()


def _loader(entry: Any, kind: int) -> Callable[[], bytes | list[bytes]]:
    def load() -> bytes | list[bytes]:
        data = _try(entry.get_data, None) or b""
        if kind & MANY and kind & ~MANY in (STRING, UNICODE, BINARY):
            return _mapi.many(kind, data)
        return bytes(data)

    return load


def _open(source: Source) -> _Mailbox:
    return source.once("pst", lambda: _Mailbox(source))


def metadata(source: Source) -> Iterator[Fact]:
    """The folders with how many items they say to hold, and what the mailbox calls itself."""
    box = _open(source)
    store = box.bag(_try(box.file.get_message_store, None))
    if store.text(0x3001):
        yield Fact("claimed_title", store.text(0x3001))
    if store.number(_PASSWORD):
        yield Fact("claimed_password_set", True)
    folders = []
    for path, folder in box.folders():
        count = box.counts.get(path, 0) if box.counts else _try(folder.get_number_of_sub_messages, 0)
        if path:
            folders.append({"folder": path, "items": count})
    yield Fact("folders", folders[:500])


def children(source: Source) -> Iterator[Member | Fact | Trouble]:
    """Every item as a mail file, in the order of the folders; then those that lie in none."""
    box, number, subjects = _open(source), 0, list[str]()
    for path, item in _items(box):
        number += 1
        before = box.in_part
        letter = box.letter(item)
        if not letter.bag.raw:
            box.damaged += 1
        subjects.append(letter.subject[:300])
        yield _member(letter, number, path, box.in_part > before)
    yield Fact("messages", number)
    yield Fact("subjects", list(dict.fromkeys(filter(None, subjects)))[:100])
    if box.damaged:
        yield Trouble(Outcome.PARTLY_READ, f"{box.damaged} parts of the mailbox are damaged and could not be read.")


def _items(box: _Mailbox) -> Iterator[tuple[str, Any]]:
    """(folder, item) of everything in the folders, then with no folder what lies outside them."""
    for path, folder in box.folders():
        for item in box.below(folder, _ITEM):
            box.counts[path] = box.counts.get(path, 0) + 1
            yield path, item
    for number in range(_try(box.file.get_number_of_orphan_items, 0)):
        item = _try(box.file.get_orphan_item, None, number)
        if item is not None and not isinstance(item, pypff.folder):
            yield "", item


def _member(letter: Letter, number: int, path: str, in_part: bool) -> Member:
    """An item as a child; what its properties say beyond a mail's headers stands in `about`."""
    words = re.sub(r"[\\/\0\s]+", " ", letter.subject or letter.bag.text(0x3001))[:100].strip()
    name = f"{number:05d} {words}".strip() + ".eml"
    about: dict[str, Any] = {"derived": DERIVED, "claimed_folder": path or OUTSIDE}
    about |= {fact.key: fact.value for fact in _outlook_items.facts(letter.kind, letter.bag)}
    for key, prop in (("delivered_at", 0x0E06), ("created_at", 0x3007), ("modified_at", 0x3008)):
        if letter.bag.moment(prop):
            about[f"claimed_{key}"] = letter.bag.moment(prop)
    problem = _IN_PART if in_part else ""
    problem = problem if letter.bag.raw else "This item of the mailbox is damaged and could not be read."
    return Member(name.encode("utf-8", "replace"), name, "member", _eml.write(letter), problem=problem, about=about)
