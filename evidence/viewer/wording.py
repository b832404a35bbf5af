"""What files say in codes, put as people write it: moments, languages, the streams of a recording. What is no such code
stays as it is: a claim is never made better than it came."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.utils.dateformat import format as formatted
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?\s?(Z|[+-]\d\d:?\d\d)?")
ZONED = re.compile(r"(Z|[+-]\d\d:?\d\d)$")
LANGUAGE = re.compile(r"(^|_)lang(uages?)?$")


def moment(text: str) -> str:
    """“2024-02-04T18:29:00+05:00” → “4 Feb 2024 18:29 (UTC+05:00)”; any other text as it is. The offset stays the claimed
    one; without one none is made up, and seconds are told where they are not nought."""
    if not MOMENT.fullmatch(text):
        return text
    try:
        at = datetime.fromisoformat(text.replace(" Z", "Z"))
    except ValueError:
        return text
    said = formatted(at, "j M Y H:i:s" if at.second else "j M Y H:i")
    zone = ZONED.search(text)
    if not zone:
        return said
    offset = at.strftime("%z")
    return f"{said} UTC" if offset == "+0000" else f"{said} (UTC{offset[:3]}:{offset[3:5]})"


def language(code: str) -> str:
    """“kk” → “Kazakh”; a code that is not known as it is."""
    try:
        return str(get_language_info(code.strip().lower())["name_translated"]) if code.strip() else code
    except KeyError:
        return code


def stream(row: dict[str, Any]) -> str:
    """“video (h264), 1280 × 720, 25 frames a second” of what a recording says of one of its streams."""
    given = {key: value for key, value in row.items() if value not in ("", None, [], {})}
    head = f"{given.pop('kind')} ({given.pop('codec')})"
    size = (given.pop("width", None), given.pop("height", None))
    parts = [head, f"{size[0]} × {size[1]}" if all(size) else ""]
    if lang := given.pop("language", ""):
        parts.append(language(str(lang)))
    if rate := given.pop("sample_rate", None):
        parts.append(_("%s samples a second") % rate)
    parts += [f"{key.replace('_', ' ')}: {value}" for key, value in given.items()]
    return ", ".join(part for part in parts if part)


def plainly(name: str, value: Any) -> Any:
    """The value of the claim `name` with its codes put into words."""
    if isinstance(value, list):
        return [plainly(name, one) for one in value]
    if isinstance(value, dict) and {"kind", "codec"} <= value.keys() and value["kind"] and value["codec"]:
        return stream(value)
    if isinstance(value, str):
        return language(value) if LANGUAGE.search(name) else moment(value)
    return value
