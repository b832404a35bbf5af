"""Celery tasks of this app: shims that call one function."""

from __future__ import annotations

from celery import shared_task

from inquiry.audit import ledger as audit
from inquiry.jobs import actions as jobs
from inquiry.official_requests import actions as official_requests


@shared_task
def sweep_jobs() -> int:
    return jobs.sweep()


@shared_task
def seal_ledgers() -> int:
    return audit.seal()


@shared_task
def note_unanswered() -> int:
    return official_requests.note_unanswered()
