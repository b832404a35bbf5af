"""RTF in any code page: text by striprtf, properties from the \\info group."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import striprtf.striprtf

from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Page

_to_text: Callable[..., str] = striprtf.striprtf.rtf_to_text  # the library is not typed
READS = frozenset({"text/rtf", "application/rtf"})
VERSION = "1"
_INFO = {
    "title": "title",
    "author": "author",
    "subject": "subject",
    "operator": "last_modified_by",
    "company": "company",
    "doccomm": "description",
    "keywords": "keywords",
}
_TIMES = {"creatim": "created_at", "revtim": "modified_at", "printim": "printed_at"}
_BINARY = re.compile(rb"\{\\\*?\\?(?:objdata|pict)\b[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", re.S)


def _code_page(data: bytes) -> str:
    match = re.search(rb"\\ansicpg(\d{3,5})", data[:4096])
    return (
        f"cp{match[1].decode()}"
        if match and match[1] not in (b"0", b"10007")
        else "mac_cyrillic"
        if match
        else "cp1252"
    )


def _plain(fragment: bytes, page: str) -> str:
    raw = b"{\\rtf1\\ansi\\ansi" + b"cpg" + page.removeprefix("cp").encode() + b" " + fragment + b"}"
    return _to_text(raw.decode("latin-1"), encoding=page, errors="replace").strip()


def metadata(source: Source) -> Iterator[Fact]:
    """Title, author, times and the like."""
    data = source.head(2**20)
    page = _code_page(data)
    start = data.find(b"{\\info")
    info = data[start : start + 20_000] if start >= 0 else b""
    for name, key in _INFO.items():
        match = re.search(rb"\{\\(?:\*\\)?" + name.encode() + rb" ?((?:[^{}]|\\[{}])*)\}", info)
        value = _plain(match[1], page) if match else ""
        if value:
            yield Fact(f"claimed_{key}", value)
    for name, key in _TIMES.items():
        parts = re.search(rb"\{\\" + name.encode() + rb"\\yr(\d+)\\mo(\d+)\\dy(\d+)(?:\\hr(\d+))?(?:\\min(\d+))?", info)
        if parts:
            year, month, day, hour, minute = (int(part or 0) for part in parts.groups())
            yield Fact(f"claimed_{key}", f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}")


def text(source: Source) -> Iterator[Page]:
    """The whole text as one part; pictures and objects are left out before parsing."""
    data = _BINARY.sub(b"", source.bytes(128 * 2**20)).replace(b"\0", b"")
    page = _code_page(data)
    try:
        content = _to_text(data.decode("latin-1"), encoding=page, errors="replace")
    except (ValueError, LookupError, IndexError, KeyError) as error:
        raise Damaged("The RTF document is damaged and could not be read.") from error
    yield Page(1, content)
