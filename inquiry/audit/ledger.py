"""The only writer and verifier of the audit."""

from __future__ import annotations

import contextvars
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db.models import Model

from inquiry.accounts.models import Inquiry, User
from inquiry.audit.models import Entry, Link
from inquiry.shared import ledgers
from inquiry.shared.workflow import Refused

_door: contextvars.ContextVar[str] = contextvars.ContextVar("door", default="system")


@contextmanager
def through(door: str) -> Iterator[None]:
    """Within, acts are recorded as having come through `door`: desk, api, admin, command, worker."""
    token = _door.set(door)
    try:
        yield
    finally:
        _door.reset(token)


def record(
    act: str, *, about: Any = None, by: User | None, inquiry: Inquiry | int | None = None, **facts: Any
) -> Entry:
    """Record that `by` did `act`, in the transaction of the act itself.

    Args:
        act: `subject.verb`, as in `official_request.record_cancellation`; `docs/house.md` has the habit.
        about: the record (its reference is kept), or a reference.
        by: who; None only for the system itself.
        inquiry: where `about` does not say it.
        facts: plain values; records become their references. Never what identifies a person under protection.
    """
    entry = Entry(
        act=act,
        about=str(getattr(about, "ref", about) or ""),
        by=by if by is None or by.pk else None,
        inquiry_id=_inquiry_of(about, inquiry),
        facts={key: plain(value) for key, value in facts.items()},
        through=_door.get(),
    )
    entry.digest = entry.committed()
    entry.save(force_insert=True)
    return entry


def refusal(problem: Refused, *, by: User | None, about: str = "", act: str = "") -> Entry:
    """Record that `by` was refused something, in a transaction of its own."""
    inquiry = sole_inquiry(by)
    return record(
        "refused", about=about or problem.ref, by=by, inquiry=inquiry, tried=act or problem.verb, said=str(problem)
    )


def sole_inquiry(by: User | None) -> int | None:
    """The inquiry of somebody who holds roles in one only: where their refusals and searches are read."""
    found = {inquiry for _role, inquiry in by.roles_today()} if by and by.pk else set()
    return found.pop() if len(found) == 1 else None


def _inquiry_of(about: Any, inquiry: Inquiry | int | None) -> int | None:
    if inquiry is not None:
        return inquiry if isinstance(inquiry, int) else inquiry.pk
    found: int | None = getattr(about, "inquiry_id", None)
    return found


def plain(value: Any) -> Any:
    """`value` as canonical JSON can hold it: references for records, text for times and figures."""
    if value is None or isinstance(value, str | bool | int):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, Model):
        return str(getattr(value, "ref", value.pk))
    if isinstance(value, datetime):
        return ledgers.stamp(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = [plain(item) for item in value]
        return sorted(items, key=str) if isinstance(value, set | frozenset) else items
    return str(value)


def seal(*, everything: bool = False) -> int:
    """Link the entries that are not linked yet; `everything` looks beyond the last hour before the newest link."""
    return ledgers.seal(Entry, Link, everything=everything)


def verify() -> ledgers.Verdict:
    """Recompute the chain and every entry from the live columns."""
    return ledgers.verify(Entry, Link)
