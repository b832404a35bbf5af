"""What a text looks like when it has been written somewhere: its bytes in every encoding that software puts text into."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import quopri
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

SHORTEST = 8  # bytes: shorter ones would be met by chance


def needles(mark: str) -> dict[bytes, str]:
    """Bytes → the encoding that makes them of `mark`; of two that make the same the first."""
    found: dict[bytes, str] = {}
    for name, made in _all(mark):
        if len(made) >= SHORTEST:
            found.setdefault(made, name)
    return found


def _all(mark: str) -> Iterator[tuple[str, bytes]]:
    for case, text in (("", mark), (" lower", mark.lower()), (" upper", mark.upper())):
        for form in ("NFC", "NFD"):
            yield from ((name + case + f" {form}", made) for name, made in _written(unicodedata.normalize(form, text)))
    yield from _digests(mark)


def _written(text: str) -> Iterator[tuple[str, bytes]]:
    plain = text.encode()
    yield "utf-8", plain
    yield "utf-16-le", text.encode("utf-16-le")
    yield "utf-16-be", text.encode("utf-16-be")
    for legacy in ("cp1251", "koi8-r", "latin-1"):
        yield legacy, text.encode(legacy, "ignore") if _fits(text, legacy) else b""
    yield "url", quote(text).encode()
    yield "url small", quote(text).lower().encode()
    yield "url form", text.replace(" ", "+").encode()
    yield "json", json.dumps(text)[1:-1].encode()
    yield "json capitals", _capital_escapes(json.dumps(text)[1:-1]).encode()
    yield "json twice", json.dumps(json.dumps(text))[3:-3].encode()
    yield "html decimal", text.encode("ascii", "xmlcharrefreplace")
    yield "html hexadecimal", "".join(c if c.isascii() else f"&#x{ord(c):x};" for c in text).encode()
    yield "html", html.escape(text).encode()
    yield "python bytes", repr(plain)[2:-1].encode()
    yield "octal", "".join(chr(b) if 32 <= b < 127 else f"\\{b:03o}" for b in plain).encode()
    yield "quoted-printable", quopri.encodestring(plain).rstrip(b"=\n")
    yield "hex", plain.hex().encode()
    yield "hex capitals", plain.hex().upper().encode()
    for phase in range(3):
        yield f"base64 {phase}", _base64(plain, phase, base64.b64encode)
        yield f"base64url {phase}", _base64(plain, phase, base64.urlsafe_b64encode)
        yield f"base64 of utf-16 {phase}", _base64(text.encode("utf-16-le"), phase, base64.b64encode)


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _capital_escapes(text: str) -> str:
    return "\\u".join(part[:4].upper() + part[4:] if n else part for n, part in enumerate(text.split("\\u")))


def _base64(plain: bytes, phase: int, encode: object) -> bytes:
    """What is the same of it wherever it stands in a longer text; `phase` bytes stand before it."""
    made: bytes = encode(b"\0" * phase + plain)  # type: ignore[operator]
    first = (0, 2, 3)[phase]
    last = len(made) - (4 if (phase + len(plain)) % 3 else 0)
    return made[first:last]


def _digests(mark: str) -> Iterator[tuple[str, bytes]]:
    for case, text in (
        ("", mark),
        (" lower", mark.lower()),
        (" folded", unicodedata.normalize("NFKC", mark).casefold()),
    ):
        for name in ("md5", "sha1", "sha256"):
            made = hashlib.new(name, text.encode(), usedforsecurity=False).digest()
            yield f"{name}{case}", made.hex().encode()
            yield f"{name}{case} raw", made
            yield f"{name}{case} base64", base64.b64encode(made).rstrip(b"=")
