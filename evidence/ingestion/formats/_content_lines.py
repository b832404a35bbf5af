"""The lines of calendars and address cards: `NAME;PARAMETER=VALUE:VALUE`, folded, grouped, in vCard 2.1 also quoted-printable.

A broken line is left out, never the file. After RFC 5545, RFC 6350 and vCard 2.1.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from evidence.ingestion import charsets

_LINE = re.compile(
    r"^(?:([A-Za-z0-9_.-]{1,60})\.)?([A-Za-z0-9-]{1,60})((?:;[^\";:]*(?:\"[^\"]*\"[^\";:]*)*)*):(.*)$", re.S
)
_PARAMETER = re.compile(r";([^=;\":]{1,60})(?:=((?:\"[^\"]*\"|[^\";:])*))?")
_PIECE = re.compile(r'(?:"[^"]*"|[^",])+')
_LETTERS = re.compile(rb"[A-Za-z0-9+/=]+")
_ENCODINGS = frozenset({"quoted-printable", "base64", "b", "8bit", "7bit"})
_ESCAPED = re.compile(r"\\([\\;,:nN])")
MOST_LINES = 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """name in upper case, parameters with upper-case names and their values as they stand, the value before unescaping;
    raw: the bytes that a value in base64 stands for."""

    name: str
    value: str
    parameters: dict[str, list[str]] = field(default_factory=dict)
    raw: bytes = b""

    @property
    def text(self) -> str:
        """The value as people read it."""
        return unescaped(self.value)

    def parts(self, sign: str = ";") -> list[str]:
        """The value cut at unescaped signs, each as people read it."""
        return [unescaped(part).strip() for part in re.split(rf"(?<!\\){sign}", self.value)]

    def parameter(self, name: str) -> str:
        """The first value of a parameter, empty when there is none."""
        return next(iter(self.parameters.get(name, [])), "")


def unescaped(value: str) -> str:
    """Without the backslashes of the format."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def lines(data: bytes) -> Iterator[Line]:
    """All lines in order."""
    whole = charsets.decode(data)[0] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
    raw = whole.encode() if whole else data.removeprefix(b"\xef\xbb\xbf")
    fallback = charsets.detect(raw[:400_000])
    for number, one in enumerate(_unfolded(raw)):
        if number > MOST_LINES:
            return
        made = _line(one, fallback)
        if made is not None:
            yield made


def _unfolded(data: bytes) -> Iterator[bytes]:
    """Lines put together: those after which one begins with a blank, and soft line ends of quoted-printable."""
    held: list[bytes] = []
    for line in re.split(rb"\r\n|\n|\r", data):
        if held and line[:1] in (b" ", b"\t") and line:
            held.append(line[1:])
        elif held and held[-1].endswith(b"=") and b"QUOTED-PRINTABLE" in held[0][:200].upper():
            held[-1] = held[-1][:-1]
            held.append(line)
        elif held and b"BASE64" in held[0][:200].upper() and _LETTERS.fullmatch(line):
            held.append(line)
        else:
            if held:
                yield b"".join(held)
            held = [line] if line.strip() else []
    if held:
        yield b"".join(held)


def _line(data: bytes, fallback: str) -> Line | None:
    found = _LINE.match(data[:100_000_000].decode("latin-1"))
    if found is None:
        return None
    parameters: dict[str, list[str]] = {}
    for name, value in _PARAMETER.findall(found[3][:20_000]):
        key, value = (name.upper(), value) if value else _bare(name)
        told = [_word(part, fallback) for part in _PIECE.findall(value)]
        parameters.setdefault(key, []).extend(told)
    content, raw = found[4].encode("latin-1"), b""
    encoding = next(iter(parameters.get("ENCODING", [])), "").lower()
    if encoding == "quoted-printable":
        content = quopri.decodestring(content)
    elif encoding in ("b", "base64"):
        content, raw = b"", _unpacked(content)
    charset = next(iter(parameters.get("CHARSET", [])), "") or fallback
    return Line(found[2].upper(), charsets.decode(content, charset)[0], parameters, raw)


def _bare(name: str) -> tuple[str, str]:
    """vCard 2.1 leaves out what a parameter is: `TEL;HOME;VOICE:`."""
    return ("ENCODING" if name.lower() in _ENCODINGS else "TYPE"), name


def _word(text: str, fallback: str) -> str:
    return charsets.decode(text.strip().strip('"').encode("latin-1"), fallback)[0]


def _unpacked(content: bytes) -> bytes:
    clean = re.sub(rb"\s+", b"", content)
    try:
        return base64.b64decode(clean + b"=" * (-len(clean) % 4))
    except binascii.Error:
        return b""
