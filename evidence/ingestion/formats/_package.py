"""Documents that are zips inside (Office, OpenDocument, EPUB): parts by name, parsed XML, relations, embedded files."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Container, Iterator
from xml.etree.ElementTree import Element

from evidence.ingestion import claims
from evidence.ingestion.formats import _metafile, _objects
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Member, Refused

_MOST_PART = 192 * 2**20
_LINES = (".emf", ".wmf")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp")


class Package:
    """The parts of a document. A part that is missing or damaged is empty; one that is a bomb is refused."""

    def __init__(self, source: Source) -> None:
        try:
            self._zip = zipfile.ZipFile(source.open())
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise Damaged("The document is damaged: it cannot be taken apart.") from error
        self._limits, self._size = source.limits, max(1, source.size)
        self.names = self._zip.namelist()[:50_000]
        self._known = set(self.names)

    @classmethod
    def of(cls, source: Source) -> Package:
        """The package of a source, opened once."""
        return source.once("package", lambda: cls(source))

    def read(self, name: str) -> bytes:
        """A part's bytes; empty when there is none. Refused when it would grow beyond all measure."""
        if name not in self._known:
            return b""
        size = self._zip.getinfo(name).file_size
        if size > _MOST_PART or (size > self._limits.ratio_floor_bytes and size > self._limits.ratio * self._size):
            raise Refused("A part of the document would grow to many times its size when opened; it was not read.")
        try:
            return self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, EOFError):
            return b""

    def xml(self, name: str) -> Element | None:
        """A part parsed; None when missing. Refused when it defines entities, Damaged when it is no XML."""
        data = self.read(name)
        if not data:
            return None
        root = claims.xml(data)
        if root is None:
            if b"<!ENTITY" in data[:10_000] or b"<!DOCTYPE" in data[:10_000]:
                raise Refused(
                    "The document holds definitions that reach outside or multiply themselves; it was not read."
                )
            raise Damaged("A part of the document is damaged.")
        return root

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """id: (kind, part) of what a part refers to inside the document; outside targets are left out."""
        folder, file = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = {}
        for relation in root if root is not None else ():
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                path = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                )
                found[relation.get("Id", "")] = (relation.get("Type", "").rsplit("/", 1)[-1], path)
        return found

    def facts(self) -> Iterator[Fact]:
        """Core, extended and custom properties, and what reaches outside or could act."""
        for name in ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"):
            yield from claims.properties(self.read(name))
        outside = [target for name in self.names if name.endswith(".rels") for target in self._outside(name)]
        if outside:
            yield Fact("refers_outside", outside[:50])
        if any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name for name in self.names):
            yield Fact("active_content", ["macros"])

    def _outside(self, name: str) -> list[str]:
        root = claims.xml(self.read(name))
        return [
            r.get("Target", "")
            for r in (root if root is not None else ())
            if r.get("TargetMode") == "External" and not r.get("Type", "").endswith("/hyperlink")
        ]

    def embedded(self, folder: str) -> Iterator[Member]:
        """Files embedded under `folder`."""
        for name in self.names:
            if name.startswith(folder) and not name.endswith("/"):
                shown, content = _objects.unwrapped(self.read(name), posixpath.basename(name))
                yield Member(name.encode("utf-8", "replace"), shown, "embedded", [content])

    def photographs(self, folder: str, beside: Container[str] = ()) -> Iterator[Member]:
        """Pictures under `folder` as files of their own, but for those `beside` that are read with their page."""
        for name in self.pictures(folder):
            content = self.read(name) if name not in beside else b""
            if content:
                yield Member(name.encode("utf-8", "replace"), posixpath.basename(name), "embedded", [content])

    def drawn(self, folder: str) -> str:
        """Words in drawings made of lines."""
        parts = [
            _metafile.words(self.read(n)) for n in self.names if n.startswith(folder) and n.lower().endswith(_LINES)
        ]
        return "\n".join(dict.fromkeys(filter(None, parts)))

    def links(self) -> list[str]:
        """Addresses that the document leads to when somebody follows them, each once."""
        found = dict[str, None]()
        for name in self.names:
            root = claims.xml(self.read(name)) if name.endswith(".rels") else None
            for one in root if root is not None else ():
                if one.get("TargetMode") == "External" and one.get("Type", "").endswith("/hyperlink"):
                    found[one.get("Target", "")] = None
        return list(found)[:2000]

    def pictures(self, folder: str) -> list[str]:
        """Names of pixel pictures under `folder`, in order."""
        return [n for n in self.names if n.startswith(folder) and n.lower().endswith(_PICTURES)]
