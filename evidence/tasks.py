"""Celery tasks of this app: shims that call one function."""

from __future__ import annotations

from celery import shared_task

from evidence.custody import fixity, ledger
from evidence.ingestion import drawing, pipeline, state
from evidence.intake import uploads


@shared_task
def ingest(job_id: int) -> None:
    pipeline.run(job_id)


@shared_task
def draw(job_id: int) -> None:
    drawing.run(job_id)


@shared_task
def settle_lost() -> int:
    return pipeline.settle_lost()


@shared_task
def seal_custody() -> int:
    return ledger.seal()


@shared_task
def check_fixity() -> int:
    return fixity.check_some()


@shared_task
def clean_uploads() -> int:
    return uploads.clean()


@shared_task
def try_sandbox() -> bool:
    return bool(state.try_sandbox()["holds"])
