"""Celery tasks of this app: shims that call one function."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from evidence.custody import fixity, ledger
from evidence.families import finding
from evidence.ingestion import again, converting, drawing, pipeline, state, together
from evidence.intake import checking, comparing, uploads
from evidence.name_lists import looking
from evidence.saved_searches import watching
from evidence.search import keeping


@shared_task
def ingest(job_id: int) -> None:
    together.run(job_id)


@shared_task
def draw(job_id: int) -> None:
    drawing.run(job_id)


@shared_task
def convert(job_id: int) -> None:
    converting.run(job_id)


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
def check_packages() -> int:
    return checking.check_unpacked()


@shared_task
def compare_packages(job_id: int) -> None:
    comparing.run(job_id)


@shared_task
def clean_uploads() -> int:
    return uploads.clean()


@shared_task
def index(_rung: int = 0) -> int:
    return keeping.run()


@shared_task
def relate() -> int:
    return finding.run()


@shared_task
def look_names(job_id: int) -> None:
    looking.run(job_id)


@shared_task
def ask_saved() -> int:
    return watching.run()


@shared_task
def try_sandbox() -> bool:
    """Where it holds, what waited for that is read."""
    holds = bool(state.try_sandbox()["holds"])
    if holds:
        again.go_on()
    return holds


@worker_ready.connect
def try_when_ready(**_about: Any) -> None:
    """A worker that starts has the sandbox tried out before the first file comes."""
    try_sandbox.delay()
