"""Small plain texts read a handful at a time: one child of the sandbox, one transaction, where each alone costs ten times that.

Whatever is not small, not fresh, not plain text after all, or goes wrong, takes the way that every other file takes.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from evidence import storage
from evidence.custody import ledger as custody
from evidence.custody.models import Act
from evidence.ingestion import pipeline, stages, writing
from evidence.ingestion.findings import Findings
from evidence.ingestion.lease import LeaseLost
from evidence.ingestion.models import StageRun
from evidence.ingestion.reading import sandbox
from evidence.ingestion.stage import ReadRequest
from evidence.intake.entering import INGEST
from evidence.items import indexing
from evidence.items.coding import Outcome
from evidence.items.models import Item, Page
from inquiry.jobs import actions as jobs
from inquiry.jobs import neighbours
from inquiry.jobs.models import Job
from inquiry.shared import failpoints

MOST, SMALL = 32, 64 * 1024
ENDINGS = r"\.(txt|text|log|md)$"
log = logging.getLogger(__name__)


def run(job_id: int) -> None:
    """Read the item of a job, with its neighbours when all of them are small texts; then what a dead worker left behind.

    Of a handful that was read together each has a message of its own: most messages find nothing to do.
    """
    if jobs.is_open(job_id):
        _run(job_id)
        pipeline.take_up_lost()


def _run(job_id: int) -> None:
    taken = [] if settings.CLAMD or not _looks_small(job_id) else neighbours.take(job_id, _small(), most=MOST)
    if not taken:
        pipeline.run(job_id)
        return
    failpoints.reach("task.leased")
    for job in _left_over(taken):
        pipeline.work(job)


def _looks_small(job_id: int) -> bool:
    """Whether it is worth asking for its neighbours at all."""
    about = Job.objects.filter(pk=job_id, task=INGEST, attempts=0).values("about_id")
    return Item.objects.filter(pk__in=about, size__lte=SMALL, duplicate_of=None, name__iregex=ENDINGS).exists()


def _small() -> Q:
    """The ingest jobs of fresh items that look like small texts, of batches that are not paused."""
    items = Item.objects.filter(pk=OuterRef("about_id"), status=Outcome.WAITING, size__gt=0, size__lte=SMALL)
    fresh = items.filter(batch__paused_at=None, duplicate_of=None, name__iregex=ENDINGS)
    read = StageRun.objects.filter(item=OuterRef("pk"))
    return Q(Exists(fresh.filter(~Exists(read))), task=INGEST)


def _left_over(taken: list[Job]) -> list[Job]:
    """The jobs of those files that have to be read one by one, after the others were read and written."""
    items = Item.objects.in_bulk([job.about_id for job in taken])
    try:
        found = _read([items[job.about_id] for job in taken])
        done = [
            (job, items[job.about_id], one) for job, one in zip(taken, found, strict=True) if one and _is_whole(one)
        ]
        if done:
            _write(done)
        failpoints.reach("reading.committed")
    except LeaseLost:
        return []  # whoever has them goes on
    except Exception:
        log.exception("%s small files could not be read together; each is read for itself.", len(taken))
        return taken
    over = {job.pk for job, _item, _found in done}
    return [job for job in taken if job.pk not in over]


def _read(items: Sequence[Item]) -> list[Findings | None]:
    """What the sandbox found in each; None for what is not plain text."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="read-", dir=settings.SCRATCH_ROOT))
        stack.enter_context(storage.held(Path(folder)))
        files = [stack.enter_context(storage.opened(storage.key_of(item.sha256), item.sha256)) for item in items]
        asked = [ReadRequest(name=item.name, depth=item.depth) for item in items]
        failpoints.reach("sandbox.asking")
        found = sandbox().read_plain(list(zip(files, asked, strict=True)), Path(folder))
        failpoints.reach("sandbox.heard")
        return found


def _is_whole(found: Findings) -> bool:
    """Whether nothing is left to be done about it beside writing it down."""
    ran = {(report.name, report.version) for report in found.stages}
    return not any(found.pages_left.values()) and ran == set(stages.versions().items())


@transaction.atomic
def _write(done: Sequence[tuple[Job, Item, Findings]]) -> None:
    """Everything about all of them, in a few statements. Raises LeaseLost."""
    if not neighbours.finish([job for job, _item, _found in done]):
        raise LeaseLost(done[0][0].about_ref)
    pages: list[Page] = []
    languages = writing.described([item.pk for _job, item, _found in done])
    for job, item, found in done:
        writing.take_over(item, found, languages)
        pages += _settled(job, item, found)
    Item.objects.bulk_update([item for _job, item, _found in done], writing.KNOWN + writing.SETTLED)
    Page.objects.bulk_create(pages)
    failpoints.reach("pages.written")
    runs = [row for _job, item, found in done for row in writing.runs_of(item, found, [], {})]
    StageRun.objects.bulk_create(runs)
    indexing.write_many([item for _job, item, _found in done])
    failpoints.reach("index.written")
    custody.record_each({item.pk: _said(item, found) for _job, item, found in done}, Act.READ, by=None)
    failpoints.reach("custody.written")
    failpoints.reach("job.ended")


def _settled(job: Job, item: Item, found: Findings) -> list[Page]:
    """The pages of an item, and its totals."""
    rows = [writing.text_row(item, page) for page in found.pages.values()]
    item.status, item.problem, item.read_at = Outcome(found.outcome), found.problem, timezone.now()
    item.read_seconds = (item.read_at - job.started_at).total_seconds() if job.started_at else 0.0
    item.ocr_pages, item.text_chars = found.ocr_pages, sum(len(row.text) for row in rows)
    return rows


def _said(item: Item, found: Findings) -> dict[str, object]:
    """The custody line of a reading, as `writing.settle` says it."""
    digest = hashlib.sha256(found.text.encode()).hexdigest()
    versions = {report.name: report.version for report in found.stages}
    said = {"outcome": str(item.status), "pages": item.pages, "ocr_pages": item.ocr_pages, "text_digest": digest}
    return {**said, "versions": versions}
