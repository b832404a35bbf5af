"""Ask for work, take it under a lease, tell how far it is, end it; and ring again for whatever was lost.

A worker that dies loses its lease and the sweeper rings again; the attempt was counted before the work began, so a file
that kills its worker is given up after three. A message delivered twice finds the lease taken and does nothing.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from inquiry.accounts.models import User
from inquiry.jobs.models import Job, JobStatus
from inquiry.shared.later import later, queued, ring
from inquiry.shared.tables import Record

LEASE = timedelta(seconds=20)  # renewed every five while work goes on; how long a dead worker keeps a job
RING_AGAIN = timedelta(seconds=20)  # lease or ringing, and the sweep after: a killed worker's job goes on within 30
LONGEST = timedelta(minutes=10)  # for which a job is told to wait before it is tried again by itself
SWEEP = 500
FETCHED = 16  # messages that workers may have fetched and not begun
GIVEN_UP = (
    "The work was tried {attempts} times and each time the worker was lost or stopped. Retry, or tell the operator."
)


@transaction.atomic
def ask(task: str, about: Record, *, by: User | None, total: int = 0) -> Job:
    """Ask for `task` about a record, once: an open job for the same record is returned as it is."""
    job, made = Job.objects.get_or_create(
        task=task,
        about_id=about.pk,
        status__in=[JobStatus.QUEUED, JobStatus.RUNNING],
        defaults={
            "inquiry_id": about.inquiry_id,
            "about_ref": about.ref,
            "status": JobStatus.QUEUED,
            "created_by": by,
            "total": total,
            "rung_at": timezone.now(),
        },
    )
    if made:
        later(task, job.pk)
    return job


@transaction.atomic
def ask_many(task: str, about: Sequence[Record], *, by: User | None) -> None:
    """Ask for `task` about each of many records, in a few statements; what is asked for already is left as it is.

    The first `SWEEP` are rung, the others when the sweeper finds that the queue has room for them.
    """
    asked = [
        Job(task=task, about_id=one.pk, about_ref=one.ref, inquiry_id=one.inquiry_id, created_by=by) for one in about
    ]
    Job.objects.bulk_create(asked, ignore_conflicts=True, batch_size=SWEEP)
    silent = Job.objects.filter(
        task=task, status=JobStatus.QUEUED, rung_at=None, about_id__in=[one.pk for one in about]
    )
    first = list(silent.order_by("pk").values_list("pk", flat=True)[:SWEEP])
    Job.objects.filter(pk__in=first).update(rung_at=timezone.now())
    for pk in first:
        later(task, pk)


def owner() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def free_at(now: datetime) -> Q:
    """Those that wait for nothing but their turn at `now`."""
    return Q(status=JobStatus.QUEUED) & (Q(waits_for="") | Q(waits_until__lte=now) | Q(waits_until__gt=now + LONGEST))


def lost_at(now: datetime) -> Q:
    """Those whose worker is dead at `now`; no lease lies far ahead, unless the clock was put back since."""
    return Q(status=JobStatus.RUNNING) & (Q(lease_until__lt=now) | Q(lease_until__gt=now + 2 * LEASE))


def is_open(job_id: int) -> bool:
    """Whether anybody could take the job now: it waits, or whoever had it may be dead."""
    now = timezone.now()
    held = Q(status=JobStatus.RUNNING, lease_until__gte=now, lease_until__lte=now + 2 * LEASE)
    return Job.objects.open().filter(pk=job_id).exclude(held).exists()


def take(job_id: int) -> Job | None:
    """Take the lease of a job that nobody works on; None when somebody does or it is over."""
    now = timezone.now()
    free = free_at(now) | lost_at(now)
    taken = Job.objects.filter(free, pk=job_id, attempts__lt=F("max_attempts")).update(
        status=JobStatus.RUNNING,
        attempts=F("attempts") + 1,
        lease_until=now + LEASE,
        lease_owner=owner(),
        started_at=now,
        problem="",
        waits_for="",
        waits_until=None,
    )
    return Job.objects.get(pk=job_id) if taken else None


def _mine(job: Job) -> Q:
    return Q(pk=job.pk, status=JobStatus.RUNNING, lease_owner=job.lease_owner, attempts=job.attempts)


def advance(job: Job, *, stage: str = "", done: int | None = None, total: int | None = None) -> bool:
    """Renew the lease and say how far the work is. False: the lease was lost, stop and write nothing more."""
    changes: dict[str, object] = {"lease_until": timezone.now() + LEASE}
    if stage:
        changes["stage"] = stage
    if done is not None:
        changes["done"] = done
    if total is not None:
        changes["total"] = total
    return bool(Job.objects.filter(_mine(job)).update(**changes))


def finish(job: Job) -> bool:
    """The work is done. False: the lease was lost to somebody else meanwhile; the caller's transaction must roll back."""
    return _end(job, JobStatus.DONE, "")


def fail(job: Job, problem: str) -> bool:
    """The work cannot be done, for the reason in `problem` (a sentence); it is not tried again by itself."""
    return _end(job, JobStatus.FAILED, problem)


def give_back(job: Job, problem: str) -> bool:
    """The machine failed, not the work: it waits for its next attempt, or fails for `problem` when this was the last."""
    if job.attempts >= job.max_attempts:
        return fail(job, problem)
    changed = Job.objects.filter(_mine(job)).update(
        status=JobStatus.QUEUED, problem=problem[:500], rung_at=timezone.now(), lease_until=None, lease_owner=""
    )
    return bool(changed)


def _end(job: Job, status: str, problem: str) -> bool:
    changed = Job.objects.filter(_mine(job)).update(
        status=status, problem=problem[:500], ended_at=timezone.now(), lease_until=None, lease_owner=""
    )
    return bool(changed)


def give_up_lost() -> int:
    """End the jobs whose last attempt lost its worker; return how many."""
    now = timezone.now()
    lost = Job.objects.filter(lost_at(now), attempts__gte=F("max_attempts"))
    count = 0
    for job in lost[:SWEEP]:
        count += _end(job, JobStatus.FAILED, GIVEN_UP.format(attempts=job.attempts))
    return count


def sweep() -> int:
    """Ring again for jobs that wait too long or whose worker died; return how many were rung.

    A queue that still holds many messages, or one for nearly each job that waits, is left alone: a backlog waits its turn and
    is not rung over and over.
    """
    give_up_lost()
    now = timezone.now()
    silent = Q(rung_at__isnull=True) | Q(rung_at__lt=now - RING_AGAIN) | Q(rung_at__gt=now + RING_AGAIN)
    waiting = free_at(now) & silent
    dead = lost_at(now) & (silent | Q(rung_at__lt=F("lease_until")))
    tasks = Job.objects.filter(waiting | dead).values_list("task", flat=True).distinct()
    rung = 0
    for task in tasks:
        held, turn = queued(task), Job.objects.filter(free_at(now), task=task).count()
        if held < SWEEP:
            rung += _ring_again(task, waiting | dead if held < max(1, turn - FETCHED) else dead)
    return rung


def _ring_again(task: str, lost: Q) -> int:
    jobs = list(Job.objects.filter(lost, task=task).order_by("id").values_list("pk", flat=True)[:SWEEP])
    Job.objects.filter(pk__in=jobs).update(rung_at=timezone.now())
    for pk in jobs:
        ring(task, pk)
    return len(jobs)
