"""A small Outlook mailbox file (PST, Unicode, not encoded), made when a test asks for it: folders and items of properties."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

from tests.evidence.ingestion.outlook import BINARY, LONG, Properties, raw

STORE, NAMES, ROOT = 0x21, 0x61, 0x122
_BEGIN = 0x4400  # where blocks may begin


def crc(data: bytes) -> int:
    """The checksum of these files: CRC-32 that begins and ends with nothing."""
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


def heap(properties: Properties) -> bytes:
    """A heap that holds a property context; everything in one block."""
    pieces: list[bytes] = [b"", b""]
    rows = b""
    for (number, kind), value in sorted(properties.items()):
        data = raw(value, kind)
        if kind == LONG:
            rows += struct.pack("<HH", number, kind) + data
        else:
            pieces.append(data)
            rows += struct.pack("<HHI", number, kind, len(pieces) << 5 if data else 0)
    pieces[0], pieces[1] = b"\xb5\x02\x06\0" + struct.pack("<I", 2 << 5), rows
    places, out = [12], bytearray(12)
    for piece in pieces:
        out += piece
        places.append(len(out))
    out += bytes(len(out) % 2)
    struct.pack_into("<HBBII", out, 0, len(out), 0xEC, 0xBC, 1 << 5, 0)
    return bytes(out) + struct.pack(f"<HH{len(places)}H", len(pieces), 0, *places)


class Mailbox:
    """Nodes are added, `bytes(box)` is the file."""

    def __init__(self) -> None:
        self._nodes: list[tuple[int, int, bytes]] = []
        self.add(STORE, 0, {(0x3001, 0x1F): "Ящик", (0x35E0, BINARY): bytes(20) + struct.pack("<I", ROOT)})
        self.add(ROOT, ROOT, {(0x3001, 0x1F): ""})

    def add(self, node: int, parent: int, properties: Properties) -> int:
        """A node with its properties; returns its number."""
        self._nodes.append((node, parent, heap(properties)))
        return node

    def folder(self, number: int, name: str, parent: int = ROOT) -> int:
        """A folder below another."""
        return self.add(number << 5 | 2, parent, {(0x3001, 0x1F): name})

    def item(self, number: int, parent: int, properties: Properties) -> int:
        """An item in a folder."""
        return self.add(number << 5 | 4, parent, properties)

    def names(self, named: Mapping[int, int]) -> None:
        """number → number in Outlook's own sets."""
        entries = b"".join(struct.pack("<IHH", lid, 6, number - 0x8000) for number, lid in named.items())
        self.add(NAMES, 0, {(1, LONG): 1, (2, BINARY): bytes(16), (3, BINARY): entries, (4, BINARY): bytes(4)})

    def __bytes__(self) -> bytes:
        blocks, places, nodes = b"", b"", b""
        for index, (node, parent, content) in enumerate(sorted(self._nodes)):
            bid = (index + 1) << 2
            room = -(-(len(content) + 16) // 64) * 64
            places += struct.pack("<QQHHI", bid, _BEGIN + len(blocks), len(content), 2, 0)
            blocks += content.ljust(room - 16, b"\0") + struct.pack("<HHIQ", len(content), 0, crc(content), bid)
            nodes += struct.pack("<QQQII", node, bid, 0, parent, 0)
        tree = -(-(_BEGIN + len(blocks)) // 512) * 512
        pages = _page(0x81, nodes, 32, tree) + _page(0x80, places, 24, tree + 512)
        return _header(tree).ljust(_BEGIN, b"\0") + blocks.ljust(tree - _BEGIN, b"\0") + pages


def _page(kind: int, entries: bytes, size: int, bid: int) -> bytes:
    body = entries.ljust(488, b"\0") + struct.pack("<BBBB4x", len(entries) // size, 488 // size, size, 0)
    return body + struct.pack("<BBHIQ", kind, kind, 0, crc(body), bid)


def _header(tree: int) -> bytes:
    head = b"!BDN" + bytes(4) + b"SM" + struct.pack("<HHBB", 23, 19, 1, 1)
    head = head.ljust(180, b"\0") + struct.pack("<IQQQQ", 0, tree + 1024, 0, 0, 0)
    head += struct.pack("<QQQQ", tree, tree, tree + 512, tree + 512)
    head = head.ljust(512, b"\xff") + b"\x80\0" + bytes(10)
    head = head[:4] + struct.pack("<I", crc(head[8:479])) + head[8:]
    return head + struct.pack("<I", crc(head[8:524])) + bytes(36)
