"""An Outlook item as a mail file (.eml): the headers, bodies and attachments as they were stored, nothing added but MIME.

The same item gives the same bytes on another day, so that duplicates are known. Attachments stream through.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from email.parser import Parser
from urllib.parse import quote

from evidence.ingestion.formats._outlook import Attached, Letter

_OURS = re.compile(r"(?i)content-|mime-version$")
_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,80}/[A-Za-z0-9!#$&^_.+-]{1,80}")
_HEADERS: tuple[str, ...] = (
    "From",
    "Sender",
    "To",
    "Cc",
    "Bcc",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
)
_HEADERS += ("Thread-Topic", "Thread-Index", "Importance", "X-Message-Class")
MOST_DEPTH = 8
_LINES = 57 * 1024  # a whole number of base64 lines


def write(letter: Letter, depth: int = 0) -> Iterator[bytes]:
    """The bytes of the mail file, piece by piece."""
    bodies = _bodies(letter)
    edge = _edge(letter, depth)
    yield from _head(letter)
    if not letter.attachments and len(bodies) < 2:
        yield from _plain_part(bodies)
        return
    yield f'Content-Type: multipart/mixed; boundary="{edge}"\r\n\r\n'.encode()
    yield f"--{edge}\r\n".encode()
    if len(bodies) > 1:
        yield from _alternatives(bodies, edge + "a")
    else:
        yield from _plain_part(bodies)
    for attached in letter.attachments:
        yield f"\r\n--{edge}\r\n".encode()
        yield from _attachment(attached, depth)
    yield f"\r\n--{edge}--\r\n".encode()


def _edge(letter: Letter, depth: int) -> str:
    """A boundary of its own for every letter that is the same whenever the letter is written."""
    told = repr((sorted(letter.held.items()), depth)).encode("utf-8", "replace")
    return f"=_{hashlib.sha256(told).hexdigest()[:32]}"


def _head(letter: Letter) -> Iterator[bytes]:
    """The stored headers as they stand, then what Outlook keeps elsewhere, in UTF-8 (RFC 6532)."""
    stored = Parser().parsestr(letter.stored_headers, headersonly=True).items() if letter.stored_headers else []
    there = {name.lower().strip() for name, _ in stored}
    for name, value in stored:
        if not _OURS.match(name):
            yield f"{name}: {value}\n".replace("\r", "").replace("\n", "\r\n").encode("utf-8", "replace")
    for name in _HEADERS:
        if name.lower() not in there:
            for value in letter.held.get(name.lower(), []):
                yield f"{name}: {' '.join(value.split())}\r\n".encode("utf-8", "replace")
    yield b"MIME-Version: 1.0\r\n"


def _bodies(letter: Letter) -> list[tuple[str, bytes]]:
    """(content type, bytes) of each form of the body; the plain one carries the item's own properties above it."""
    body = letter.body()
    lines = "\n".join(f"{label}: {value}" for label, value in letter.lines())
    found = []
    if body.text or lines or not body.html:
        text = "\n\n".join(filter(None, (lines, body.text)))
        found.append(("text/plain; charset=utf-8", text.encode("utf-8", "replace")))
    if body.html:
        found.append((f"text/html; charset={body.html_charset}" if body.html_charset else "text/html", body.html))
    return found


def _alternatives(bodies: list[tuple[str, bytes]], edge: str) -> Iterator[bytes]:
    yield f'Content-Type: multipart/alternative; boundary="{edge}"\r\n\r\n'.encode()
    for one in bodies:
        yield f"--{edge}\r\n".encode()
        yield from _plain_part([one])
        yield b"\r\n"
    yield f"--{edge}--\r\n".encode()


def _plain_part(bodies: list[tuple[str, bytes]]) -> Iterator[bytes]:
    kind, content = bodies[0]
    yield f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
    yield from _base64([content])


def _attachment(attached: Attached, depth: int) -> Iterator[bytes]:
    name = quote(attached.name.encode("utf-8", "replace"), safe="")
    where = "inline" if attached.inline else "attachment"
    yield f"Content-Disposition: {where}; filename*=utf-8''{name}\r\n".encode()
    if attached.content_id:
        yield f"Content-ID: <{' '.join(attached.content_id.split())}>\r\n".encode("utf-8", "replace")
    if attached.letter is not None and depth < MOST_DEPTH:
        yield b"Content-Type: message/rfc822\r\n\r\n"
        yield from write(attached.letter, depth + 1)
        return
    kind = attached.media_type if _TYPE.fullmatch(attached.media_type) else "application/octet-stream"
    kind = "application/octet-stream" if kind.startswith(("multipart/", "message/")) else kind
    yield f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
    yield from _base64(attached.chunks())


def _base64(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        whole = len(held) - len(held) % _LINES
        for at in range(0, whole, _LINES):
            yield base64.encodebytes(bytes(held[at : at + _LINES])).replace(b"\n", b"\r\n")
        del held[:whole]
    if held:
        yield base64.encodebytes(bytes(held)).replace(b"\n", b"\r\n")
