"""Celery tasks of this app: shims that call one function."""

from __future__ import annotations

from celery import shared_task

from reports.registers import actions as registers


@shared_task
def build_register(job_id: int) -> bool:
    return registers.run(job_id)
