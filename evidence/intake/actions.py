"""Open and close batches, and receive: the one way by which anything becomes an item."""

from __future__ import annotations

import errno
import shutil
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence import storage
from evidence.custody.models import Act
from evidence.intake import comparing, rules
from evidence.intake.entering import Place, enter, hold
from evidence.intake.models import Batch, BatchStatus, Upload
from evidence.items import names
from evidence.items.models import Item
from evidence.storage import Readable, Stored
from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.shared import failpoints
from inquiry.shared.workflow import NOT_OPEN, Refused, check

FULL = {errno.ENOSPC, errno.EDQUOT}


class NoRoom(Refused):
    """The disk is too full to take this in; later, or after the operator has made room, it goes."""


class OtherBytes(Refused):
    """What arrived is not what was sent; nothing of it was kept."""


class TakenAlready(Refused):
    """The upload was received, or given up, while its bytes were being stored: nothing more comes of it."""


@transaction.atomic
def open_batch(*, inquiry: Inquiry, by: User, **fields: Any) -> Batch:
    """Open a batch for what one person or body handed over together.

    Raises:
        ValidationError: a value does not fit, or no classification was chosen.
        Refused: `by` may not take documents in.
    """
    if not by.holds(Right.EVIDENCE_RECEIVE, inquiry):
        raise Refused(NOT_OPEN, verb="open_batch")
    batch = Batch(inquiry=inquiry, created_by=by, **fields)
    batch.full_clean(exclude=["inquiry", "created_by"])
    batch.save()
    audit.record("batch.open", about=batch, by=by, classification=batch.classification, how=batch.how)
    return batch


@transaction.atomic
def close(ref: str, *, by: User) -> Batch:
    """Close a batch: nothing more is taken into it, and whoever opened it sees of it what their role opens."""
    batch = Batch.objects.visible_to(by).select_for_update(of=("self",)).get(ref=ref)
    step = check(batch, "close", by)
    batch.change({"status": step.target, "closed_at": timezone.now(), "closed_by": by})
    audit.record("batch.close", about=batch, by=by)
    comparing.ask(batch, by=by)
    return batch


@transaction.atomic
def reopen(ref: str, *, by: User) -> Batch:
    """Open a closed batch again, for what came late."""
    batch = Batch.objects.visible_to(by).select_for_update(of=("self",)).get(ref=ref)
    step = check(batch, "reopen", by)
    batch.change({"status": step.target, "closed_at": None, "closed_by": None})
    audit.record("batch.reopen", about=batch, by=by)
    return batch


VERBS = {"close": close, "reopen": reopen}


def require_room(size: int) -> None:
    """That `size` bytes more leave enough free where bytes arrive and where they are hashed.

    Raises:
        NoRoom: they do not.
    """
    for place in {settings.UPLOAD_ROOT, settings.SCRATCH_ROOT}:
        disk = shutil.disk_usage(place)
        sentence = rules.objection_to_space(size, free=disk.free, total=disk.total)
        if sentence:
            raise NoRoom(sentence, verb="receive")


def receiving(ref: str, by: User, *, lock: bool = False) -> Batch:
    """The open batch of that reference into which `by` may receive.

    Args:
        lock: within a transaction, so that it cannot be closed before what is received is in it.

    Raises:
        Batch.DoesNotExist: `by` may not see it.
        Refused: it is closed, or `by` may not receive.
    """
    rows = Batch.objects.visible_to(by)
    batch = (rows.select_for_update(no_key=True, of=("self",)) if lock else rows).get(ref=ref)
    if not by.holds(Right.EVIDENCE_RECEIVE, batch.inquiry):
        raise Refused(NOT_OPEN, verb="receive", ref=ref)
    if batch.status != BatchStatus.OPEN:
        raise Refused(_("This batch is closed. Open it again, or open another."), verb="receive", ref=ref)
    return batch


def receive(
    stream: Readable, *, batch: str, path: str | bytes, by: User, claimed_digest: str = "", upload: Upload | None = None
) -> Item:
    """Receive one file into an open batch: bytes into the store, then row, custody, audit and job in one transaction.

    Args:
        path: as it came, with its folders; kept byte for byte, never used as a path.
        claimed_digest: hex SHA-256 that the sender computed; compared.
        upload: what brought the bytes; finished in the same transaction.

    Raises:
        Batch.DoesNotExist: `by` may not see it.
        Refused: the batch is closed, `by` may not receive, the digests differ, there is no room, or somebody else
            received the same upload.
    """
    receiving(batch, by)
    require_room(upload.size if upload is not None else int(getattr(stream, "size", 0)))
    stored = kept(stream, claimed_digest)
    with transaction.atomic():
        path_bytes = names.raw(path)
        place = Place(path_bytes, names.shown(path_bytes))
        (item,) = enter([(stored, place)], receiving(batch, by, lock=True), by, Act.RECEIVED)
        if upload is not None and not Upload.objects.filter(pk=upload.pk, item__isnull=True).update(item=item):
            raise TakenAlready(_("This upload was received already, or given up."), verb="receive", ref=batch)
        audit.record("evidence.receive", about=item, by=by, batch=batch, size=item.size)
        failpoints.reach("receive.row")
    failpoints.reach("receive.committed")
    return item


def kept(stream: Readable, claimed_digest: str = "") -> Stored:
    """The bytes of `stream` in the store; it needs no database.

    Raises:
        Refused: they are not those that were sent, and nothing of them was kept; or there is no room.
    """
    sentence = rules.objection_to_digest(claimed_digest, claimed_digest)
    if sentence:
        raise Refused(sentence, verb="receive")
    try:
        return put(stream, claimed_digest)
    except storage.OtherBytes as others:
        raise OtherBytes(rules.objection_to_digest(claimed_digest, str(others)), verb="receive") from others
    except OSError as fault:
        if fault.errno in FULL:
            raise NoRoom(rules.no_room(), verb="receive") from fault
        raise


def put(stream: Readable, claimed_digest: str = "") -> Stored:
    """`storage.put`. Other bytes under the same digest that are no item's were left there by a store that lied to a process
    which died: they go away, and OSError says to come again."""
    try:
        return storage.put(stream, expected=claimed_digest)
    except storage.StoreDamaged as damage:
        digest = str(damage).rpartition("/")[2]
        if not _cleared(digest):
            raise
        raise OSError(errno.EIO, "The store kept other bytes than these; they were cleared away") from damage


@transaction.atomic
def _cleared(digest: str) -> bool:
    """Whether other bytes under this digest, of which no item knows, were taken away. Nobody enters it meanwhile."""
    hold([digest], alone=True)
    return not Item.objects.filter(sha256=digest).exists() and storage.clear(digest)
