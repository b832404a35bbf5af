"""XML and SVG: the words in it, without following a single definition. Office documents written as one XML file too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from evidence.ingestion import charsets, claims
from evidence.ingestion.formats import _changes, _odf, _office
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Outcome, Page, Trouble

READS = frozenset({"text/xml", "application/xml"})
VERSION = "2"
_ENTITIES = re.compile(r"<!(ENTITY|DOCTYPE)[^>]*>|\]>")
_MOST = 64 * 2**20
_OFFICE = {  # name of the root, part of its namespace: what it is
    ("wordDocument", "schemas.microsoft.com/office/word/2003"): "a Word document of 2003 as XML",
    ("package", "schemas.microsoft.com/office/2006/xmlPackage"): "a Word document as one XML file",
    ("document", "urn:oasis:names:tc:opendocument"): "an OpenDocument as one XML file",
    ("Workbook", "urn:schemas-microsoft-com:office:spreadsheet"): "an Excel workbook of 2003 as XML",
}

_OF_2003 = {
    "Title": "title",
    "Subject": "subject",
    "Author": "author",
    "Keywords": "keywords",
    "Description": "description",
    "LastAuthor": "last_modified_by",
    "Revision": "revision",
    "Created": "created_at",
    "LastSaved": "modified_at",
    "Company": "company",
    "Manager": "manager",
}


def _root(source: Source) -> Element | None:
    return source.once("xml", lambda: claims.xml(source.bytes(_MOST)))


def _kind(root: Element | None) -> str:
    """What Office document this is; empty for any other XML."""
    for (name, space), words in _OFFICE.items():
        if root is not None and claims.local(root) == name and space in str(root.tag):
            return words
    return ""


def metadata(source: Source) -> Iterator[Fact]:
    """Properties and tracked changes of Office documents."""
    root = _root(source) if source.size <= _MOST else None
    kind = _kind(root)
    if root is None or not kind:
        return
    yield Fact("written_as", kind)
    for element in (e for e in root.iter() if claims.local(e) in ("coreProperties", "meta", "Properties")):
        yield from claims.described(element)
    for one in (e for above in root.iter() if claims.local(above) == "DocumentProperties" for e in above):
        if claims.local(one) in _OF_2003 and (one.text or "").strip():
            yield Fact(f"claimed_{_OF_2003[claims.local(one)]}", (one.text or "").strip()[:2000])
    yield from _changes.facts(_odf.changes(root) if "OpenDocument" in kind else _office.changes(root))


def text(source: Source) -> Iterator[Page | Trouble]:
    """Element text, a line each; broken or defining XML as it is written, tags taken out."""
    data = source.bytes(_MOST)
    root = _root(source)
    if root is not None:
        yield from _pages(root)
        return
    written, _ = charsets.decode(data)
    if "<!ENTITY" in written:
        sentence = "The file defines abbreviations that multiply or reach outside; they were not followed."
        yield Trouble(Outcome.PARTLY_READ, sentence)
    else:
        yield Trouble(Outcome.PARTLY_READ, "The structure of the file is damaged; its words were read as they stand.")
    yield Page(1, re.sub(r"<[^<>]{0,2000}>", " ", _ENTITIES.sub(" ", written)))


def _pages(root: Element) -> Iterator[Page]:
    kind = _kind(root)
    if "Word" in kind:
        body = [e for e in root.iter() if claims.local(e) in ("body", "hdr", "ftr", "footnotes", "endnotes")]
        yield Page(1, "\n".join(_office.words(e) for e in body).replace(_office.PAGE_BREAK, "\n"))
        said = "\n".join(_office.comments(e) for e in root.iter() if claims.local(e) == "comments")
        for label, content in (("Comments", said), ("Tracked changes", _changes.words(_office.changes(root)))):
            if content:
                yield Page(1, content, label=label)
    elif "OpenDocument" in kind:
        body = [e for e in root if claims.local(e) == "body"]
        yield Page(1, "\n".join(_odf.words(e, flat=True) for e in body))
        yield Page(1, _odf.comments(root), label="Comments")
    elif kind:
        yield from _sheets(root)
    else:
        skip = ("script", "style")
        parts = [t for e in root.iter() for t in (e.text if claims.local(e) not in skip else "", e.tail) if t]
        yield Page(1, "\n".join(part.strip() for part in parts if part.strip()))


def _sheets(root: Element) -> Iterator[Page]:
    """The sheets of a workbook: rows as lines, cells parted by tabs."""
    for sheet in (e for e in root.iter() if claims.local(e) == "Worksheet"):
        name = next((v for k, v in sheet.attrib.items() if k.endswith("}Name")), "")
        rows = [e for e in sheet.iter() if claims.local(e) == "Row"]
        lines = ["\t".join(" ".join("".join(cell.itertext()).split()) for cell in row) for row in rows]
        yield Page(1, "\n".join([name, *(line for line in lines if line.strip())]), label=name)
