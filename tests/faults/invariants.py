"""What has to hold after any fault, once the system was left in peace: a sentence for each thing that does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from celery import current_app
from django.conf import settings
from django.db.models import Count, Q

from evidence import storage
from evidence.custody import ledger as custody
from evidence.custody.models import Act, CustodyEntry, CustodyLink
from evidence.ingestion.models import StageRun
from evidence.intake import scratch
from evidence.intake.models import Upload
from evidence.items.coding import Outcome
from evidence.items.models import Item, Page
from inquiry.audit import ledger as audit
from inquiry.audit.models import Entry, Link
from inquiry.jobs.models import Job
from tests.faults.client import History

TOLD = 5  # of one invariant
NAMES = {
    "I1": "acknowledged and present",
    "I2": "once, under one number, none left out",
    "I3": "one line of reception each",
    "I4": "no ledger shrinks",
    "I5": "object and row belong together",
    "I6": "nothing left behind in plain text",
    "I8": "no job without an end",
    "I9": "one derivative of a kind",
    "I10": "told once",
    "I11": "queue empty",
    "I12": "the verifier finds nothing",
}


def broken(history: History, inside: dict[str, int], lengths: dict[str, int]) -> list[tuple[str, str]]:
    """(invariant, sentence) for each break, at most a few of each.

    Args:
        history: what was sent and what was answered. inside: path → members of the archive.
        lengths: how long each ledger was at the last look; brought up to date.
    """
    checks = {
        "I1": _present(history),
        "I2": _once(history, inside),
        "I3": _received(),
        "I4": _longer(lengths),
        "I5": _objects(),
        "I6": _left_behind(),
        "I8": _open_jobs(),
        "I9": _doubles(),
        "I10": _told(),
        "I11": _queue(),
        "I12": _verified(),
    }
    return [(name, sentence) for name, found in checks.items() for sentence in islice(found, TOLD)]


def _present(history: History) -> Iterator[str]:
    rows = {
        ref: (bytes(path).decode(), sha256) for ref, path, sha256 in _tops().values_list("ref", "path_bytes", "sha256")
    }
    for path, ref in list(history.acknowledged.items()):
        if rows.get(ref) != (path, history.sent[path]):
            yield f"{path} was acknowledged as {ref} and is not there, or is another."
    for item in Item.objects.order_by("-pk")[:200]:
        try:
            with storage.opened(storage.key_of(item.sha256), item.sha256):
                pass
        except storage.StoreDamaged:
            yield f"The bytes of {item.ref} are gone or are others."
    for path, heard in history.lost.items():
        yield f"{path} was sent for two minutes and more, and never acknowledged; last: {heard}"


def _tops() -> Any:
    return Item.objects.filter(parent=None)


def _once(history: History, inside: dict[str, int]) -> Iterator[str]:
    paths = Counter(bytes(path).decode() for path in _tops().values_list("path_bytes", flat=True))
    yield from (f"{path} is there {times} times." for path, times in paths.items() if times > 1)
    numbers = sorted(int(ref[2:]) for ref in Item.objects.values_list("ref", flat=True))
    if numbers and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        yield "The numbers of the items have a gap, or one twice."
    for item in _tops().annotate(members=Count("children")).filter(status=Outcome.READ):
        if item.members != inside.get(item.path, 0):
            yield f"{item.ref} was read, and {item.members} of {inside.get(item.path, 0)} members were received."
    for item in Item.objects.exclude(status__in=[Outcome.READ, Outcome.WAITING])[:TOLD]:
        yield f"{item.ref} ended as {item.status}: {item.problem}"


def _received() -> Iterator[str]:
    said = Q(custody__act__in=[Act.RECEIVED, Act.UNPACKED])
    rows: Any = Item.objects.annotate(lines=Count("custody", filter=said)).exclude(lines=1)
    for item in rows[:TOLD]:
        yield f"{item.ref} has {item.lines} lines that say it was received."


def _longer(lengths: dict[str, int]) -> Iterator[str]:
    for seal in (custody.seal, audit.seal):
        seal()
    for name, count in (("custody", CustodyLink.objects.count()), ("audit", Link.objects.count())):
        if count < lengths.get(name, 0):
            yield f"The ledger {name} had {lengths[name]} links and has {count}."
        lengths[name] = count


def _objects() -> Iterator[str]:
    rows = set(Item.objects.values_list("sha256", flat=True))
    kept = {path.name for path in Path(settings.STORAGE_ROOT, storage.ORIGINALS).rglob("*") if path.is_file()}
    yield from (f"Nobody knows of the object {name}." for name in kept - rows)
    yield from (f"The object {name} of an item is gone." for name in rows - kept)


def _left_behind() -> Iterator[str]:
    """What dead processes left: taken away by the janitor as if hours had passed, which takes nothing that is in use."""
    waited, scratch.LEFT_BEHIND = scratch.LEFT_BEHIND, -1
    try:
        scratch.clean()
    finally:
        scratch.LEFT_BEHIND = waited
    for folder in storage.spools():
        yield from (f"{path.name} was left behind." for path in folder.iterdir())
    known = set(Upload.objects.filter(item__isnull=True).values_list("token", flat=True))
    for path in Path(settings.UPLOAD_ROOT).iterdir():
        if path.name not in known:
            yield f"The upload {path.name} was left behind."


def _open_jobs() -> Iterator[str]:
    for job in Job.objects.open()[:TOLD]:
        yield f"The job of {job.about_ref} is {job.status}, {job.stage}, attempt {job.attempts}, waits for {job.waits_for!r}."
    for item in Item.objects.filter(status=Outcome.WAITING)[:TOLD]:
        yield f"{item.ref} waits to be read and nobody was asked to."


def _doubles() -> Iterator[str]:
    for table, keys in ((StageRun, ("item", "stage")), (Page, ("item", "number")), (Item, ("parent", "order"))):
        rows: Any = table._default_manager.values(*keys).annotate(times=Count("pk")).filter(times__gt=1)
        rows = rows.filter(parent__isnull=False) if table is Item else rows
        yield from (f"There is more than one {table.__name__} of {row}." for row in rows[:TOLD])
    texts: Any = Item.objects.filter(media_type="text/plain").annotate(number=Count("page_set"))
    yield from (f"{item.ref} has {item.number} pages." for item in texts.exclude(number=1)[:TOLD])
    reads, again = Q(custody__act=Act.READ), Q(custody__act=Act.RETRIED)
    lines: Any = Item.objects.annotate(reads=Count("custody", filter=reads), again=Count("custody", filter=again))
    for item in lines.filter(reads__gt=1)[:TOLD]:
        if item.reads > 1 + item.again:
            yield f"{item.ref} was read {item.reads} times and asked for again {item.again} times."


def _told() -> Iterator[str]:
    rows = Entry.objects.filter(act="evidence.receive").values("about").annotate(times=Count("pk"))
    yield from (f"{row['about']} was taken in {row['times']} times." for row in rows.exclude(times=1)[:TOLD])


def _queue() -> Iterator[str]:
    with current_app.connection_for_write() as line:
        channel: Any = line.default_channel
        for name in ("ingest",):
            waiting = channel.client.llen(name)
            if waiting:
                yield f"{waiting} messages wait on the queue {name} although nothing is left to do."


def _verified() -> Iterator[str]:
    for verdict in (custody.verify(), audit.verify()):
        yield from (f"{verdict.ledger}: {problem}" for problem in verdict.problems)
    gaps = CustodyEntry.objects.values("item", "number").annotate(times=Count("pk")).filter(times__gt=1)
    yield from (f"Custody has {row} twice." for row in gaps[:TOLD])
