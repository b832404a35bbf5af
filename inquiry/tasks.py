"""Celery tasks of this app: shims that call one function."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command

from inquiry.audit import ledger as audit
from inquiry.jobs import actions as jobs
from inquiry.official_requests import actions as official_requests
from inquiry.shared.api.idempotency import forget_old


@shared_task
def sweep_jobs() -> int:
    return jobs.sweep()


@shared_task
def seal_ledgers() -> int:
    return audit.seal()


@shared_task
def tidy() -> None:
    """Seal what a slow transaction left behind, and take away sessions and idempotency keys that are over."""
    audit.seal(everything=True)
    call_command("clearsessions")
    forget_old()


@shared_task
def note_unanswered() -> int:
    return official_requests.note_unanswered()
