"""EPUB books: the chapters in reading order, title and author."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from evidence.ingestion import claims
from evidence.ingestion.claims import local
from evidence.ingestion.formats import html
from evidence.ingestion.formats._package import Package
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Page, PageCount

READS = frozenset({"application/epub+zip"})
VERSION = "1"
PAGED = True


def _chapters(source: Source) -> tuple[str, list[str]]:
    """(the package document's name, the chapters' names in reading order)."""
    package = Package.of(source)
    container = package.xml("META-INF/container.xml")
    entries = container.iter() if container is not None else ()
    main = next((e.get("full-path", "") for e in entries if local(e) == "rootfile"), "")
    root = package.xml(main)
    if root is None:
        raise Damaged("The book is damaged: its table of contents is missing.")
    files = {e.get("id"): e.get("href", "") for e in root.iter() if local(e) == "item"}
    order = [files.get(e.get("idref"), "") for e in root.iter() if local(e) == "itemref"]
    folder = posixpath.dirname(main)
    return main, [posixpath.normpath(posixpath.join(folder, unquote(name))) for name in order if name]


def metadata(source: Source) -> Iterator[Fact | PageCount]:
    """Dublin Core entries and the number of chapters."""
    main, chapters = _chapters(source)
    yield from claims.properties(Package.of(source).read(main))
    yield PageCount(len(chapters), "chapter")


def text(source: Source) -> Iterator[Page]:
    """A page per chapter."""
    package = Package.of(source)
    for number, name in enumerate(_chapters(source)[1], 1):
        markup, _ = html.decode(package.read(name))
        yield Page(number, html.visible(LexborHTMLParser(markup)), label=posixpath.basename(name))
