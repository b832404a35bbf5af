"""Which queue each task waits on, and what is rung by the clock. Names only: the settings read this before any app is there."""

from __future__ import annotations

from typing import Any

ROUTES: dict[str, dict[str, str]] = {
    f"evidence.tasks.{name}": {"queue": "ingest"} for name in ("ingest", "draw", "convert", "try_sandbox")
} | {  # what may take a minute: the sweeper and the seals never wait behind it
    f"evidence.tasks.{name}": {"queue": "long"}
    for name in ("index", "relate", "look_names", "check_packages", "compare_packages", "check_fixity", "ask_saved")
}
BEAT: dict[str, dict[str, Any]] = {
    "sweep": {"task": "inquiry.tasks.sweep_jobs", "schedule": 5.0, "options": {"expires": 10}},
    "seal": {"task": "inquiry.tasks.seal_ledgers", "schedule": 10.0, "options": {"expires": 10}},
    "custody": {"task": "evidence.tasks.seal_custody", "schedule": 10.0, "options": {"expires": 10}},
    "given-up": {"task": "evidence.tasks.settle_lost", "schedule": 5.0, "options": {"expires": 10}},
    "fixity": {"task": "evidence.tasks.check_fixity", "schedule": 3600.0},
    "sandbox": {"task": "evidence.tasks.try_sandbox", "schedule": 600.0},
    "packages": {"task": "evidence.tasks.check_packages", "schedule": 10.0, "options": {"expires": 10}},
    "index": {"task": "evidence.tasks.index", "schedule": 5.0, "options": {"expires": 5}},
    "alerts": {"task": "evidence.tasks.ask_saved", "schedule": 60.0, "options": {"expires": 60}},
    "families": {"task": "evidence.tasks.relate", "schedule": 10.0, "options": {"expires": 10}},
    "uploads": {"task": "evidence.tasks.clean_uploads", "schedule": 3600.0},
    "tidy": {"task": "inquiry.tasks.tidy", "schedule": 6 * 3600.0},
    "deadlines": {"task": "inquiry.tasks.note_unanswered", "schedule": 3600.0},
}
