"""Reading many items again: those of a batch that failed or that older stages read, or all that waited for a sandbox."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from evidence.custody import ledger as custody
from evidence.custody.models import Act
from evidence.ingestion import renewing
from evidence.ingestion.models import StageRun
from evidence.ingestion.sandbox import LEAKS
from evidence.intake.entering import INGEST
from evidence.intake.models import Batch
from evidence.items import access
from evidence.items.coding import Outcome
from evidence.items.models import Item
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.jobs import actions as jobs
from inquiry.jobs.models import Job, JobStatus
from inquiry.shared.workflow import NOT_OPEN, Refused


@transaction.atomic
def read_batch_again(ref: str, *, by: User) -> int:
    """Have every failed item of a batch that `by` may know of read anew; returns how many. A few statements for all.

    Raises:
        Batch.DoesNotExist: `by` may not see it.
        Refused: `by` may not retry.
    """
    batch = Batch.objects.visible_to(by).get(ref=ref)
    if not by.holds(Right.JOB_RETRY, batch.inquiry):
        raise Refused(NOT_OPEN, verb="read_again", ref=ref)
    failed = Item.objects.filter(access.condition(by, access.LIST), batch=batch, status=Outcome.FAILED)
    items = list(failed.select_for_update(of=("self",), no_key=True).only("ref", "inquiry_id").order_by("pk"))
    if not items:
        return 0
    chosen = [item.pk for item in items]
    StageRun.objects.filter(item__in=chosen).delete()
    anew = {"status": Outcome.WAITING, "problem": "", "preview_digest": "", "preview_type": ""}
    Item.objects.filter(pk__in=chosen).update(**anew)
    custody.record_many(items, Act.RETRIED, by=by)
    audit.record("evidence.read_again", about=batch, by=by, items=len(items))
    jobs.ask_many(INGEST, items, by=by)
    return len(items)


def older(items: QuerySet[Item]) -> QuerySet[Item]:
    """Those of `items` that a stage of an older version has read, and that are not waiting to be read."""
    stale = StageRun.objects.filter(renewing.older_runs(), item=OuterRef("pk"))
    return items.exclude(status__in=[Outcome.WAITING, Outcome.QUARANTINED]).filter(Exists(stale))


@transaction.atomic
def read_older_again(ref: str, *, by: User) -> int:
    """Have the items of a batch read again whose stages are of older versions, by those stages alone; returns how many.

    What they found before stays until then. Custody says which stages, in which versions.

    Raises:
        Batch.DoesNotExist: `by` may not see it.
        Refused: `by` may not retry.
    """
    batch = Batch.objects.visible_to(by).get(ref=ref)
    if not by.holds(Right.JOB_RETRY, batch.inquiry):
        raise Refused(NOT_OPEN, verb="read_older_again", ref=ref)
    known = Item.objects.filter(access.condition(by, access.LIST), batch=batch)
    rows = older(known).select_for_update(of=("self",), no_key=True).only("ref", "inquiry_id").order_by("pk")
    items = list(rows)
    if not items:
        return 0
    chosen = [item.pk for item in items]
    stale: dict[int, dict[str, str]] = {pk: {} for pk in chosen}
    runs = StageRun.objects.filter(renewing.older_runs(), item__in=chosen)
    for pk, stage, version in runs.values_list("item_id", "stage", "version"):
        stale[pk][stage] = version
    Item.objects.filter(pk__in=chosen).update(status=Outcome.WAITING, problem="")
    custody.record_each({pk: {"older": said} for pk, said in stale.items()}, Act.RETRIED, by=by)
    audit.record("evidence.read_older_again", about=batch, by=by, items=len(items))
    jobs.ask_many(INGEST, items, by=by)
    return len(items)


def read_failed(ref: str, *, by: User) -> Batch:
    """Have every failed item of a batch read anew (`read_batch_again`)."""
    read_batch_again(ref, by=by)
    return Batch.objects.visible_to(by).get(ref=ref)


def read_older(ref: str, *, by: User) -> Batch:
    """Have what older stages read in a batch read again (`read_older_again`)."""
    read_older_again(ref, by=by)
    return Batch.objects.visible_to(by).get(ref=ref)


VERBS = {"read_failed_again": read_failed, "read_older_again": read_older}


def held_up() -> QuerySet[Item]:
    """Items that wait although their last job failed, because the sandbox did not hold."""
    last = Job.objects.filter(task=INGEST, about_id=OuterRef("pk")).order_by("-pk")
    waiting = Item.objects.filter(status=Outcome.WAITING)
    found = waiting.annotate(said=Subquery(last.values("problem")[:1]), ended=Subquery(last.values("status")[:1]))
    return found.filter(said=LEAKS, ended=JobStatus.FAILED)


def go_on() -> int:
    """Ask for the reading of what was held up, now that the sandbox holds; returns how many."""
    items = list(held_up().only("ref", "inquiry_id").order_by("pk")[:5000])
    jobs.ask_many(INGEST, items, by=None)
    return len(items)
