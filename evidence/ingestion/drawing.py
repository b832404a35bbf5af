"""Pictures of the pages somebody wants to look at, made in the sandbox when they are first asked for."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from evidence.custody import ledger as custody
from evidence.custody.models import Act
from evidence.ingestion import writing
from evidence.ingestion.lease import Lease, LeaseLost
from evidence.ingestion.reading import Reading, keep_pictures, read
from evidence.ingestion.sandbox import SandboxUnavailable
from evidence.ingestion.stage import ReadRequest
from evidence.items.coding import Outcome
from evidence.items.models import Item, Page
from evidence.storage import StoreDamaged
from inquiry.accounts.models import User
from inquiry.jobs import actions as jobs
from inquiry.jobs.models import Job

DRAW = "evidence.tasks.draw"
AT_ONCE = 12  # pages of one pass
AHEAD = 8  # pages made along with the one that is looked at
NONE = "none"  # in place of a picture's type: it was tried and there is none
DAMAGED = "The bytes in the store are not those that were received, or are gone."


def want(item: Item, number: int, *, by: User) -> None:
    """Ask for the picture of page `number` and of those that follow it, unless they are there, or it is in quarantine."""
    if item.status == Outcome.QUARANTINED:
        return
    missing = Page.objects.filter(item=item, image_type="", number__gte=number, number__lt=number + AHEAD)
    with transaction.atomic():
        if missing.update(wanted_at=timezone.now()):
            jobs.ask(DRAW, item, by=by)


def run(job_id: int) -> None:
    """Draw every page that is wanted of the item of a job."""
    job = jobs.take(job_id)
    if job is None:
        return
    item = Item.objects.get(pk=job.about_id)
    try:
        with Lease(job) as lease:
            while wanted := _wanted(item):  # none is left once the item is in quarantine
                lease.hold(stage="page_images")
                _draw(item, wanted)
            lease.finish()
    except LeaseLost:
        return
    except StoreDamaged:
        _give_up(item, job, DAMAGED, image_type=NONE)
    except (SandboxUnavailable, OSError) as fault:
        _again(item, job, f"The machine could not draw pages just now ({type(fault).__name__}).")
    else:
        if _wanted(item):  # asked for while the last pass ended
            jobs.ask(DRAW, item, by=job.created_by)


def _again(item: Item, job: Job, problem: str) -> None:
    """Back into the queue; after the last attempt nobody wants the pages any more, until somebody looks at them again."""
    if job.attempts >= job.max_attempts:
        _give_up(item, job, problem)
    else:
        jobs.give_back(job, problem)


@transaction.atomic
def _give_up(item: Item, job: Job, problem: str, **said: str) -> None:
    """The job fails, and with it goes what was wanted: otherwise it would be asked for without end."""
    if jobs.fail(job, problem):
        Page.objects.filter(item=item, wanted_at__isnull=False, image_type="").update(wanted_at=None, **said)


def _wanted(item: Item) -> list[int]:
    rows = Page.objects.filter(item=item, wanted_at__isnull=False, image_type="").order_by("number")
    return list(rows.values_list("number", flat=True)[:AT_ONCE])


def _draw(item: Item, wanted: list[int]) -> None:
    request = ReadRequest(
        name=item.name, depth=item.depth, stages=("page_images",), pages=tuple(wanted), media_type=item.media_type
    )
    with read(item, request) as reading:
        keep_pictures(reading)
        _keep(item, reading, wanted)


@transaction.atomic
def _keep(item: Item, reading: Reading, wanted: list[int]) -> None:
    """The pictures, onto their pages; none of an item that went into quarantine meanwhile, which deleted its pages."""
    pages = Page.objects.filter(item=item, number__in=wanted)
    current = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if current.status == Outcome.QUARANTINED or pages.count() < len(wanted):
        pages.update(wanted_at=None)
        return
    writing.pictures(item, reading)
    pages.filter(image_type="").update(image_type=NONE)
    pages.update(wanted_at=None)
    custody.record(item, Act.DRAWN, by=None, pages=wanted)
