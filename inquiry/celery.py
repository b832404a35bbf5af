"""The Celery application; `later()` rings it, tasks of every room are found by name."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inquiry.settings")

app = Celery("inquiry")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["inquiry", "evidence", "reports"])
