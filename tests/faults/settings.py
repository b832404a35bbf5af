"""The settings of a system that is made to fail: tables from the models, a store that may lie, a clock that may jump.

FAILPOINTS names the folder in which faults are armed; FAULTS_CLOCK=yes lets the process follow the file `clock` in it.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from inquiry.settings import *  # noqa: F403
from inquiry.settings import FAILPOINTS, FILE_STORE


class _FromTheModels:
    """No migrations in any app."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


MIGRATION_MODULES: Any = _FromTheModels()
FILE_STORE["BACKEND"] = "tests.faults.store.FaultyStore"
STORAGES = {
    "default": FILE_STORE,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ACCOUNT_RATE_LIMITS = {}
_right = timezone.now


def _now() -> datetime:
    """The clock of this process, wrong by as many seconds as the file says."""
    try:
        wrong = float((Path(FAILPOINTS) / "clock").read_text() or 0)
    except (OSError, ValueError):
        wrong = 0.0
    return _right() + timedelta(seconds=wrong)


if FAILPOINTS and os.environ.get("FAULTS_CLOCK") == "yes":
    timezone.now = _now
