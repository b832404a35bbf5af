"""Files embedded in Office documents: the file itself out of its wrapping, or a compound file made of a storage.

Office keeps an inserted file as an "object": a storage with a stream that holds the file (a package, an "OLE 1.0" wrapping
with the file's name), or the streams of an old Office document. People look for the file, so that is what becomes a child.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from evidence.ingestion.formats import _unpacking
from evidence.ingestion.formats._ole import SIGNATURE, Compound
from evidence.ingestion.formats._ole_writing import rebuilt
from evidence.ingestion.stage import Damaged, Member

_NATIVE = "\x01Ole10Native"
_WHOLE = ("Package", "CONTENTS", "EmbeddedOdf", "package_stream")
_DOCUMENTS = {
    "worddocument": "doc",
    "workbook": "xls",
    "book": "xls",
    "powerpoint document": "ppt",
    "__properties_version1.0": "msg",
    "visiodocument": "vsd",
}


def unwrapped(data: bytes, name: str) -> tuple[str, bytes]:
    """(name, bytes) of the file that an embedded object holds; the object itself when it is nothing known."""
    return inside(data, name) or (name, data)


def inside(data: bytes, name: str) -> tuple[str, bytes] | None:
    """(name, bytes) of the file that an object's bytes hold; None when there is nothing in them that could be one."""
    if not data.startswith(SIGNATURE):
        kind = _extension(data)
        return (f"{name}.{kind}", data) if kind != "bin" else None
    try:
        return _inside(Compound(data), (), name)
    except (Damaged, struct.error, ValueError):
        return None


def members(file: Compound) -> Iterator[Member]:
    """The embedded objects of a Word or Excel file, in order."""
    tops: dict[tuple[str, ...], None] = {}
    for path in file.streams:
        if path[0] == "ObjectPool" and len(path) > 2:
            tops[path[:2]] = None
        elif len(path) > 1 and path[0][:3] == "MBD":
            tops[path[:1]] = None
    for number, top in enumerate(sorted(tops), 1):
        made = _inside(file, top, f"object {number}")
        if made is not None:
            yield Member(made[0].encode("utf-8", "replace"), made[0], "embedded", [made[1]])


def _inside(file: Compound, top: tuple[str, ...], name: str) -> tuple[str, bytes] | None:
    """The file in the storage `top`; None when there is nothing in it that could be one."""
    wrapped = file.read(*top, _NATIVE)
    if wrapped:
        made = native(wrapped, name)
        if made is not None:
            return made
    for stream in _WHOLE:
        content = file.read(*top, stream)
        if content:
            return f"{name}.{_extension(content)}", content
    here = {path[len(top)].lower() for path in file.streams if path[: len(top)] == top and len(path) > len(top)}
    kind = next((extension for stream, extension in _DOCUMENTS.items() if stream in here), "")
    if not kind:
        return None
    streams = {path[len(top) :]: file.read(*path) for path in file.streams if path[: len(top)] == top}
    return f"{name}.{kind}", rebuilt(streams)


def _extension(content: bytes) -> str:
    starts = ((b"PK", "zip"), (b"%PDF", "pdf"), (b"\x89PNG", "png"), (b"\xff\xd8", "jpg"), (SIGNATURE, "ole"))
    return next((extension for start, extension in starts if content.startswith(start)), "bin")


def native(data: bytes, name: str) -> tuple[str, bytes] | None:
    """A file that was dropped into a document: its name, and its bytes behind three names and two lengths.

    None for what only the program that made it understands (a formula, for instance).
    """
    try:
        if struct.unpack_from("<H", data, 4)[0] != 2:
            raise ValueError("no names")
        label, at = _string(data, 6)
        path, at = _string(data, at)
        at += 4
        size = struct.unpack_from("<I", data, at)[0]
        at += 4 + size
        size = struct.unpack_from("<I", data, at)[0]
        content = data[at + 4 : at + 4 + size]
    except (struct.error, ValueError):
        kind = _extension(data[4:])
        return (f"{name}.{kind}", data[4:]) if kind != "bin" else None
    given = label or path
    return given.replace("\\", "/").rsplit("/", 1)[-1] or name, content


def _string(data: bytes, at: int) -> tuple[str, int]:
    end = data.index(b"\0", at)
    return _unpacking.name(data[at:end]), end + 1
