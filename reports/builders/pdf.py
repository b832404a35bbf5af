"""A register as PDF: tagged, archival (PDF/A-2a, PDF/UA-1), set by typst from data alone."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

TEMPLATES = {name: Path(__file__).with_name(f"{name}.typ") for name in ("register", "questionnaire")}
STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]


class Unsettable(Exception):
    """The document could not be set. The message is typst's own and stays in the log."""


@lru_cache(maxsize=len(TEMPLATES))
def _template(name: str) -> bytes:
    return TEMPLATES[name].read_bytes()


def pdf(document: dict[str, Any], at: datetime) -> bytes:
    """The PDF of `document` (see `paper`), set by the template that it names; the same bytes for the same document and `at`.

    The fonts are those inside typst: they carry Latin, Russian and Kazakh letters wherever it runs.

    Raises:
        Unsettable: typst refused.
    """
    day = [at.year, at.month, at.day]
    data = json.dumps({**document, "day": day}, ensure_ascii=False, sort_keys=True)
    try:
        made: bytes = typst.compile(
            _template(document.get("template", "register")),
            sys_inputs={"document": data},
            pdf_standards=[*STANDARDS],
            ignore_system_fonts=True,
            timestamp=int(at.timestamp()),
        )
    except typst.TypstError as problem:
        raise Unsettable(str(problem)) from problem
    return made
