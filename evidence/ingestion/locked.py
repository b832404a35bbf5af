"""Locked items of a batch: which they are, and reading them again with the passwords that are known by now."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from evidence.custody import ledger as custody
from evidence.custody.models import Act
from evidence.ingestion.models import StageRun
from evidence.intake import passwords
from evidence.intake.entering import INGEST
from evidence.intake.models import Batch
from evidence.intake.password_list import BatchPassword
from evidence.items import access
from evidence.items.coding import Outcome
from evidence.items.models import Item
from inquiry.accounts.models import User
from inquiry.audit import ledger as audit
from inquiry.jobs import actions as jobs
from inquiry.shared.workflow import NOT_OPEN, Refused

_READ = (Outcome.ENCRYPTED, Outcome.PARTLY_READ)


def depends_on_passwords() -> Q:
    """The condition on items whose findings hold for the passwords of their batch only: something is locked, or was opened."""
    said = StageRun.objects.filter(item=OuterRef("pk"), outcome=str(Outcome.ENCRYPTED))
    return Q(status=Outcome.ENCRYPTED) | Q(claimed__has_key="opened_with") | Q(Exists(said))


def of(batch: Batch, user: Any) -> QuerySet[Item]:
    """The items of a batch, among those `user` may know of, of which something wanted a password when they were read."""
    said = StageRun.objects.filter(item=OuterRef("pk"), outcome=str(Outcome.ENCRYPTED))
    rows = Item.objects.filter(access.condition(user, access.LIST), batch=batch, status__in=_READ)
    return rows.filter(Q(status=Outcome.ENCRYPTED) | Exists(said))


def tried(row: BatchPassword, items: QuerySet[Item]) -> bool:
    """Whether any of `items`, of its batch, that wants a password or was opened with one was read since it is on the list."""
    runs = StageRun.objects.filter(item__in=items.filter(depends_on_passwords()).values("pk"), copied=False)
    return runs.filter(ended_at__gt=row.added_at).exists()


@transaction.atomic
def read_locked_again(ref: str, *, by: User) -> int:
    """Have the locked items of a batch read anew with the passwords on its list; returns how many.

    Raises:
        Batch.DoesNotExist: `by` may not see it.
        Refused: `by` may not add passwords to it.
    """
    batch = Batch.objects.visible_to(by).get(ref=ref)
    if not passwords.may_add(batch, by):
        raise Refused(NOT_OPEN, verb="read_locked_again", ref=ref)
    chosen = of(batch, by).select_for_update(of=("self",), no_key=True)
    items = list(chosen.only("ref", "inquiry_id").order_by("pk"))
    if not items:
        return 0
    keys = [item.pk for item in items]
    StageRun.objects.filter(item__in=keys).delete()
    Item.objects.filter(pk__in=keys).update(status=Outcome.WAITING, problem="")
    custody.record_many(items, Act.RETRIED, by=by)
    audit.record("evidence.read_locked_again", about=batch, by=by, items=len(items))
    jobs.ask_many(INGEST, items, by=by)
    return len(items)
