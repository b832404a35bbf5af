"""How far the reading of a batch, or of an inquiry, is: counts, rate, time left, failures by reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from evidence.ingestion.models import StageRun
from evidence.intake.actions import INGEST
from evidence.items.coding import Outcome
from evidence.items.models import Item
from inquiry.jobs.models import Job, JobStatus

RECENT = timedelta(minutes=5)
TROUBLED = (Outcome.FAILED, Outcome.DAMAGED, Outcome.REFUSED, Outcome.QUARANTINED, Outcome.ENCRYPTED)


@dataclass(frozen=True, slots=True)
class Progress:
    """`rate`: items a minute over the last five; `minutes_left`: None when nothing can be said."""

    total: int
    done: int
    by_outcome: list[tuple[str, str, int]]
    rate: float
    minutes_left: int | None
    reasons: list[tuple[str, int]]
    failed: int
    running: list[Any] = field(default_factory=list)

    @property
    def over(self) -> bool:
        return self.done == self.total


def of(items: QuerySet[Item], *, running: bool = True) -> Progress:
    """The progress of `items`, which the caller has narrowed to what is theirs to know."""
    counts = dict(items.order_by().values_list("status").annotate(Count("pk")))
    total = sum(counts.values())
    waiting = counts.get(Outcome.WAITING, 0)
    recent = items.filter(read_at__gte=timezone.now() - RECENT).order_by("read_at").values_list("read_at", flat=True)
    rate = _rate(recent.first(), recent.count())
    reasons = items.filter(status__in=TROUBLED).order_by().values_list("problem").annotate(number=Count("pk"))
    return Progress(
        total=total,
        done=total - waiting,
        by_outcome=[(one.value, str(one.label), counts[one]) for one in Outcome if counts.get(one)],
        rate=rate,
        minutes_left=round(waiting / rate) + 1 if waiting and rate else None,
        reasons=list(reasons.order_by("-number")[:12]),
        failed=counts.get(Outcome.FAILED, 0),
        running=_running(items) if running and waiting else [],
    )


def _rate(since: Any, count: int) -> float:
    if not count:
        return 0.0
    minutes = max((timezone.now() - since).total_seconds() / 60, 0.05)
    return round(float(count / minutes), 1)


def _running(items: QuerySet[Item]) -> list[Any]:
    """The jobs at work now: (reference, stage, done, total)."""
    jobs = Job.objects.filter(task=INGEST, status=JobStatus.RUNNING, about_id__in=items.values("pk"))
    return list(jobs.order_by("pk").values_list("about_ref", "stage", "done", "total")[:8])


def slowest() -> list[tuple[str, int, float]]:
    """(stage, runs, seconds together) of the last day: where the time goes."""
    since = timezone.now() - timedelta(days=1)
    found: dict[str, list[float]] = {}
    for stage, seconds in StageRun.objects.filter(ended_at__gte=since).values_list("stage", "seconds").iterator():
        found.setdefault(stage, []).append(seconds)
    return sorted(((name, len(all_), sum(all_)) for name, all_ in found.items()), key=lambda row: -row[2])
