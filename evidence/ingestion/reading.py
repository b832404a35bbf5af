"""One file through the sandbox: its original out of the store, findings back, nothing left in the scratch folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.conf import settings

from evidence import storage
from evidence.ingestion import state
from evidence.ingestion.findings import Findings, StageReport
from evidence.ingestion.readied import readied
from evidence.ingestion.sandbox import LEAKS, Sandbox, SandboxLeaks
from evidence.ingestion.stage import ReadRequest
from evidence.intake import passwords
from evidence.items.models import Item
from inquiry.shared import failpoints

_own: dict[int, Sandbox] = {}


def sandbox() -> Sandbox:
    """This process's sandbox, started and tried out at the first file, and kept.

    Raises:
        SandboxUnavailable: files cannot be read safely on this machine.
        SandboxLeaks: an attempt to break out was not denied.
    """
    if os.getpid() not in _own:
        _own.clear()  # a fork inherits its parent's: not ours to use
        _own[os.getpid()] = _tried()
    return _own[os.getpid()]


def _tried() -> Sandbox:
    """A new sandbox out of which every attempt to break was denied."""
    with ExitStack() as stack:
        made = stack.enter_context(Sandbox())
        found = made.probe()
        state.remember(found)
        if not found.holds:
            raise SandboxLeaks(LEAKS)
        stack.pop_all()  # it held: it stays open
    return made


def stop() -> None:
    """End this process's sandbox."""
    found = _own.pop(os.getpid(), None)
    if found is not None:
        found.finish()


@dataclass
class Reading:
    """Findings, with the folder that holds the bytes of children and pictures as long as the reading is open."""

    found: Findings
    folder: Path
    pictures: dict[tuple[str, int], str] = field(default_factory=dict)  # (kind, page) → digest, once stored


@contextmanager
def read(item: Item, request: ReadRequest, on_stage: Callable[[StageReport], None] | None = None) -> Iterator[Reading]:
    """Read an item's original, trying the passwords of its batch on what is locked.

    Raises:
        StoreDamaged: the bytes in the store are gone or are others.
        SandboxUnavailable, OSError: the machine's fault; try again later.
    """
    keys = passwords.known(item.batch_id)
    folder = Path(tempfile.mkdtemp(prefix="read-", dir=settings.SCRATCH_ROOT))
    try:
        with storage.held(folder):
            with storage.opened(storage.key_of(item.sha256), item.sha256) as file:
                failpoints.reach("sandbox.asking")
                with readied(file, replace(request, passwords=keys.words, languages=_languages(request))) as (
                    given,
                    asked,
                ):
                    found = sandbox().read(given, asked, folder, on_stage)
                if "size" in found.facts:
                    found.facts["size"] = item.size  # what the sandbox was given may have been another form of it
            keys.numbered(found.facts)
            failpoints.reach("sandbox.heard")
            yield Reading(found, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _languages(request: ReadRequest) -> tuple[str, ...]:
    """In which pictures are read: in none where the operator has switched that off."""
    return request.languages if settings.READ_SCANS else ()


def keep_pictures(reading: Reading) -> None:
    """Put the pictures of a reading into the store."""
    for picture in reading.found.renditions:
        with picture.path.open("rb") as file:
            reading.pictures[picture.kind, picture.page] = storage.put(file, kind=storage.PICTURES).sha256
    failpoints.reach("pictures.put")
