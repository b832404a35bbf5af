"""Work the ingest jobs of a batch in processes of one's own, where no Celery worker answers."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from celery import current_app
from django.conf import settings
from django.db import close_old_connections
from django.db.models import QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError

from evidence.ingestion import reading, together
from evidence.intake.entering import INGEST
from evidence.items.models import Item
from inquiry.jobs import actions as jobs
from inquiry.jobs.models import Job, JobStatus

SOME = 8
PAUSE = 0.3  # seconds


def jobs_of(batch_id: int) -> QuerySet[Job]:
    """The ingest jobs of a batch's items, children included."""
    return Job.objects.filter(task=INGEST, about_id__in=Item.objects.filter(batch=batch_id).values("pk"))


def open_jobs(batch_id: int) -> QuerySet[Job]:
    """Those that are not over."""
    return jobs_of(batch_id).filter(status__in=[JobStatus.QUEUED, JobStatus.RUNNING])


def work(batch_id: int) -> int:
    """Work whatever waits in the batch until nothing is open; returns how many jobs this process tried."""
    tried = 0
    while open_jobs(batch_id).exists():
        free = jobs.free_at(timezone.now()) | jobs.lost_at(timezone.now())
        waiting = list(jobs_of(batch_id).filter(free).order_by("pk").values_list("pk", flat=True)[:SOME])
        for pk in waiting:
            together.run(pk)
            close_old_connections()
        tried += len(waiting)
        if not waiting:
            time.sleep(PAUSE)
    reading.stop()
    return tried


def somebody_works() -> bool:
    """Whether a Celery worker that takes ingest jobs answers within a few seconds."""
    queue = current_app.amqp.router.route({}, INGEST)["queue"].name
    try:
        answers = current_app.control.inspect(timeout=2.0).active_queues() or {}
    except (OperationalError, OSError):
        return False
    return any(one["name"] == queue for queues in answers.values() for one in queues)


def start(batch_ref: str, processes: int) -> list[subprocess.Popen[bytes]]:
    """Start processes that work the batch and end when nothing is open."""
    command = [sys.executable, "-m", "django", "work_ingest", "--batch", batch_ref]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "inquiry.settings", "PYTHONPATH": str(settings.BASE_DIR)}
    return [
        subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)  # noqa: S603 - our own command
        for _ in range(processes)
    ]
