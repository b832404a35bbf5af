"""What a reader sends is hostile until it was checked: texts, numbers, boxes, what containers say; as the tables take them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

from evidence.ingestion.findings import StageReport
from evidence.ingestion.stage import (
    ON_DEMAND,
    STAGES,
    Identity,
    Language,
    Outcome,
    PageCount,
    PagesLeft,
    Trouble,
)

MOST_PAGES, MOST_LEFT = 1_000_000, 50_000


class Hostile(Exception):
    """The reader sent what no honest reader sends."""


def text(value: Any, most: int = 4096) -> str:
    """A string as the database can take it: no NUL, no lone surrogates, cut to `most` characters."""
    if not isinstance(value, str):
        raise Hostile("not a text")
    return value.replace("\0", "").encode("utf-8", "replace").decode()[:most]


def clean(value: Any, depth: int = 0) -> Any:
    """A JSON value made safe for the database: texts cleaned, at most six levels and 2,000 entries a level."""
    if isinstance(value, str):
        return text(value, 100_000)
    if depth > 6:
        return "…"
    if isinstance(value, dict):
        return {text(k, 200): clean(v, depth + 1) for k, v in list(value.items())[:2000]}
    if isinstance(value, list):
        return [clean(v, depth + 1) for v in value[:2000]]
    if (isinstance(value, float) and value != value) or value in (float("inf"), float("-inf")):
        return None
    return value if isinstance(value, int | float | bool | None) else text(str(value))


def about(member: dict[str, Any]) -> dict[str, Any]:
    """What a container says of a member, at most a hundred things of which none is long."""
    told = clean(member.get("about") or {})
    if not isinstance(told, dict) or len(told) > 100 or len(json.dumps(told)) > 200_000:
        raise Hostile("a member with too much said about it")
    return told


def measure(value: Any) -> float:
    """A number that is one: neither endless nor none."""
    number = float(value)
    if not math.isfinite(number):
        raise Hostile("a number that is none")
    return number


def number(value: Any) -> int:
    """The number of a page."""
    if type(value) is not int or not 0 < value <= MOST_PAGES:
        raise Hostile("a page that cannot be")
    return value


def _stage(value: Any) -> str:
    if value not in (*STAGES, *ON_DEMAND):
        raise Hostile("a stage that does not exist")
    return str(value)


def _identity(what: dict[str, Any]) -> Identity:
    return Identity(text(what["media_type"], 120), what.get("extension_lies") is True)


def _language(what: dict[str, Any]) -> Language:
    return Language(text(what["code"], 8))


def _trouble(what: dict[str, Any]) -> Trouble:
    return Trouble(Outcome(what["outcome"]), text(what["sentence"]))


def _report(what: dict[str, Any]) -> StageReport:
    outcome = Outcome(what["outcome"])
    return StageReport(
        _stage(what["name"]), text(what["version"], 20), outcome, text(what["problem"]), measure(what["seconds"])
    )


def _count(what: dict[str, Any]) -> PageCount:
    return PageCount(max(0, min(int(what["pages"]), 2**31 - 1)), text(what["unit"], 20))


def _left(what: dict[str, Any]) -> PagesLeft:
    return PagesLeft(_stage(what["stage"]), tuple(number(page) for page in what["pages"][:MOST_LEFT]))


CHECKED: dict[type, Callable[[dict[str, Any]], Any]] = {
    Identity: _identity,
    Language: _language,
    Trouble: _trouble,
    StageReport: _report,
    PageCount: _count,
    PagesLeft: _left,
}
"""How each plain finding is believed: every field by its own type, length and range."""


def boxes(packed: str) -> tuple[str, int]:
    """(the words of a page as they may be kept, their number); every row is checked."""
    rows = json.loads(packed)
    for row in rows:
        word, x0, y0, x1, y1, sure = row
        if (
            type(word) is not str
            or not (0 <= x0 <= x1 <= 1 and 0 <= y0 <= y1 <= 1)
            or not (sure is None or 0 <= sure <= 100)
        ):
            raise Hostile("a box outside its page")
    if "\\u" in packed or "\0" in packed or len(packed) > 200 * len(rows) + 2 or not _encodable(packed):
        rows = [[text(word, 500), *rest] for word, *rest in rows]
        packed = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return packed, len(rows)


def _encodable(written: str) -> bool:
    try:
        written.encode()
    except UnicodeEncodeError:
        return False
    return True
