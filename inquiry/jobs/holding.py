"""Jobs that are kept waiting: set aside before they are taken, put back untried, released. None of it counts as an attempt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from inquiry.jobs.actions import SWEEP
from inquiry.jobs.models import Job, JobStatus
from inquiry.shared.later import later


def set_aside(job_ids: Iterable[int] | QuerySet[Any], why: str, *, until: datetime | None = None) -> int:
    """Keep jobs that nobody has taken yet waiting for `why`, until `until` or until they are released; returns how many."""
    waiting = Job.objects.filter(pk__in=job_ids, status=JobStatus.QUEUED)
    return waiting.update(waits_for=why, waits_until=until)


def put_back(job: Job, why: str, problem: str, *, until: datetime) -> bool:
    """Give a job that was taken back untried, to be tried at `until`. False: the lease was lost, nothing changed."""
    mine = Job.objects.filter(pk=job.pk, status=JobStatus.RUNNING, lease_owner=job.lease_owner, attempts=job.attempts)
    changed = mine.update(
        status=JobStatus.QUEUED,
        attempts=F("attempts") - 1,
        problem=problem[:500],
        waits_for=why,
        waits_until=until,
        lease_until=None,
        lease_owner="",
    )
    return bool(changed)


@transaction.atomic
def release(jobs: QuerySet[Job], why: str) -> int:
    """Let those of `jobs` that wait for `why` have their turn again; returns how many. The first are rung at once, the
    others by the sweeper."""
    held = jobs.filter(status=JobStatus.QUEUED, waits_for=why)
    chosen = list(held.select_for_update().order_by("pk").values_list("pk", "task"))
    keys = [pk for pk, _task in chosen]
    Job.objects.filter(pk__in=keys).update(waits_for="", waits_until=None, rung_at=None)
    Job.objects.filter(pk__in=keys[:SWEEP]).update(rung_at=timezone.now())
    for pk, task in chosen[:SWEEP]:
        later(task, pk)
    return len(keys)
