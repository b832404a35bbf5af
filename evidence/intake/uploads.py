"""Uploads that resume: parts appended to a file of their own, flushed to disk, and received when the last has come."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.intake import actions, rules, scratch
from evidence.intake.models import Batch, Upload
from evidence.items import names
from evidence.items.models import Item
from evidence.storage import CHUNK, Readable
from inquiry.accounts.models import User
from inquiry.audit import ledger as audit
from inquiry.shared import failpoints
from inquiry.shared.workflow import Refused

LASTS = timedelta(days=7)
MOST_OPEN = 20_000
"""Uploads that one person may have announced and not ended; who sends a folder announces each file when its turn comes."""


class OutOfStep(Refused):
    """The part does not begin where the file ends; the sender has to ask how far it is."""


def begin(*, batch: str, path: str | bytes, size: int, by: User, claimed_digest: str = "", mark: str = "") -> Upload:
    """Announce a file of `size` bytes for an open batch; the upload that bears the same `mark` already goes on.

    Raises:
        Batch.DoesNotExist: `by` may not see the batch.
        Refused: the batch is closed, the file too large, the disk too full, `by` may not receive, has too many uploads under
            way, or announced another file under this mark.
    """
    sentence = rules.objection_to_size(size) or (rules.objection_to_digest(claimed_digest, claimed_digest))
    if sentence:
        raise Refused(sentence, verb="upload", ref=batch)
    into = actions.receiving(batch, by)
    about = {"path": names.raw(path), "size": size, "claimed_digest": claimed_digest}
    known = Upload.objects.filter(user=by, batch=into, mark=mark).first() if mark else None
    if known is None:
        _require_room(size, by)
        known = _begun(into, about, mark, by)
        _file(known).touch(mode=0o600)
    if (bytes(known.path), known.size) != (about["path"], size):
        raise Refused(_("Another file was announced under this mark. Choose the file again."), verb="upload", ref=batch)
    return known


def _require_room(size: int, by: User) -> None:
    """That there is room for `size` bytes beside all that was promised to the uploads under way.

    Raises:
        Refused: there is not, or `by` has too many of them.
    """
    open_now = Upload.objects.filter(item=None, expires_at__gt=timezone.now())
    if open_now.filter(user=by)[:MOST_OPEN].count() >= MOST_OPEN:
        sentence = _(
            "You began %(number)s uploads that did not end. Finish them or give them up before you begin others."
        )
        raise Refused(sentence % {"number": f"{MOST_OPEN:,}"}, verb="upload")
    promised = open_now.aggregate(all=Sum("size"))["all"] or 0
    try:
        actions.require_room(promised + size)
    except actions.NoRoom:
        arrived = sum(map(offset, open_now.iterator()))  # that is on the disk already
        actions.require_room(max(0, promised - arrived) + size)


@transaction.atomic
def _begun(into: Batch, about: dict[str, Any], mark: str, by: User) -> Upload:
    """The row; the one that another hand made under the same mark in this moment."""
    fields = {**about, "expires_at": timezone.now() + LASTS}
    if mark:
        upload, new = Upload.objects.get_or_create(user=by, batch=into, mark=mark, defaults=fields)
    else:
        upload, new = Upload.objects.create(user=by, batch=into, **fields), True
    if new:
        audit.record("upload.begin", about=into, by=by, size=upload.size)
    return upload


def known_again(batch: Batch, marks: list[str], *, by: User) -> QuerySet[Upload]:
    """The uploads of `by` into `batch` that bear one of these marks, finished or not."""
    return Upload.objects.visible_to(by).filter(batch=batch, mark__in=marks).select_related("item")


def under_way(batch: Batch, *, by: User) -> QuerySet[Upload]:
    """The uploads of `by` into `batch` that began and did not end."""
    return Upload.objects.visible_to(by).filter(batch=batch, item=None, expires_at__gt=timezone.now())


def claim(upload: Upload, digest: str) -> None:
    """Note the SHA-256 that the sender computed while sending.

    Raises:
        Refused: it is none.
    """
    sentence = rules.objection_to_digest(digest, digest)
    if sentence:
        raise Refused(sentence, verb="upload")
    if digest and upload.item_id is None:
        upload.claimed_digest = digest
        Upload.objects.filter(pk=upload.pk, item__isnull=True).update(claimed_digest=digest)


def offset(upload: Upload) -> int:
    """How many bytes of it have arrived for good; all of them once it was received."""
    if upload.item_id:
        return upload.size
    try:
        return _file(upload).stat().st_size
    except FileNotFoundError:
        return 0


def append(upload: Upload, stream: Readable, *, at: int) -> int:
    """Append what `stream` gives; returns the new offset. What arrived before a line broke stays.

    Raises:
        OutOfStep: `at` is not where the file ends, or another part is being written.
        Refused: more came than was announced.
    """
    with _alone(upload) as file:
        end = file.seek(0, os.SEEK_END)
        if end != at:
            raise OutOfStep(_("This part does not begin where the last one ended."), verb="upload")
        try:
            while chunk := stream.read(min(CHUNK, upload.size - end + 1)):
                if end + len(chunk) > upload.size:
                    raise Refused(_("More bytes came than were announced."), verb="upload")
                end += _written(file, chunk)
        finally:
            os.fsync(file.fileno())
    failpoints.reach("upload.part")
    return end


def _written(file: IO[bytes], chunk: bytes) -> int:
    """Write all of `chunk`; returns its length. A full disk is a sentence: what fitted stays, and the sender goes on from
    there when there is room again."""
    left = memoryview(chunk)
    try:
        while left:
            left = left[file.write(left) :]
    except OSError as fault:
        if fault.errno in actions.FULL:
            raise actions.NoRoom(rules.no_room(), verb="upload") from fault
        raise
    return len(chunk)


def finish(upload: Upload, *, by: User) -> Item | None:
    """Receive the file when all of it is here; the same item when that was done before; None when some is missing.

    Raises:
        OtherBytes: the digest differs; nothing is kept, and the file has to be sent anew.
        Refused: the batch was closed meanwhile, or there is no room to store it.
    """
    if upload.item is not None:
        return upload.item
    if offset(upload) != upload.size:
        return None
    with _alone(upload) as file:
        known = Item.objects.filter(upload=upload).first()
        if known is not None:
            return known
        file.seek(0)
        try:
            item = _received(upload, file, by)
        except actions.OtherBytes:
            give_up(upload, by=by)
            raise
    _file(upload).unlink(missing_ok=True)
    return item


def _received(upload: Upload, file: IO[bytes], by: User) -> Item:
    """What the file became: by our hand, or by that of another web host in the same moment."""
    try:
        return actions.receive(
            file,
            batch=upload.batch.ref,
            path=bytes(upload.path),
            by=by,
            claimed_digest=upload.claimed_digest,
            upload=upload,
        )
    except actions.TakenAlready:
        theirs = Item.objects.filter(upload=upload).first()
        if theirs is None:
            raise
        return theirs


def give_up(upload: Upload, *, by: User | None) -> None:
    """Forget an upload that will not be finished, with what had arrived; `by` is None where its time ran out."""
    if upload.item_id is not None:
        return
    arrived = offset(upload)
    _file(upload).unlink(missing_ok=True)
    with transaction.atomic():
        if Upload.objects.filter(pk=upload.pk, item__isnull=True).delete()[0]:
            audit.record("upload.give_up", about=upload.batch, by=by, size=upload.size, arrived=arrived)


def clean() -> int:
    """Forget uploads past their time and what dead processes left in the scratch folder; returns how many uploads."""
    late = list(Upload.objects.filter(item__isnull=True, expires_at__lt=timezone.now()).select_related("batch")[:1000])
    for upload in late:
        give_up(upload, by=None)
    _forget_received()
    scratch.clean()
    return len(late)


def _forget_received() -> None:
    """The bytes of uploads that were received, where a process died before it could take them away."""
    for path in Path(settings.UPLOAD_ROOT).iterdir():
        if Upload.objects.filter(token=path.name, item__isnull=False).exists():
            path.unlink(missing_ok=True)


def _file(upload: Upload) -> Path:
    return Path(settings.UPLOAD_ROOT) / upload.token


@contextmanager
def _alone(upload: Upload) -> Iterator[IO[bytes]]:
    """The upload's file, while nobody else writes to it."""
    path = _file(upload)
    path.touch(mode=0o600)
    with path.open("r+b", buffering=0) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutOfStep(_("Another part of this file is being written."), verb="upload") from None
        yield file
