"""RTF taken apart: the text in its code pages, what stands beside it, pictures, embedded objects, changes, properties.

One pass over the tokens with a stack of groups, without recursion: depth is the file's to choose.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from evidence.ingestion.formats import _rtf_words
from evidence.ingestion.formats._changes import Change

_MOST_GROUPS = 10_000


@dataclass(slots=True)
class _Group:
    """What holds inside one pair of braces."""

    to: str = "body"  # where text goes: body, a page beside it, something gathered, or nothing ("")
    font: int = -1
    skip: int = 1  # characters that stand in for a Unicode one
    change: str = ""  # inserted, deleted
    by: int = -1
    at: int = 0
    star: bool = False
    fresh: bool = True  # no word yet: the next one names the group


@dataclass(slots=True)
class Rtf:
    """What was found. pictures: (kind, bytes); objects: their OLE 1.0 data; gathered: texts by name."""

    texts: dict[str, list[str]] = field(default_factory=lambda: {"body": []})
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    objects: list[bytes] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    info: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The text of the body or of what stands beside it; pairs of surrogates made one letter."""
        whole = "".join(self.texts.get(name, []))
        return whole.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class Parser:
    """One pass over an RTF file."""

    def __init__(self, data: bytes, page: str) -> None:
        self._data, self._page = data, page
        self._found = Rtf()
        self._group, self._stack = _Group(), list[_Group]()
        self._fonts, self._authors = dict[int, str](), list[str]()
        self._raw, self._codec = bytearray(), page
        self._left = 0  # characters still to be passed over after a Unicode one
        self._kind, self._hex = "", list[bytes]()
        self._font = -1
        self._author = ""
        self._handlers: dict[str, Callable[[int], None]] = {
            "u": self._unicode,
            "f": self._choose,
            "fcharset": self._charset,
            "cpg": self._font_page,
            "plain": lambda _: self._choose(-1),
        }

    def run(self) -> Rtf:
        """Everything; what is damaged is read as far as it goes."""
        at, data = 0, self._data
        while match := _rtf_words.TOKEN.match(data, at):
            at = match.end()
            word, number, code, symbol, brace, plain = match.groups()
            if word:
                if word == b"bin":
                    size = max(0, int(number or 0))
                    self._bytes(data[at : at + size])
                    at += size
                else:
                    self._word(word.decode().lower(), number)
            elif plain or code:
                self._bytes(plain or bytes([int(code, 16)]), code is not None)
            elif brace == b"{":
                self._open()
            elif brace == b"}":
                self._close()
            elif symbol:
                self._symbol(symbol)
        self._flush()
        return self._found

    # --- groups -------------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        self._flush()
        if len(self._stack) < _MOST_GROUPS:
            self._stack.append(self._group)
            self._group = replace(self._group, fresh=True, star=False)

    def _close(self) -> None:
        self._flush()
        gone = self._group
        self._group = self._stack.pop() if self._stack else _Group()
        if gone.to == self._group.to:
            return
        if gone.to == "pict":
            self._found.pictures.append((self._kind, self._taken()))
        elif gone.to == "objdata":
            self._found.objects.append(self._taken())
        elif gone.to in ("Footnotes", "Comments", "Text boxes", "Header and footer"):
            self._found.texts.setdefault(gone.to, []).append("\n")

    def _taken(self) -> bytes:
        """The bytes of a picture or object, whether written in hex or as they are."""
        parts, self._hex = self._hex, []
        raw = b"".join(parts)
        try:
            return bytes.fromhex(raw.decode("ascii"))
        except ValueError:
            digits = re.sub(rb"[^0-9a-fA-F]", b"", raw)
            mostly = len(digits) > 0.9 * len(raw)
            return bytes.fromhex(digits[: len(digits) // 2 * 2].decode()) if mostly else raw

    def _named(self, name: str) -> bool:
        """Whether the word names the group, which is then sent where it belongs."""
        group = self._group
        if name in _rtf_words.BESIDE:
            group.to = _rtf_words.BESIDE[name] if group.to != "" else ""
            if name == "annotation" and self._author:
                self._found.texts.setdefault("Comments", []).append(f"{self._author}: ")
                self._author = ""
        elif name in _rtf_words.KEPT or (group.to == "info" and name in _rtf_words.INFO | _rtf_words.TIMES):
            group.to = name
            self._kind = ""
        elif name in _rtf_words.THROUGH:
            group.to = self._stack[-2].to if name == "ud" and len(self._stack) > 1 else group.to
        elif name in _rtf_words.DROPPED or group.star:
            group.to = ""
        else:
            return False
        return True

    # --- words --------------------------------------------------------------------------------------------------------

    def _word(self, name: str, digits: bytes | None) -> None:
        number = int(digits) if digits else 0
        fresh, self._group.fresh = self._group.fresh, False
        if fresh and self._named(name):
            self._flush()
            return
        if self._left and name != "u" and name != "uc":
            self._left -= 1
            return
        if name in ("cell", "nestcell", "row", "nestrow"):
            self._flush()
            self._tidy_cell()
        if name in _rtf_words.SIGNS:
            self._write(_rtf_words.SIGNS[name])
        elif name in self._handlers:
            self._handlers[name](number)
        elif self._group.to == "pict" and name in ("pngblip", "jpegblip", "emfblip", "wmetafile", "dibitmap"):
            self._kind = name
        elif self._group.to in _rtf_words.TIMES:
            before = self._found.info.get(self._group.to, "")
            self._found.info[self._group.to] = f"{before} {name}{number}"
        else:
            self._state(name, number, digits)

    def _state(self, name: str, number: int, digits: bytes | None) -> None:
        """Words that change what holds from here on."""
        group = self._group
        if name == "uc":
            group.skip = max(0, min(number, 20))
        elif name in ("revised", "deleted"):
            self._flush()
            on = digits is None or number != 0
            group.change = ("inserted" if name == "revised" else "deleted") if on else ""
        elif name in ("revauth", "revauthdel"):
            group.by = number
        elif name in ("revdttm", "revdttmdel"):
            group.at = number & 0xFFFFFFFF
        elif name == "ansicpg" and number:
            self._page = {10007: "mac_cyrillic", 10000: "mac_roman", 65001: "utf-8"}.get(number, f"cp{number}")
        elif name in ("mac", "pc", "pca") and self._page == "cp1252":
            self._page = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[name]

    def _tidy_cell(self) -> None:
        """The line end or tab that a cell or row ends with gives way to the mark that follows."""
        shown = self._found.texts.get(self._group.to)
        if shown and shown[-1] in ("\n", "\t"):
            shown.pop()

    def _choose(self, number: int) -> None:
        self._flush()
        self._font = self._group.font = number

    def _charset(self, number: int) -> None:
        if number in _rtf_words.CHARSETS:
            self._fonts[self._font] = _rtf_words.CHARSETS[number]

    def _font_page(self, number: int) -> None:
        if self._group.to == "fonttbl" and number:
            self._fonts[self._font] = f"cp{number}"

    # --- letters ------------------------------------------------------------------------------------------------------

    def _unicode(self, number: int) -> None:
        self._flush()
        self._write(chr(number & 0xFFFF))
        self._left = self._group.skip

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._group.star = True
        elif symbol in (b"{", b"}", b"\\"):
            self._bytes(symbol)
        elif symbol in _rtf_words.SYMBOLS:
            self._write(_rtf_words.SYMBOLS[symbol])

    def _bytes(self, raw: bytes, coded: bool = False) -> None:
        """Letters in the code page of the font, or the bytes of a picture."""
        self._group.fresh = False
        if self._group.to in ("pict", "objdata"):
            self._hex.append(raw)
            return
        if self._left:
            passed = min(self._left, len(raw))
            self._left, raw = self._left - passed, raw[passed:]
        codec = self._fonts.get(self._group.font, self._page)
        if codec != self._codec:
            self._flush()
            self._codec = codec
        self._raw += raw

    def _flush(self) -> None:
        """Turn gathered bytes into letters: only now, as some letters are two bytes."""
        if self._raw:
            raw, self._raw = bytes(self._raw), bytearray()
            try:
                letters = raw.decode(self._codec, "replace")
            except LookupError:
                letters = raw.decode("cp1252", "replace")
            self._write(letters)

    def _write(self, letters: str) -> None:
        if self._raw:
            self._flush()
        to = self._group.to
        if not to or to in ("fonttbl", "pict", "objdata", "generator"):
            return
        if to == "revtbl":
            self._authors += [name.strip() for name in letters.split(";") if name.strip()]
        elif to == "atnauthor":
            self._author += letters
        elif to == "fldinst":
            self._found.links.append(letters)
        elif to == "info" or to in _rtf_words.INFO or to in _rtf_words.TIMES:
            self._found.info[to] = self._found.info.get(to, "") + letters
        elif self._group.change:
            self._changed(letters, to)
        else:
            self._found.texts.setdefault(to, []).append(letters)

    def _changed(self, letters: str, to: str) -> None:
        """Text with tracking on: what was deleted is not in the text any more."""
        group, changes = self._group, self._found.changes
        by = self._authors[group.by] if 0 <= group.by < len(self._authors) else ""
        last = changes[-1] if changes else None
        if last and (last.kind, last.by, last.start) == (group.change, by, group.at):
            changes[-1] = replace(last, words=last.words + letters)
        else:
            changes.append(Change(group.change, by, _moment(group.at), letters, group.at))
        if group.change == "inserted":
            self._found.texts.setdefault(to, []).append(letters)


def _moment(value: int) -> str:
    """Word's packed time; empty when never set."""
    minute, hour, day = value & 63, value >> 6 & 31, value >> 11 & 31
    month, year = value >> 16 & 15, 1900 + (value >> 20 & 511)
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}" if month and day else ""
