"""How far the reading of a batch, or of an inquiry, is: counts, rate, time left, failures by reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, TypeVar, cast

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Min, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from evidence.ingestion import again
from evidence.ingestion.models import StageRun
from evidence.intake.entering import INGEST
from evidence.intake.models import Batch
from evidence.items.coding import Outcome
from evidence.items.models import Item
from inquiry.accounts.models import User
from inquiry.jobs.models import Job, JobStatus, WaitsFor

RECENT = timedelta(minutes=5)
KEPT, KEPT_TOTALS, KEPT_OLDER = 5, 10, 60  # seconds for which an answer is given again
T = TypeVar("T")
STAGE_WORDS = {
    "malware": _("the malware scanner looks at it"),
    "identify": _("what kind of file it is"),
    "unpack": _("what is inside"),
    "metadata": _("what it says of itself"),
    "text": _("its text"),
    "ocr": _("text in pictures"),
    "page_images": _("pictures of pages"),
    "language": _("its language"),
    "preview": _("a copy that browsers can show"),
}
UNTROUBLED = (Outcome.WAITING, Outcome.READ)
MOST_REASONS = 12
POLLING_ENDS = 286


@dataclass(frozen=True, slots=True)
class Progress:
    """`rate`: items a minute over the last five; `minutes_left`: None when nothing can be said. `scanner`: how many wait for
    the malware scanner. `older`: how many an older stage has read; counted for a batch only. `inside`: how many were found
    inside others. `reasons`: (outcome, its label, problem, items), the most frequent first, and `unnamed` the items of those
    reasons that are not among them."""

    total: int
    done: int
    by_outcome: list[tuple[str, str, int]]
    rate: float
    minutes_left: int | None
    reasons: list[tuple[str, str, str, int]]
    failed: int
    unnamed: int = 0
    inside: int = 0
    running: list[Any] = field(default_factory=list)
    scanner: int = 0
    older: int = 0

    @property
    def over(self) -> bool:
        return self.done == self.total


@dataclass(frozen=True, slots=True)
class Totals:
    """Items by outcome (value, label, number), items a minute, and where the time goes: (stage, runs, seconds)."""

    by_outcome: list[tuple[str, str, int]]
    rate: float
    slowest: list[tuple[str, int, float]]


def of(items: QuerySet[Item], *, running: bool = True, readable: QuerySet[Item] | None = None) -> Progress:
    """The progress of `items`, which the caller has narrowed to what is theirs to know; two questions to the database.

    Args:
        readable: those of which problems may be told; all of `items` when left out.
    """
    return _in_words(_figures(items, running), items, items if readable is None else readable, running)


def _figures(items: QuerySet[Item], running: bool) -> Progress:
    """What can be said in numbers."""
    counts, inside, rate = _counted(items)
    waiting, total = counts.get(Outcome.WAITING, 0), sum(counts.values())
    asks_scanner = running and waiting and settings.CLAMD
    return Progress(
        total=total,
        done=total - waiting,
        by_outcome=_labelled(counts),
        rate=rate,
        minutes_left=round(waiting / rate) + 1 if waiting and rate else None,
        reasons=[],
        inside=inside,
        failed=counts.get(Outcome.FAILED, 0),
        scanner=_jobs(items).filter(waits_for=WaitsFor.SCANNER).count() if asks_scanner else 0,
    )


def _in_words(figures: Progress, items: QuerySet[Item], readable: QuerySet[Item], running: bool) -> Progress:
    """The same with the names of what is being read and the reasons of what was not: always asked anew, since names of files
    name people and the cache is written to disk."""
    troubled = {value for value, _label, _number in figures.by_outcome} - set(UNTROUBLED)
    reasons, unnamed = _reasons(readable) if troubled else ([], 0)
    at_work = _running(items, readable) if running and not figures.over else []
    return replace(figures, reasons=reasons, unnamed=unnamed, running=at_work)


def of_batch(batch: Batch, user: User) -> Progress:
    """The progress of what `user` may know of in `batch`; asked by many pages every few seconds, so its figures are kept for a
    few."""
    known = Item.objects.visible_to(user).filter(batch=batch)
    readable = Item.objects.readable_by(user).filter(batch=batch)

    def counted() -> Progress:
        return replace(_figures(known, running=True), older=_older(batch, user))

    return _in_words(_kept(_name_of(batch, user), counted, KEPT), known, readable, running=True)


def forget(batch: Batch, user: User) -> None:
    """Count anew when it is next asked: the page that is shown now must not contradict it."""
    cache.delete(_key(_name_of(batch, user)))


def last_answer(http: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A panel's answer after which it need not be asked again by itself."""
    if http.headers.get("HX-Request"):
        response.status_code = POLLING_ENDS
    return response


