"""A compound file (MS-CFB, version 3) made of streams: for a document that was only a folder inside another one."""

from __future__ import annotations

import struct
from itertools import pairwise

from evidence.ingestion.formats._ole import SIGNATURE

_FREE, _END, _FAT, _MORE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
_SECTOR, _SMALL, _CUT_OFF = 512, 64, 4096
_Path = tuple[str, ...]


def rebuilt(streams: dict[_Path, bytes], class_id: bytes = bytes(16)) -> bytes:
    """A compound file with these streams (path inside: bytes), folders made as needed; the bytes are kept as they are."""
    small = {path: content for path, content in streams.items() if len(content) < _CUT_OFF}
    large = {path: content for path, content in streams.items() if path not in small}
    mini, mini_table, places = _chained(small, _SMALL)
    parts = dict(large)
    parts["", "mini"] = mini
    parts["", "mini table"] = _numbers(mini_table)
    folders = sorted({path[:n] for path in streams for n in range(1, len(path))})
    nodes: list[_Path] = [(), *folders, *streams]
    parts["", "directory"] = bytes(-(-len(nodes) // 4) * _SECTOR)  # as long as it will be: only its place matters now
    body, table, starts = _chained(parts, _SECTOR)
    shift = _room(len(table))
    placed = {path: start if start == _END else start + shift for path, start in starts.items()}
    root = (placed["", "mini"], len(mini), class_id)
    entries = _directory(nodes, streams, {**{p: placed[p] for p in large}, **places}, root)
    at = starts["", "directory"] * _SECTOR
    body = body[:at] + entries.ljust(len(parts["", "directory"]), b"\0") + body[at + len(parts["", "directory"]) :]
    fat = [n + shift if n < _MORE else n for n in table]
    return _laid_out(
        fat, body, placed["", "directory"], placed["", "mini table"], len(parts["", "mini table"]) // _SECTOR
    )


def _chained(parts: dict[_Path, bytes], size: int) -> tuple[bytes, list[int], dict[_Path, int]]:
    """(all parts padded to sectors of `size`, the table of what follows what, each part's first sector)."""
    table, starts, body = list[int](), dict[_Path, int](), list[bytes]()
    for path, content in parts.items():
        count = -(-len(content) // size)
        starts[path] = len(table) if count else _END
        table += [*range(len(table) + 1, len(table) + count), _END] if count else []
        body.append(content.ljust(count * size, b"\0"))
    return b"".join(body), table, starts


def _numbers(table: list[int]) -> bytes:
    """A table padded to whole sectors."""
    full = table + [_FREE] * (-len(table) % 128)
    return struct.pack(f"<{len(full)}I", *full)


def _tables(sectors: int) -> tuple[int, int]:
    """(sectors of the allocation table, sectors that list those beyond the 109 that the header lists)."""
    own = more = 0
    while own * 128 < sectors + own + more:
        own += 1
        more = max(0, -(-(own - 109) // 127))
    return own, more


def _room(sectors: int) -> int:
    """How many sectors stand before the first of the body."""
    return sum(_tables(sectors))


def _directory(
    nodes: list[_Path], streams: dict[_Path, bytes], starts: dict[_Path, int], root: tuple[int, int, bytes]
) -> bytes:
    """The lines of the directory. Brothers form a chain to the right, in the order that the format asks of its trees."""
    number = {path: at for at, path in enumerate(nodes)}
    below: dict[_Path, list[_Path]] = {}
    for path in sorted(nodes[1:], key=lambda one: (len(one[-1]), one[-1].upper())):
        below.setdefault(path[:-1], []).append(path)
    after = {a: number[b] for brothers in below.values() for a, b in pairwise(brothers)}
    made = []
    for path in nodes:
        name = (path[-1] if path else "Root Entry")[:31].encode("utf-16-le")
        kind = 2 if path in streams else 1 if path else 5
        child = number[below[path][0]] if path in below else _FREE
        start, size = (starts[path], len(streams[path])) if kind == 2 else (0, 0)
        identity = bytes(16)
        if not path:
            start, size, identity = root
        head = struct.pack("<64sHBBIII", name, len(name) + 2, kind, 1, _FREE, after.get(path, _FREE), child)
        made.append(head + identity + bytes(20) + struct.pack("<IQ", start, size))
    return b"".join(made)


def _laid_out(fat: list[int], body: bytes, directory: int, mini_table: int, mini_sectors: int) -> bytes:
    """Header, allocation table and what lists it, then the body."""
    own, more = _tables(len(fat))
    listed = list(range(own)) + [_FREE] * max(0, 109 - own)
    head = SIGNATURE + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    first_more = own if more else _END
    head += struct.pack(
        "<IIIIIIIII", 0, own, directory, 0, _CUT_OFF, mini_table, mini_sectors, first_more, more
    ) + struct.pack("<109I", *listed[:109])
    extra = b""
    for number in range(more):
        part = listed[109 + 127 * number : 109 + 127 * (number + 1)]
        following = own + number + 1 if number + 1 < more else _END
        extra += struct.pack("<128I", *part, *[_FREE] * (127 - len(part)), following)
    return head + _numbers([_FAT] * own + [_MORE] * more + fat) + extra + body
