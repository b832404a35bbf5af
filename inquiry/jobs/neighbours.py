"""Several jobs taken and ended at once, where taking each for itself would cost more than doing it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from inquiry.jobs.actions import LEASE, free_at, owner
from inquiry.jobs.models import Job, JobStatus


@transaction.atomic
def take(first: int, fits: Any, *, most: int) -> list[Job]:
    """The leases of the job `first` and of free jobs of the same task asked for soon after it, none of them tried before.

    Args:
        fits: a condition on jobs, for all of them.
        most: how many at most.

    Returns: none when `first` is not free, was tried before or does not fit.
    """
    now = timezone.now()
    near = Job.objects.filter(free_at(now), fits, attempts=0, pk__gte=first, pk__lt=first + 2 * most)
    found = list(near.select_for_update(skip_locked=True).order_by("pk")[:most])
    if not found or found[0].pk != first:
        return []
    taken = [job for job in found if job.task == found[0].task]
    said = {"status": JobStatus.RUNNING, "attempts": 1, "lease_owner": owner(), "started_at": now, "waits_for": ""}
    Job.objects.filter(pk__in=[job.pk for job in taken]).update(**said, lease_until=now + LEASE, problem="")
    for job in taken:
        for name, value in said.items():
            setattr(job, name, value)
    return taken


def finish(jobs: list[Job]) -> bool:
    """The work of all of them is done. False: one lease at least was lost meanwhile; the caller's transaction must roll
    back."""
    mine = Job.objects.filter(
        pk__in=[job.pk for job in jobs], status=JobStatus.RUNNING, attempts=1, lease_owner=owner()
    )
    ended = mine.update(status=JobStatus.DONE, ended_at=timezone.now(), problem="", lease_until=None, lease_owner="")
    return ended == len(jobs)
