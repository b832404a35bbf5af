"""Recordings that no browser plays, made playable in the sandbox when somebody first wants to hear them."""

from __future__ import annotations

from django.db import transaction

from evidence import storage
from evidence.custody import ledger as custody
from evidence.custody.models import Act
from evidence.ingestion import stage
from evidence.ingestion.lease import Lease, LeaseLost
from evidence.ingestion.reading import Reading, read
from evidence.ingestion.recordings import PREVIEWS
from evidence.ingestion.sandbox import SandboxUnavailable
from evidence.items.coding import Outcome
from evidence.items.models import Item
from evidence.storage import StoreDamaged
from inquiry.accounts.models import User
from inquiry.jobs import actions as jobs
from inquiry.jobs.models import Job

CONVERT = "evidence.tasks.convert"
NONE = "none"  # in place of the preview's type: it was tried and there is none
NOT_READ = (Outcome.WAITING, Outcome.QUARANTINED)
DAMAGED = "The bytes in the store are not those that were received, or are gone."
LIMITS = stage.Limits(cpu_seconds=900, wall_seconds=1500)  # an hour of film takes some ten minutes


def want(item: Item, *, by: User) -> None:
    """Ask for a version that browsers play, unless there is one, none can be made, or the item is not read."""
    if not item.preview_type and item.status not in NOT_READ:
        jobs.ask(CONVERT, item, by=by)


def run(job_id: int) -> None:
    """Make the version that is wanted of the item of a job."""
    job = jobs.take(job_id)
    if job is None:
        return
    item = Item.objects.get(pk=job.about_id)
    try:
        with Lease(job) as lease:
            lease.hold(stage="preview")
            _convert(item, lease)
    except LeaseLost:
        return
    except StoreDamaged:
        jobs.fail(job, DAMAGED)
    except (SandboxUnavailable, OSError) as fault:
        _again(job, f"The machine could not make recordings playable just now ({type(fault).__name__}).")


def _again(job: Job, problem: str) -> None:
    """Back into the queue; after the last attempt it fails, and whoever opens the item next asks anew."""
    if job.attempts >= job.max_attempts:
        jobs.fail(job, problem)
    else:
        jobs.give_back(job, problem)


def _convert(item: Item, lease: Lease) -> None:
    request = stage.ReadRequest(
        name=item.name, depth=item.depth, stages=("preview",), media_type=item.media_type, limits=LIMITS
    )
    with read(item, request) as reading:
        kept = _kept(reading)
        with transaction.atomic():
            current = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
            if current.status not in NOT_READ:
                current.preview_digest, current.preview_type = kept
                current.save(update_fields=["preview_digest", "preview_type"])
                custody.record(current, Act.CONVERTED, by=None, digest=kept[0], problem=reading.found.problem)
            lease.finish()


def _kept(reading: Reading) -> tuple[str, str]:
    """(digest, media type) of the preview, put into the store; ("", NONE) when none could be made."""
    made = reading.found.preview
    if made is None or made.media_type not in PREVIEWS:
        return "", NONE
    with made.path.open("rb") as file:
        return storage.put(file, kind=storage.PICTURES).sha256, made.media_type
