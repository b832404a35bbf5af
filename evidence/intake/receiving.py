"""Receive many files at once: each one's bytes into the store, then a whole handful's rows, custody, audit line and jobs in
one transaction. What cannot be received is told file by file and keeps nothing else back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from evidence.custody.models import Act
from evidence.intake import actions
from evidence.intake.entering import Place, enter
from evidence.intake.models import Batch
from evidence.items import names
from evidence.items.models import Item
from evidence.storage import Stored
from inquiry.accounts.models import User
from inquiry.audit import ledger as audit
from inquiry.shared import failpoints
from inquiry.shared.workflow import Refused

HANDFUL, HANDFUL_BYTES = 250, 64 * 2**20  # files, bytes: whichever is reached first
HANDS = 4  # files on their way into the store at the same time: each waits for the disk more than for the processor


@dataclass(frozen=True, slots=True)
class Offered:
    """A file to be received: its path as it came, how it is opened, its size in bytes, the SHA-256 its sender computed."""

    path: str | bytes
    opened: Callable[[], AbstractContextManager[Any]]  # of what is Readable
    size: int = 0
    claimed_digest: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file: the item, or the sentence that says why there is none."""

    path: bytes
    item: Item | None = None
    problem: str = ""


def receive_each(files: Iterable[Offered], *, batch: str, by: User) -> Iterator[Received]:
    """Receive `files` in their order, a handful in one transaction; what one yields is committed.

    Raises:
        Batch.DoesNotExist: `by` may not see the batch.
        Refused: it is closed, `by` may not receive, or there is no room for the next handful.
    """
    with ThreadPoolExecutor(HANDS) as hands:
        for some in _handfuls(files):
            actions.receiving(batch, by)
            actions.require_room(sum(one.size for one in some))
            kept = list(hands.map(_kept, some))
            entered = iter(_entered([one for one in kept if isinstance(one, _Kept)], batch, by))
            for one in kept:
                yield next(entered) if isinstance(one, _Kept) else one


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file whose bytes are in the store and which has no row yet."""

    path: bytes
    stored: Stored


def _handfuls(files: Iterable[Offered]) -> Iterator[list[Offered]]:
    some: list[Offered] = []
    size = 0
    for file in files:
        some.append(file)
        size += file.size
        if len(some) >= HANDFUL or size >= HANDFUL_BYTES:
            yield some
            some, size = [], 0
    if some:
        yield some


def _kept(file: Offered) -> _Kept | Received:
    """The bytes of one file into the store. It needs no database: several run at once."""
    path = names.raw(file.path)
    try:
        with file.opened() as stream:
            return _Kept(path, actions.kept(stream, file.claimed_digest))
    except (OSError, Refused) as problem:
        return Received(path, problem=str(problem))


def _entered(kept: Sequence[_Kept], batch: str, by: User) -> list[Received]:
    if not kept:
        return []
    with transaction.atomic():
        into = actions.receiving(batch, by, lock=True)
        files = [(one.stored, Place(one.path, names.shown(one.path))) for one in kept]
        items = enter(files, into, by, Act.RECEIVED)
        _note(items, into, by)
        failpoints.reach("receive.row")
    failpoints.reach("receive.committed")
    return [Received(one.path, item) for one, item in zip(kept, items, strict=True)]


def _note(items: Sequence[Item], batch: Batch, by: User) -> None:
    """One line of audit for all."""
    size = sum(item.size for item in items)
    said: dict[str, Any] = {"items": len(items), "first": items[0].ref, "last": items[-1].ref, "size": size}
    audit.record("evidence.receive_many", about=batch, by=by, **said)
