"""The engines alone: what Tesseract and the text readers cost on the same files, without sandbox, tables or store."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any


def alone(inquiry: Any, workers: int) -> float:
    """CPU seconds of the stages text and ocr over every item of an inquiry."""
    from evidence import storage
    from evidence.items.models import Item

    rows = Item.objects.filter(inquiry=inquiry, duplicate_of=None).exclude(media_type="")
    asked = [
        (_whole(storage.key_of(sha256)), name, media_type)
        for sha256, name, media_type in rows.values_list("sha256", "name", "media_type")
    ]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start) as pool:
        return sum(pool.map(_cost, asked, chunksize=4))


def _whole(key: str) -> bytes:
    from django.core.files.storage import default_storage

    with default_storage.open(key) as file:
        return bytes(file.read())


def _start() -> None:
    """Import and load once, as the sandbox's server does."""
    from evidence.ingestion import formats, stages, tesseract
    from evidence.ingestion.stage import ReadRequest

    formats.load()
    stages.start()
    tesseract.engine(ReadRequest().languages)


def _cost(asked: tuple[bytes, str, str]) -> float:
    from evidence.ingestion import stages
    from evidence.ingestion.findings import Findings
    from evidence.ingestion.source import Source
    from evidence.ingestion.stage import ReadRequest

    content, name, media_type = asked
    source = Source.of(content, request=ReadRequest(name=name))
    found = Findings(media_type=media_type)
    started = time.process_time()
    for stage in ("text", "ocr"):
        try:
            for finding in stages.load()[stage].run(source, found):
                found.add(finding)
        except Exception:  # noqa: S110  what a damaged file raises costs what it costs
            pass
    return time.process_time() - started
