"""Mail headers as people wrote them: encoded words, raw 8-bit letters, broken folding, names of attachments."""

from __future__ import annotations

import base64
import binascii
import email.utils
import mimetypes
import posixpath
import quopri
import re
from email.message import Message
from urllib.parse import unquote_to_bytes

from evidence.ingestion import charsets

_WORD = re.compile(r"=\?([^?*\s]{1,40})(?:\*[^?]*)?\?([bBqQ])\?([^?\r\n]*)\?=")
_BETWEEN = re.compile(r"(\?=)\s+(=\?)")


def plain(value: object) -> str:
    """A header's value as text: encoded words decoded (neighbours joined), raw bytes by their real encoding, unfolded."""
    text = re.sub(r"\r?\n[ \t]*", " ", str(value)).strip()[:200_000]
    if any("\udc80" <= c <= "\udcff" for c in text):
        text = charsets.decode(text.encode("utf-8", "surrogateescape"))[0]
    return charsets.tidy(_encoded_words(_BETWEEN.sub(r"\1\2", text)))


def _encoded_words(text: str) -> str:
    """Neighbours in one encoding are joined as bytes first: letters are sometimes cut between words."""
    parts: list[str] = []
    held, charset, at = b"", "", 0
    for word in _WORD.finditer(text):
        between = text[at : word.start()]
        if held and (between or word[1].lower() != charset):
            parts.append(charsets.decode(held, charset)[0])
            held = b""
        parts.append(between)
        charset, at = word[1].lower(), word.end()
        held += _bytes(word[2].lower(), word[3])
    if held:
        parts.append(charsets.decode(held, charset)[0])
    return "".join([*parts, text[at:]])


def _bytes(how: str, content: str) -> bytes:
    data = content.encode("ascii", "replace")
    if how == "q":
        return quopri.decodestring(data, header=True)
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return data


def all_of(message: Message) -> dict[str, list[str]]:
    """lower-case name: decoded values in order."""
    held: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        held.setdefault(name.lower().strip(), []).append(plain(value))
    return held


def moment(written: str) -> str:
    """An RFC 5322 date in ISO 8601 with its zone; empty when it makes no sense."""
    try:
        return email.utils.parsedate_to_datetime(written).isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return ""


def file_name(part: Message, number: int) -> tuple[bytes, str]:
    """(the name as it stands, the name to show) of an attachment; made up from its type when there is none."""
    for header, key in (("content-disposition", "filename"), ("content-type", "name")):
        value = part.get_param(key, header=header)
        if isinstance(value, tuple):  # RFC 2231
            charset, _, raw = value
            data = raw.encode("latin-1", "surrogateescape") if isinstance(raw, str) else raw
            return data, base_name(charsets.decode(unquote_to_bytes(data), charset or None)[0])
        if isinstance(value, str) and value.strip():
            return value.encode("utf-8", "surrogateescape"), base_name(plain(value))
    location = plain(part.get("Content-Location", ""))
    if location:
        return location.encode("utf-8", "replace"), base_name(location.split("?")[0]) or location[:200]
    ending = mimetypes.guess_extension(part.get_content_type()) or ""
    name = f"part {number}{ending}"
    return name.encode(), name


def base_name(name: str) -> str:
    """Only the last component, for people; the full name is kept beside it."""
    return posixpath.basename(name.replace("\\", "/").rstrip("/")) or name
