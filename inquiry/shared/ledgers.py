"""A ledger in the database: entries written with the change they record, links sealed over them moments later.

Writing an entry takes no shared lock, so no writer waits for another. A sealer (one at a time, by advisory lock) gives each
committed entry its position and links it to the one before. Both tables are append-only.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, ClassVar

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from inquiry.shared import chain, failpoints
from inquiry.shared.tables import AppendOnly, Sensitivity

BATCH = 500
MOST_PROBLEMS = 20
GRACE = timedelta(minutes=2)
BACK = timedelta(hours=1)
LATELY = 10_000  # entries before the newest sealed one


def new_nonce() -> str:
    return secrets.token_hex(16)


class LedgerEntry(AppendOnly):
    """One recorded act. `digest` binds the nonce and the body, and the body is made from the live columns."""

    at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    digest = models.CharField(max_length=64, editable=False)

    COMMON: ClassVar[dict[str, Sensitivity]] = {
        "id": Sensitivity.INTERNAL,
        "at": Sensitivity.INTERNAL,
        "nonce": Sensitivity.SECRET,
        "digest": Sensitivity.INTERNAL,
    }

    class Meta:
        abstract = True

    def body(self) -> dict[str, Any]:
        """What the digest binds: every column that says something."""
        raise TypeError(f"{type(self).__name__} does not say what it binds")

    @classmethod
    def further_problems(cls) -> Iterator[str]:
        """What a ledger says differently from the records it is about: a sentence each. None unless a ledger compares."""
        yield from ()

    def committed(self) -> str:
        """The digest as it follows from the columns as they stand now."""
        return chain.commitment(self.nonce, self.body())


class LedgerLink(AppendOnly):
    """The place of one entry in the chain. Subclasses add `entry`, a one-to-one key to their entries."""

    position = models.PositiveBigIntegerField(primary_key=True)
    previous = models.CharField(max_length=64)
    entry_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        "position": Sensitivity.INTERNAL,
        "previous": Sensitivity.INTERNAL,
        "entry_digest": Sensitivity.INTERNAL,
        "digest": Sensitivity.INTERNAL,
        "entry": Sensitivity.INTERNAL,
    }

    class Meta:
        abstract = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found: how many links hold, the head, and each thing that does not (empty: all holds)."""

    ledger: str
    links: int
    head: str
    problems: tuple[str, ...]


def stamp(at: datetime) -> str:
    """An instant as the ledgers write it: UTC, microseconds."""
    return at.astimezone(timezone.get_fixed_timezone(0)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def unsealed(entries: type[LedgerEntry], links: type[LedgerLink], *, everything: bool = False) -> Any:
    """The committed entries without a link, oldest first. The cost does not grow with what is sealed.

    Args:
        everything: also look further back than an hour before the newest link, which only a transaction that took longer
            than that could have left behind. This reads the whole ledger.
    """
    waiting = _rows(entries).filter(link__isnull=True).order_by("id")
    last = None if everything else _rows(links).select_related("entry").order_by("-position").first()
    if last is None:
        return waiting
    recent = Q(at__gt=last.entry.at - BACK) | Q(pk__gt=last.entry_id - LATELY)  # clocks jump, numbers do not
    return waiting.filter(recent)


def seal(entries: type[LedgerEntry], links: type[LedgerLink], *, everything: bool = False) -> int:
    """Link committed entries that have no link yet; return how many. One sealer works at a time, the others return 0."""
    sealed = 0
    while True:
        with transaction.atomic():
            if not _alone(links._meta.db_table):
                return sealed
            count = _seal_batch(entries, links, everything)
        sealed += count
        if count < BATCH:
            return sealed


def _rows(table: Any) -> Any:
    """The rows of a concrete ledger table; which one, the abstract types cannot say."""
    return table._default_manager.all()


def _alone(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 1))", [name])
        row = cursor.fetchone()
    return bool(row and row[0])


def _seal_batch(entries: type[LedgerEntry], links: type[LedgerLink], everything: bool) -> int:
    last = links._default_manager.order_by("-position").first()
    position, previous = (last.position, last.digest) if last else (0, chain.START)
    made = []
    for entry in unsealed(entries, links, everything=everything)[:BATCH]:
        position += 1
        digest = chain.link(position, previous, entry.digest)
        made.append(
            links(position=position, previous=previous, entry_digest=entry.digest, digest=digest, entry_id=entry.pk)  # type: ignore[misc]
        )
        previous = digest
    links._default_manager.bulk_create(made)
    failpoints.reach("seal.linked")
    return len(made)


def verify(entries: type[LedgerEntry], links: type[LedgerLink]) -> Verdict:
    """Recompute everything from the live columns. Streams: memory does not grow with the ledger."""
    problems: list[str] = []
    expected, before, count = 1, chain.START, 0
    for row in _rows(links).select_related("entry").order_by("position").iterator(chunk_size=2000):
        count += 1
        if not chain.follows((row.position, row.previous, row.entry_digest, row.digest), expected, before):
            problems.append(f"link {expected} does not follow from the one before it")
        entry: LedgerEntry = row.entry
        if entry.digest != row.entry_digest or entry.committed() != entry.digest:
            problems.append(f"entry {entry.pk} at link {row.position} is not what was recorded")
        expected, before = row.position + 1, row.digest
        if len(problems) > 20:
            break
    late = _rows(entries).filter(link__isnull=True, at__lt=timezone.now() - GRACE).count()
    if late:
        problems.append(f"{late} entries older than {GRACE.seconds // 60} minutes are not sealed")
    problems += islice(entries.further_problems(), MOST_PROBLEMS)
    return Verdict(links._meta.db_table, count, before, tuple(problems))


def pairs() -> list[tuple[type[LedgerEntry], type[LedgerLink]]]:
    """Every ledger of the installation, whichever app keeps it: its entries and its links, by name of the table."""
    links = [model for model in apps.get_models() if issubclass(model, LedgerLink)]
    links.sort(key=lambda model: model._meta.db_table)
    return [(link._meta.get_field("entry").related_model, link) for link in links]  # type: ignore[misc]
