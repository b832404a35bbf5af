"""The RTF body of Outlook's items: unpacked, and turned back into the web page or text that Outlook wrapped in it.

After MS-OXRTFCP (the packing) and MS-OXRTFEX (HTML or text inside RTF). RTF that wraps nothing gives its plain text.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, replace

from evidence.ingestion import charsets
from evidence.ingestion.formats import _mapi

_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
MOST = 64 * 2**20
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.S
)
_SIGNS = {
    b"par": "\n",
    b"line": "\n",
    b"tab": "\t",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
    b"endash": "–",
    b"emdash": "—",
    b"cell": "\t",
    b"row": "\n",
    b"page": "\n",
}
_SILENT = frozenset(
    (
        b"fonttbl",
        b"colortbl",
        b"stylesheet",
        b"info",
        b"pict",
        b"object",
        b"header",
        b"footer",
        b"generator",
        b"filetbl",
    )
)
_CHARSETS = {204: 1251, 238: 1250, 161: 1253, 162: 1254, 177: 1255, 178: 1256, 186: 1257, 128: 932, 129: 949, 134: 936}
_CHARSETS |= {136: 950, 163: 1258, 222: 874, 77: 10007}


def unpack(data: bytes) -> bytes:
    """RTF out of PR_RTF_COMPRESSED. Damage ends it early; nothing is raised."""
    if len(data) < 16:
        return b""
    size, kind = struct.unpack_from("<II", data, 4)
    if kind == 0x414C454D:  # "MELA": not packed
        return data[16 : 16 + size]
    if kind != 0x75465A4C:  # "LZFu"
        return data if data.startswith(b"{\\rtf") else b""
    return _unpacked(data, min(size, MOST))


def _unpacked(data: bytes, most: int) -> bytes:
    """Runs of eight literals or references into the last 4096 bytes; what was there before the first is fixed."""
    out, at, end = bytearray(_START), 16, len(data)
    start = len(_START)
    while at < end and len(out) - start < most:
        control = data[at]
        at += 1
        for bit in range(8):
            if not control >> bit & 1:
                out += data[at : at + 1]
                at += 1
            elif at + 1 < end:
                token = data[at] << 8 | data[at + 1]
                at += 2
                back = (len(out) - (token >> 4)) % 4096
                if back == 0:
                    return bytes(out[start:])
                for _ in range((token & 15) + 2):
                    out.append(out[-back] if back <= len(out) else 0x20)
            if at >= end:
                break
    return bytes(out[start:])


@dataclass(frozen=True, slots=True)
class _State:
    """What a group of RTF inherits from the one around it."""

    silent: bool = False  # a group that is not shown
    rtf_only: bool = False  # \htmlrtf: what only RTF readers should see
    tag: bool = False  # inside \*\htmltag: markup of the page
    skip: int = 1  # characters that stand in for one \u
    font: int = -1


class _Reader:
    """Walks the tokens once; `parts` is what was wrapped."""

    def __init__(self, data: bytes) -> None:
        found = re.search(rb"\\ansicpg(\d{3,5})", data[:4096])
        self.page = _mapi.codec(int(found[1])) if found else "cp1252"
        self.wraps = b"html" if b"\\fromhtml" in data[:4096] else b"text" if b"\\fromtext" in data[:4096] else b""
        self.parts: list[str] = []
        self._data, self._held, self._held_in = data, bytearray(), ""
        self._fonts: dict[int, str] = {}
        self._font, self._to_skip, self._starred = -1, 0, False
        self._state, self._stack = _State(), list[_State]()

    def read(self) -> str:
        """The wrapped page or text."""
        for token in _TOKEN.finditer(self._data):
            word, number, hexed, sign, brace, plain = token.groups()
            if word:
                self._word(word, int(number) if number else None)
            elif hexed:
                self._bytes(bytes([int(hexed, 16)]))
            elif brace:
                self._group(brace)
            elif sign:
                self._sign(sign)
            elif plain:
                self._bytes(plain)
        self._flush()
        return "".join(self.parts)

    def _group(self, brace: bytes) -> None:
        self._flush()
        self._to_skip, self._starred = 0, False
        if brace == b"{":
            self._stack.append(self._state)
        elif self._stack:
            self._state = self._stack.pop()

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif sign in b"{}\\":
            self._bytes(sign)
        elif sign == b"~":
            self._text("\u00a0")
        elif sign in b"\r\n":
            self._text("\n")
        elif sign == b"_":
            self._text("-")

    def _word(self, word: bytes, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if word == b"htmltag" and self.wraps == b"html":
            self._state = replace(self._state, tag=True, silent=False)
        elif word == b"mhtmltag" or (starred and not self._state.tag) or word in _SILENT:
            self._state = replace(self._state, silent=True)
        elif word == b"htmlrtf":
            self._flush()
            self._state = replace(self._state, rtf_only=number != 0)
        elif word == b"uc":
            self._state = replace(self._state, skip=number if number is not None else 1)
        elif word == b"u" and number is not None:
            self._text(chr(number & 0xFFFF))
            self._to_skip = self._state.skip
        elif word in (b"f", b"fcharset"):
            self._fonts_of(word, number or 0)
        elif word in _SIGNS and not (word == b"tab" and self._state.silent):
            self._text(_SIGNS[word])

    def _fonts_of(self, word: bytes, number: int) -> None:
        if word == b"f":
            self._flush()
            self._font = number
            self._state = replace(self._state, font=number)
        elif number in _CHARSETS:
            self._fonts[self._font] = _mapi.codec(_CHARSETS[number])

    @property
    def _shown(self) -> bool:
        state = self._state
        return state.tag or not (state.silent or (state.rtf_only and self.wraps == b"html"))

    def _text(self, text: str) -> None:
        self._flush()
        if self._shown:
            self.parts.append(text)

    def _bytes(self, data: bytes) -> None:
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        if not self._shown or len(data) == skipped:
            return
        page = self._fonts.get(self._state.font, self.page)
        if page != self._held_in:
            self._flush()
        self._held_in = page
        self._held += data[skipped:]

    def _flush(self) -> None:
        if self._held:
            try:
                self.parts.append(self._held.decode(self._held_in, "replace"))
            except LookupError:
                self.parts.append(charsets.decode(bytes(self._held))[0])
            self._held.clear()


def content(rtf: bytes) -> tuple[str, str]:
    """(html, text or rtf; the page or text): what was wrapped, or with rtf the plain text of an RTF that wraps nothing."""
    reader = _Reader(rtf[:MOST])
    found = reader.read()
    found = found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return reader.wraps.decode() or "rtf", found
