"""EPUB books: the chapters in reading order under the titles of the table of contents; title, author; pictures as children."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from evidence.ingestion import claims
from evidence.ingestion.claims import local
from evidence.ingestion.formats import html
from evidence.ingestion.formats._markup import parsed
from evidence.ingestion.formats._package import Package
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Encrypted, Fact, Member, Page, PageCount

READS = frozenset({"application/epub+zip"})
VERSION = "2"
PAGED = True
_MERELY_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


def _book(source: Source) -> tuple[str, Element]:
    """(the package document's name, the document)."""
    package = Package.of(source)
    container = package.xml("META-INF/container.xml")
    entries = container.iter() if container is not None else ()
    main = next((e.get("full-path", "") for e in entries if local(e) == "rootfile"), "")
    root = package.xml(main)
    if root is None:
        raise Damaged("The book is damaged: its table of contents is missing.")
    return main, root


def _path(beside: str, reference: str) -> str:
    """The part that a reference in `beside` leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(beside), unquote(reference.split("#")[0])))


def _chapters(source: Source) -> list[str]:
    """The chapters' names in reading order."""
    main, root = _book(source)
    files = {e.get("id"): e.get("href", "") for e in root.iter() if local(e) == "item"}
    order = [files.get(e.get("idref"), "") for e in root.iter() if local(e) == "itemref"]
    return [_path(main, name) for name in order if name]


def _titles(source: Source) -> dict[str, str]:
    """chapter: its title in the table of contents, of the newer or the older kind."""
    main, root = _book(source)
    package, found = Package.of(source), dict[str, str]()
    for item in (e for e in root.iter() if local(e) == "item"):
        kind, name = item.get("media-type", ""), _path(main, item.get("href", ""))
        if "nav" in item.get("properties", "").split():
            tree = parsed(html.decode(package.read(name))[0])
            for link in tree.css("nav a[href]"):
                found.setdefault(_path(name, link.attributes.get("href") or ""), " ".join(link.text().split()))
        elif kind == "application/x-dtbncx+xml":
            contents = claims.xml(package.read(name))
            for point in (e for e in (contents.iter() if contents is not None else ()) if local(e) == "navPoint"):
                words = next(("".join(e.itertext()) for e in point if local(e) == "navLabel"), "")
                target = next((e.get("src", "") for e in point if local(e) == "content"), "")
                found.setdefault(_path(name, target), " ".join(words.split()))
    return found


def metadata(source: Source) -> Iterator[Fact | PageCount]:
    """Dublin Core entries and the number of chapters."""
    main, _ = _book(source)
    yield from claims.properties(Package.of(source).read(main))
    yield PageCount(len(_chapters(source)), "chapter")


def children(source: Source) -> Iterator[Member]:
    """The pictures."""
    if source.request.depth < source.limits.depth:
        yield from Package.of(source).photographs("")


def _is_locked(source: Source, chapters: list[str]) -> bool:
    """Whether a chapter is enciphered; fonts often are, and do not matter."""
    root = claims.xml(Package.of(source).read("META-INF/encryption.xml"))
    for one in (e for e in (root.iter() if root is not None else ()) if local(e) == "EncryptedData"):
        method = next((e.get("Algorithm", "") for e in one if local(e) == "EncryptionMethod"), "")
        targets = {unquote(e.get("URI", "")) for e in one.iter() if local(e) == "CipherReference"}
        if not method.startswith(_MERELY_FONTS) and targets & set(chapters):
            return True
    return False


def text(source: Source) -> Iterator[Page]:
    """A page per chapter."""
    package, chapters = Package.of(source), _chapters(source)
    if _is_locked(source, chapters):
        raise Encrypted("The book is locked by its seller.")
    titles = _titles(source)
    for number, name in enumerate(chapters, 1):
        markup, _ = html.decode(package.read(name))
        label = titles.get(name) or posixpath.basename(name)
        yield Page(number, html.visible(parsed(markup)), label=label)
