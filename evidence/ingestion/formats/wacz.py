"""WACZ: a web archive in a ZIP with a list of its pages. Its WARC files are children, and what is in those is theirs."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from evidence.ingestion.formats import zip_archive
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Member, Trouble

READS = frozenset({"application/wacz"})
VERSION = "1"
_MOST, _MOST_PAGES = 16 * 2**20, 500
_NAMED = {
    "title": "title",
    "description": "description",
    "created": "created_at",
    "modified": "modified_at",
    "software": "software",
    "mainPageUrl": "address",
    "mainPageURL": "address",
    "mainPageDate": "captured_at",
    "wacz_version": "wacz_version",
}


def children(source: Source) -> Iterator[Member | Fact | Trouble]:
    """The files of the package."""
    return zip_archive.children(source)


def metadata(source: Source) -> Iterator[Fact]:
    """What the package says of itself, and its list of pages: address, title and time of each."""
    try:
        archive = zipfile.ZipFile(source.open())
    except (zipfile.BadZipFile, OSError, ValueError):
        return
    package = _value(_part(archive, "datapackage.json"))
    for name, key in _NAMED.items():
        if isinstance(package, dict) and isinstance(package.get(name), str):
            yield Fact(f"claimed_{key}", package[name][:2000])
    pages = list(_pages(archive))
    if pages:
        yield Fact("pages_captured", pages[:_MOST_PAGES])
        yield Fact("pages_captured_count", len(pages))


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as file:
            return file.read(_MOST)
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
        return b""


def _value(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _pages(archive: zipfile.ZipFile) -> Iterator[dict[str, str]]:
    for name in ("pages/pages.jsonl", "pages/extraPages.jsonl"):
        for line in _part(archive, name).splitlines():
            page = _value(line)
            if isinstance(page, dict) and isinstance(page.get("url"), str):
                yield {
                    "address": page["url"][:2000],
                    "title": str(page.get("title") or "")[:500],
                    "captured_at": str(page.get("ts") or "")[:40],
                }
