"""The index as files: its fields, the folder that is searched, the one writer at a time.

An entry for each item, its words at positions that go on over its pages; an entry for each page of a long item as well.
Who may see what is never decided here: entries hold what a condition made from the database is compared with.
"""

from __future__ import annotations

import logging
import re
import shutil
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

import tantivy
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from evidence.items.coding import Classification
from evidence.items.models import Item
from evidence.search.models import IndexPending, IndexState
from evidence.search.query import QueryError

ALONE = 0x1DE_0001  # the number of the lock that a writer holds in PostgreSQL
HEAP = 64_000_000  # bytes of a writer before it writes a segment
CODES = tuple(Classification.values)
WORDS = ("words", "page_words", "sender", "receiver", "subject", "provider")
NUMBERS = ("id", "cell", "batch", "by", "area", "page_of", "number", "at")
NAMES = ("type", "ending", "lang", "class", "status", "has")
DATES = ("earliest", "latest", "received")  # minutes since 1970, by the clock of the item's own zone

FOLDER = re.compile("[0-9a-f]{32}")
log = logging.getLogger(__name__)

_open: dict[Path, tantivy.Index] = {}
_opening = Lock()
_kept: ContextVar[dict[str, tantivy.IndexWriter] | None] = ContextVar("writers kept", default=None)


class Unavailable(QueryError):
    """There is no index to search on this machine, or it cannot be read."""


class Busy(Exception):
    """Another writer is at the folder."""


@cache
def schema() -> tantivy.Schema:
    """The fields. A change of them wants `rebuild_search`."""
    made = tantivy.SchemaBuilder()
    for name in WORDS:
        made.add_text_field(name, tokenizer_name="raw", index_option="position")
    for name in NUMBERS:
        made.add_unsigned_field(name, indexed=True, fast=True)
    for name in NAMES:
        made.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in DATES:
        made.add_integer_field(name, indexed=True, fast=True)
    return made.build()


def cell(inquiry: int, code: str) -> int:
    """One number for an inquiry and a classification."""
    return inquiry * 8 + CODES.index(code)


def root() -> Path:
    return Path(settings.SEARCH_ROOT)


@dataclass(frozen=True, slots=True)
class View:
    """The index as it is at one moment."""

    index: tantivy.Index
    searcher: tantivy.Searcher


def view() -> View:
    """The index as it stands now, with all that was written to it.

    Raises:
        Unavailable: this machine has none, or its files are damaged.
    """
    state = IndexState.objects.first()
    folder = root() / state.folder if state else None
    if folder is None or not folder.is_dir():
        raise Unavailable(_("The index of words is not on this machine, or is being made anew. Tell the operator."))
    try:
        index = opened(folder)
        index.reload()
        return View(index, index.searcher())
    except ValueError as error:  # so tantivy says that files are missing or damaged
        log.exception("The index cannot be read.")
        raise Unavailable(_("The index of words cannot be read. Tell the operator.")) from error


def opened(folder: Path) -> tantivy.Index:
    """The index in `folder`, opened once in each process."""
    with _opening:
        if folder not in _open:
            _open[folder] = tantivy.Index.open(str(folder))
            _open[folder].config_reader("manual")
        return _open[folder]


def made(name: str = "") -> str:
    """Make the folder of an empty index, that only we may look into; return its name."""
    name = name or uuid.uuid4().hex
    root().mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = root() / name
    folder.mkdir(mode=0o700)
    tantivy.Index(schema(), path=str(folder))
    return name


def removed(name: str) -> None:
    """Take a folder away; whoever has it open may still read it to the end."""
    with _opening:
        _open.pop(root() / name, None)
    if name:
        shutil.rmtree(root() / name, ignore_errors=True)


@contextmanager
def writing(name: str) -> Iterator[tantivy.IndexWriter]:
    """A writer to the folder; what was given to it is in the index afterwards, or nothing of it is.

    Raises:
        Busy: another writer is at it.
        ValueError: it cannot be written to: the disk is full, the files are damaged.
    """
    kept = _kept.get()
    writer = (kept or {}).get(name) or writer_of(name)
    if kept is not None:
        kept[name] = writer
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.rollback()
        raise


@contextmanager
def at_length() -> Iterator[None]:
    """Go on with the same writers from one commit to the next, and join the parts of the index at the end.

    A writer that is let go gives up the joining it was at: begun anew with each commit, it would never be done.
    """
    before = _kept.set({})
    try:
        yield
        join()
    finally:
        _kept.reset(before)


def join() -> None:
    """Let the parts that the index is made of be joined now, not in the middle of somebody's search."""
    kept = _kept.get() or {}
    while kept:
        name, writer = kept.popitem()
        try:
            if (root() / name).is_dir():
                writer.wait_merging_threads()
        except ValueError:
            log.exception("The parts of the index cannot be joined.")


def writer_of(name: str) -> tantivy.IndexWriter:
    """The one writer to the folder; raises as `writing` does."""
    try:
        return opened(root() / name).writer(heap_size=HEAP, num_threads=1)
    except ValueError as error:
        if "LockBusy" not in str(error):
            raise
        raise Busy from error


@contextmanager
def locked(*, wait: bool = False) -> Iterator[bool]:
    """Whether this is the one process that may write to an index now, to the end of its transaction."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_{'' if wait else 'try_'}advisory_xact_lock(%s)", [ALONE])
            held = wait or bool(cursor.fetchone()[0])
        yield held


@contextmanager
def alone(*, wait: bool = False) -> Iterator[IndexState | None]:
    """The state of the index, for the one process that may write to it now; None when that is another one, or another
    machine has the folder. Ends with its transaction."""
    with locked(wait=wait) as held:
        yield _state() if held else None


def tidy() -> None:
    """Take away the folders that no state names: of a transaction that came to nothing, of an index that has moved on."""
    with locked() as held:
        if not held or not root().is_dir():
            return
        named = {name for both in IndexState.objects.values_list("folder", "building") for name in both}
        for folder in root().iterdir():
            if FOLDER.fullmatch(folder.name) and folder.name not in named:
                removed(folder.name)


def _state() -> IndexState | None:
    """The row, made with an empty folder when there is none or its folder was lost; None when it is another machine's."""
    state = IndexState.objects.first()
    if state and (root() / state.folder).is_dir():
        return state
    if state and state.host != socket.gethostname():
        return None
    if state:
        state.delete()
    IndexPending.objects.all().delete()
    every = Item.objects.order_by("pk").values_list("pk", flat=True)
    IndexPending.objects.bulk_create((IndexPending(item_id=pk) for pk in every.iterator()), batch_size=5000)
    return IndexState.objects.create(folder=made(), host=socket.gethostname())