def _name_of(batch: Batch, user: User) -> str:
    return f"progress:{batch.pk}:{user.pk}"


def _older(batch: Batch, user: User) -> int:
    """How many items of the batch older stages have read; it changes when the system is renewed, so it is asked seldom."""

    def counted() -> int:
        return again.older(Item.objects.visible_to(user).filter(batch=batch)).count()

    return _kept(f"older:{batch.pk}:{user.pk}", counted, KEPT_OLDER)


def totals() -> Totals:
    """Figures of the whole installation, for those who see what workers do and perhaps no evidence: nothing of any item."""

    def counted() -> Totals:
        counts, _inside, rate = _counted(Item.objects.all())
        return Totals(_labelled(counts), rate, slowest())

    return _kept("totals", counted, KEPT_TOTALS)


def _kept(name: str, counted: Callable[[], T], seconds: int) -> T:
    """What was counted a few seconds ago, in the reader's language; else what is counted now."""
    found: Any = cache.get_or_set(_key(name), counted, seconds)
    return cast(T, found)


def _key(name: str) -> str:
    return f"evidence:{name}:{get_language()}"


def _counted(items: QuerySet[Item]) -> tuple[dict[str, int], int, float]:
    """(items by outcome, those found inside others, items a minute lately), in one question."""
    lately = Q(read_at__gte=timezone.now() - RECENT)
    figures = {
        "number": Count("pk"),
        "inside": Count("pk", filter=Q(parent__isnull=False)),
        "fresh": Count("pk", filter=lately),
        "since": Min("read_at", filter=lately),
    }
    rows: list[Any] = list(items.order_by().values("status").annotate(**figures))
    since = min((row["since"] for row in rows if row["since"]), default=None)
    rate = _rate(since, sum(row["fresh"] for row in rows))
    return {row["status"]: row["number"] for row in rows}, sum(row["inside"] for row in rows), rate


def _labelled(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    return [(one.value, str(one.label), counts[one]) for one in Outcome if counts.get(one)]


def _reasons(items: QuerySet[Item]) -> tuple[list[tuple[str, str, str, int]], int]:
    """The most frequent reasons for which items were not read whole, and how many items have others."""
    troubled = items.exclude(status__in=UNTROUBLED).order_by()
    rows = troubled.values_list("status", "problem").annotate(number=Count("pk")).order_by("-number", "problem")
    named = [(status, str(Outcome(status).label), problem, count) for status, problem, count in rows[:MOST_REASONS]]
    unnamed = troubled.count() - sum(row[3] for row in named) if len(named) == MOST_REASONS else 0
    return named, max(unnamed, 0)


def _rate(since: Any, count: int) -> float:
    if not count:
        return 0.0
    minutes = max((timezone.now() - since).total_seconds() / 60, 0.05)
    return round(float(count / minutes), 1)


def _running(items: QuerySet[Item], readable: QuerySet[Item]) -> list[Any]:
    """The jobs at work now: (reference, name where it may be told, stage in words, done, total)."""
    jobs = _jobs(items).filter(status=JobStatus.RUNNING)
    rows = list(jobs.order_by("pk").values_list("about_id", "about_ref", "stage", "done", "total")[:8])
    names = dict(readable.filter(pk__in=[row[0] for row in rows]).values_list("pk", "name"))
    return [(ref, names.get(pk, ""), STAGE_WORDS.get(stage, _("it begins")), *far) for pk, ref, stage, *far in rows]


def _jobs(items: QuerySet[Item]) -> QuerySet[Job]:
    return Job.objects.filter(task=INGEST, about_id__in=items.values("pk"))


def slowest() -> list[tuple[str, int, float]]:
    """(stage, runs, seconds together) of the last day: where the time goes."""
    runs = StageRun.objects.filter(ended_at__gte=timezone.now() - timedelta(days=1))
    return list(runs.values_list("stage").annotate(runs=Count("pk"), together=Sum("seconds")).order_by("-together"))
