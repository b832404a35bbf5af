"""The verbs of a batch's reading: pause it, let it go on. What is being read when it is paused is read to its end."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.intake.entering import INGEST
from evidence.intake.models import Batch
from evidence.items.models import Item
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.jobs import holding
from inquiry.jobs.models import Job, JobStatus, WaitsFor
from inquiry.shared.workflow import NOT_OPEN, Refused


@transaction.atomic
def pause(ref: str, *, by: User) -> Batch:
    """Let nothing more of a batch be read until it goes on. Nothing of it is counted as an attempt.

    Raises:
        Batch.DoesNotExist: `by` may not see it.
        Refused: it is paused already, or `by` may not.
    """
    batch = _locked(ref, by, "pause")
    if batch.paused_at is not None:
        raise Refused(_("This batch is paused already."), verb="pause", ref=ref)
    batch.change({"paused_at": timezone.now(), "paused_by": by})
    waiting = _jobs(batch).filter(status=JobStatus.QUEUED)
    held = holding.set_aside(waiting.values("pk"), WaitsFor.PAUSE)
    audit.record("batch.pause", about=batch, by=by, waiting=held)
    return batch


@transaction.atomic
def resume(ref: str, *, by: User) -> Batch:
    """Let a paused batch be read on.

    Raises:
        Batch.DoesNotExist: `by` may not see it.
        Refused: it is not paused, or `by` may not.
    """
    batch = _locked(ref, by, "resume")
    if batch.paused_at is None:
        raise Refused(_("This batch is not paused."), verb="resume", ref=ref)
    batch.change({"paused_at": None, "paused_by": None})
    waiting = holding.release(_jobs(batch), WaitsFor.PAUSE)
    audit.record("batch.resume", about=batch, by=by, waiting=waiting)
    return batch


VERBS = {"pause": pause, "resume": resume}


def verbs_of(batch: Batch, user: User) -> list[str]:
    """What `user` may have done with the reading of a batch as it stands, for the API's `allowed_actions`."""
    if not user.holds(Right.JOB_RETRY, batch.inquiry):
        return []
    return ["pause" if batch.paused_at is None else "resume", "read_failed_again", "read_older_again"]


def set_aside(job_id: int) -> bool:
    """Whether the job's batch is paused: the job waits then until the batch goes on. Asked before a job is taken."""
    about = Job.objects.filter(pk=job_id, task=INGEST).values("about_id")
    paused = Batch.objects.filter(paused_at__isnull=False)
    key = paused.filter(items__in=about).values_list("pk", flat=True).first()
    if key is None:
        return False
    with transaction.atomic():  # whoever lets it go on waits for us, or we see that it went on
        still = paused.select_for_update(of=("self",), no_key=True).filter(pk=key).exists()
        return still and bool(holding.set_aside([job_id], WaitsFor.PAUSE))


def _locked(ref: str, by: User, verb: str) -> Batch:
    batch = Batch.objects.visible_to(by).select_for_update(of=("self",)).get(ref=ref)
    if not by.holds(Right.JOB_RETRY, batch.inquiry):
        raise Refused(NOT_OPEN, verb=verb, ref=ref)
    return batch


def _jobs(batch: Batch) -> QuerySet[Job]:
    return Job.objects.filter(task=INGEST, about_id__in=Item.objects.filter(batch=batch).values("pk"))
