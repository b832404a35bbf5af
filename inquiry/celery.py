"""The Celery application; `later()` rings it, tasks of every room are found by name."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inquiry.settings")

app = Celery("inquiry")
app.set_default()  # for every thread: the current application is otherwise that of the thread which made it
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["inquiry", "evidence", "reports"])
