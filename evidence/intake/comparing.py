"""Have the sealed packages of a batch compared with their lists: a job, since lists are long and come from anybody."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils.translation import gettext as _

from evidence.ingestion.lease import Lease, LeaseLost
from evidence.intake import checking
from evidence.intake.models import Batch
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.jobs import actions as jobs
from inquiry.jobs.models import Job
from inquiry.shared.workflow import NOT_OPEN, Refused

COMPARE = "evidence.tasks.compare_packages"
FAULT = "The packages could not be compared just now; the operator finds the reason in the log."
log = logging.getLogger(__name__)


def ask(batch: Batch, *, by: User) -> bool:
    """Have every package that came as a folder compared; False where there is none. For whoever has checked the right."""
    begun = bool(checking.tops(checking.folders_of(batch)))
    if begun:
        jobs.ask(COMPARE, batch, by=by)
    return begun


@transaction.atomic
def check_packages(ref: str, *, by: User) -> Batch:
    """Ask for every package that came as a folder into the batch to be compared; each time anew, since more may have come.

    Raises:
        Batch.DoesNotExist: `by` may not see it.
        Refused: `by` may not receive, or there is no package among the files.
    """
    batch = Batch.objects.visible_to(by).select_for_update(of=("self",)).get(ref=ref)
    if not by.holds(Right.EVIDENCE_RECEIVE, batch.inquiry):
        raise Refused(NOT_OPEN, verb="check_packages", ref=ref)
    if not ask(batch, by=by):
        raise Refused(_("No sealed package is among the files: no bagit.txt has come."), verb="check_packages", ref=ref)
    audit.record("batch.check_packages", about=batch, by=by)
    return batch


def under_way(batch: Batch) -> bool:
    """Whether they are being compared, or are going to be."""
    return Job.objects.open().filter(task=COMPARE, about_id=batch.pk).exists()


def run(job_id: int) -> None:
    """Compare the packages of the batch of a job, each for itself, and again when files came meanwhile."""
    job = jobs.take(job_id)
    if job is None:
        return
    batch = Batch.objects.select_related("inquiry").get(pk=job.about_id)
    try:
        with Lease(job) as lease:
            while not _compared(batch, lease):
                pass
    except LeaseLost:
        return
    except Exception:
        log.exception("The packages of %s could not be compared.", batch.ref)
        jobs.give_back(job, FAULT)


def _compared(batch: Batch, lease: Lease) -> bool:
    """False when more files came while the others were compared. Raises LeaseLost."""
    last = _last(batch)
    rows = checking.folders_of(batch)
    for top in checking.tops(rows):
        lease.hold(stage="compare")
        checking.compare(batch, rows, top, package=None, by=lease.job.created_by)
    with transaction.atomic():
        Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)  # nothing is received while it is held
        if _last(batch) != last:
            return False
        lease.finish()
    return True


def _last(batch: Batch) -> int:
    return checking.folders_of(batch).order_by("-pk").values_list("pk", flat=True).first() or 0
