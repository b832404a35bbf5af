"""From a job's number to a read item: the order of things, what resumes, and what each failure means.

Truth is in the job table: a message delivered twice finds the lease taken; a worker that dies loses its lease and the next
one goes on where the tables say; a file that fails three times is given up with a sentence.
"""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from evidence.custody import ledger as custody
from evidence.custody.models import Act
from evidence.ingestion import again, malware, pausing, renewing, twins, writing
from evidence.ingestion.findings import StageReport
from evidence.ingestion.lease import Lease, LeaseLost
from evidence.ingestion.reading import keep_pictures, read
from evidence.ingestion.sandbox import SandboxLeaks, SandboxUnavailable
from evidence.ingestion.stage import ReadRequest
from evidence.intake.entering import INGEST
from evidence.items.coding import Outcome
from evidence.items.models import Item
from evidence.storage import StoreDamaged
from inquiry.jobs import actions as jobs
from inquiry.jobs import holding
from inquiry.jobs.models import Job, JobStatus, WaitsFor
from inquiry.shared import failpoints

ROUND = 64  # pages asked of one more round of OCR
TAKEN_UP = 4  # jobs of dead workers that are gone on with at a time
NOT_THE_BYTES = "The bytes in the store are not those that were received, or are gone. Tell the operator at once."
MACHINE = "The machine could not read this file just now; it is tried again by itself."
DEFECT = "Reading this file broke off by a defect of the system; it is tried again by itself."
AT_LAST = "It was tried {attempts} times. Tell the operator, and have it read again when the cause is mended."
log = logging.getLogger(__name__)


def run(job_id: int) -> None:
    """Read the item of a job, if nobody does. Returns when the item has an outcome, the job waits again, or is not ours."""
    failpoints.reach("task.begun")
    if set_aside(job_id):
        return
    job = jobs.take(job_id)
    if job is None:
        return
    failpoints.reach("task.leased")
    work(job)


def take_up_lost() -> None:
    """Read what a dead worker held, before the queue's next: its message would stand behind a whole backlog."""
    lost = Job.objects.filter(jobs.lost_at(timezone.now()), task=INGEST, attempts__lt=F("max_attempts"))
    for pk in list(lost.order_by("pk").values_list("pk", flat=True)[:TAKEN_UP]):
        run(pk)


def work(job: Job) -> None:
    """Read the item of a job that is ours."""
    item = Item.objects.get(pk=job.about_id)
    try:
        with Lease(job) as lease:
            _read(item, lease)
        failpoints.reach("reading.committed")
    except malware.ScannerWaits as waits:
        _wait(item, job, waits)
    except LeaseLost:
        log.warning("The lease of %s was lost; whoever has it goes on.", item.ref)
    except StoreDamaged:
        give_up(item, job, NOT_THE_BYTES, act=Act.FIXITY_FAILED)
    except SandboxLeaks as leak:
        log.critical("Reading %s was refused: the sandbox does not hold.", item.ref)
        jobs.fail(job, str(leak))  # the item waits; `again.go_on` asks for it once the sandbox holds
    except (SandboxUnavailable, OSError) as fault:
        log.exception("Reading %s has to wait for the machine.", item.ref)
        _again(item, job, str(fault) if isinstance(fault, SandboxUnavailable) else MACHINE)
    except Exception:
        log.exception("Reading %s broke off by a defect of ours.", item.ref)
        _again(item, job, DEFECT)


def set_aside(job_id: int) -> bool:
    """Whether the job has to wait before it is taken: its batch is paused, or the malware scanner is known to be down."""
    if pausing.set_aside(job_id):
        return True
    return malware.resting() and bool(
        holding.set_aside([job_id], WaitsFor.SCANNER, until=timezone.now() + malware.DOWN)
    )


def _wait(item: Item, job: Job, waits: malware.ScannerWaits) -> None:
    """Back into the queue without having been tried; the item says why it waits."""
    if holding.put_back(job, WaitsFor.SCANNER, waits.sentence, until=timezone.now() + waits.wait):
        Item.objects.filter(pk=item.pk, status=Outcome.WAITING).update(problem=waits.sentence)


def _read(item: Item, lease: Lease) -> None:
    runs = writing.runs_so_far(item)
    left = writing.left_in(runs)
    if not malware.passes(item, lease):
        return
    if older := renewing.older(runs):
        left = renewing.renew(item, older, lease)
    elif not writing.is_read(runs):
        twin = twins.find(item)
        if twin is not None:
            twins.copy(item, twin, lease)
            return
        left = _first_pass(item, lease)
    elif not left:
        writing.end_again(item, lease)
        return
    while left:
        _ocr_round(item, left[:ROUND], lease)
        left = writing.left_of(item)


def _first_pass(item: Item, lease: Lease) -> list[int]:
    """Returns the pages that were left for later."""

    def told(report: StageReport) -> None:
        lease.tell(report.name)

    with read(item, ReadRequest(name=item.name, depth=item.depth), told) as reading:
        writing.children(item, reading.found, lease)
        keep_pictures(reading)
        return writing.first(item, reading, lease)


def _ocr_round(item: Item, asked: list[int], lease: Lease) -> None:
    request = ReadRequest(
        name=item.name, depth=item.depth, stages=("ocr",), pages=tuple(asked), media_type=item.media_type
    )
    with read(item, request) as reading:
        keep_pictures(reading)
        writing.round_of_ocr(item, reading, asked, lease)


def _again(item: Item, job: Job, problem: str) -> None:
    """Back into the queue; after the last attempt the item fails with the same sentence."""
    if job.attempts >= job.max_attempts:
        told = problem.replace("; it is tried again by itself", "")
        give_up(item, job, f"{told} {AT_LAST.format(attempts=job.attempts)}")
    else:
        jobs.give_back(job, problem)


@transaction.atomic
def give_up(item: Item, job: Job, problem: str, act: Act = Act.FAILED) -> None:
    """The item fails with a sentence, and its job with it; nothing when the job is somebody else's by now."""
    if jobs.fail(job, problem):
        _failed(item, problem, act)


def _failed(item: Item, problem: str, act: Act = Act.FAILED) -> None:
    Item.objects.filter(pk=item.pk).update(status=Outcome.FAILED, problem=problem)
    custody.record(item, act, by=None, problem=problem)


def settle_lost() -> int:
    """Give the items of jobs that were given up their outcome; return how many. Run by beat, safe to run again."""
    failed = Job.objects.filter(task=INGEST, status=JobStatus.FAILED)
    still_open = Job.objects.open().filter(task=INGEST)
    waiting = Item.objects.filter(status=Outcome.WAITING, pk__in=failed.values("about_id"))
    count = 0
    lost = waiting.exclude(pk__in=still_open.values("about_id")).exclude(pk__in=again.held_up().values("pk"))
    for item in lost[:500]:
        last = failed.filter(about_id=item.pk).order_by("-pk")[0]
        with transaction.atomic():
            current = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
            if current.status == Outcome.WAITING:
                _failed(current, last.problem)
                count += 1
    return count
