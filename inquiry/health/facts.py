"""What is running here and what is missing: each fact with a sentence and, where something lacks, what that switches off."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazily
from kombu.exceptions import OperationalError

from inquiry.audit.models import Entry, Link
from inquiry.jobs.models import Job, JobStatus
from inquiry.shared import protection
from inquiry.shared.ledgers import GRACE, unsealed

GIGABYTE = 1024**3
LOW = 5 * GIGABYTE
TESSDATA = ("/usr/share/tesseract-ocr/*/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata")
LANGUAGES = {"eng": lazily("English"), "rus": lazily("Russian"), "kaz": lazily("Kazakh")}
ANSWER_WITHIN = 0.7  # seconds that a worker has to say that it lives


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was looked at. `off` says what does not work while it is not well."""

    name: str
    well: bool
    words: str
    off: str = ""


def facts() -> list[Fact]:
    """Everything that is looked at, in the order of a page."""
    looks: tuple[Callable[[], list[Fact]], ...] = (
        _database,
        _protection,
        _queue,
        _sealing,
        _jobs,
        _disk,
        _ocr,
        _programs,
    )
    further: list[Callable[[], list[Fact]]] = [import_string(path) for path in settings.FURTHER_FACTS]
    return [fact for look in (*looks, *further) for fact in look()]


def _database() -> list[Fact]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            version = str(cursor.fetchone()[0]).split()[0]
    except DatabaseError:
        return [Fact(_("Database"), False, _("It does not answer."), _("Nothing works."))]
    return [Fact(_("Database"), True, f"PostgreSQL {version}")]


def _protection() -> list[Fact]:
    unguarded = protection.missing()
    words = _("Every append-only table is guarded.") if not unguarded else ", ".join(unguarded)
    return [
        Fact(
            _("Append-only tables"), not unguarded, words, "" if not unguarded else _("These could be changed unseen.")
        )
    ]


def _queue() -> list[Fact]:
    name, workers = _("Queue"), _("Workers")
    off = _("Documents wait to be read and registers to be built; nothing is lost.")
    try:
        answers: list[dict[str, Any]] = current_app.control.ping(timeout=ANSWER_WITHIN) or []
    except (OperationalError, OSError):
        return [Fact(name, False, _("It does not answer."), off), Fact(workers, False, _("They cannot be asked."), off)]
    named = ", ".join(sorted(host for answer in answers for host in answer)) or _("None answers.")
    return [Fact(name, True, _("It answers.")), Fact(workers, bool(answers), named, "" if answers else off)]


def _sealing() -> list[Fact]:
    late = unsealed(Entry, Link).filter(at__lt=timezone.now() - GRACE).count()
    words = (
        _("Every entry older than two minutes is sealed.") if not late else _("%(late)d entries wait.") % {"late": late}
    )
    off = (
        "" if not late else _("The scheduler does not run: deadlines are not noted and failed work is not tried again.")
    )
    return [Fact(_("Sealing of the audit"), not late, words, off)]


def _jobs() -> list[Fact]:
    last = Job.objects.filter(status=JobStatus.DONE).order_by("-ended_at").values_list("ended_at", flat=True).first()
    waiting = Job.objects.open().count()
    words = _("%(waiting)d wait or run; the last one ended %(last)s.") % {
        "waiting": waiting,
        "last": last.strftime("%Y-%m-%d %H:%M UTC") if last else _("never"),
    }
    return [Fact(_("Background work"), True, words)]


def _disk() -> list[Fact]:
    found = []
    for name, place in (
        (_("Disk of the originals"), settings.STORAGE_ROOT),
        (_("Disk for uploads"), settings.UPLOAD_ROOT),
    ):
        free = shutil.disk_usage(_existing(Path(place))).free
        words = _("%(free)d GB free") % {"free": free // GIGABYTE}
        found.append(Fact(name, free > LOW, words, "" if free > LOW else _("Large uploads will be refused.")))
    return found


def _existing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path


def _ocr() -> list[Fact]:
    root = Path("/")
    folders = [folder for pattern in TESSDATA for folder in root.glob(pattern.lstrip("/"))]
    there = {code for code in LANGUAGES if any((folder / f"{code}.traineddata").exists() for folder in folders)}
    missing = [str(name) for code, name in LANGUAGES.items() if code not in there]
    words = ", ".join(str(LANGUAGES[code]) for code in LANGUAGES if code in there) or _("None is installed.")
    off = (
        _("Scans in %(languages)s are kept and shown, but not read.") % {"languages": ", ".join(missing)}
        if missing
        else ""
    )
    return [Fact(_("Languages of text recognition"), not missing, words, off)]


PROGRAMS = (
    (
        "Bubblewrap",
        ("bwrap",),
        lazily("Documents are read in the kernel's own sandbox instead, or not at all where there is none."),
    ),
    (
        "Chromium",
        ("chromium", "chromium-browser", "google-chrome"),
        lazily("The browser tests do not run; nothing else needs it."),
    ),
)


def _programs() -> list[Fact]:
    found = []
    for name, commands, without in PROGRAMS:
        there = any(shutil.which(command) for command in commands)
        found.append(
            Fact(name, there, _("Installed.") if there else _("Not installed."), "" if there else str(without))
        )
    return found
