"""The parts of a message: which belong to its body, which are attached, and what can be mended of broken ones.

No recursion: depth is the file's to choose. Whatever is mended is mended in memory; the file is kept as it came.
"""

from __future__ import annotations

import base64
import binascii
import email.policy
import re
from email.generator import BytesGenerator
from email.message import Message
from email.parser import BytesParser
from io import BytesIO

from evidence.ingestion import charsets
from evidence.ingestion.formats import _cms, html
from evidence.ingestion.formats._markup import parsed

Leaf = tuple[Message, bool]  # a part, whether it belongs to the body
CMS = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SHOWN = ("plain", "html", "enriched", "rfc822-headers", "x-amp-html", "x-amp", "watch-html")
_BOUNDARY = re.compile(rb"(?m)^--([^\r\n]{1,200}?)[ \t]*\r?\n(?=[Cc]ontent-)")
_BEGIN = re.compile(rb"(?m)^begin [0-7]{3,4} ([^\r\n]{1,255})\r?\n")
_END = re.compile(rb"(?m)^end[ \t]*\r?$")
_ENRICHED = re.compile(r"<</?|</?[A-Za-z-]{1,60}>")
_MOST_PARTS = 20_000
_NO_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
LEAST_LETTERS = 12
_WRONG = ("cp1251", "cp1252", "latin-1", "koi8_r", "cp866")


def parse(data: bytes) -> Message:
    """With the tolerant policy: what is broken is kept, not refused."""
    return BytesParser(policy=email.policy.compat32).parsebytes(data)


def payload(part: Message) -> bytes:
    """The bytes of a part, decoded; what cannot be decoded as it stands."""
    if str(part.get("content-transfer-encoding", "")).strip().lower() == "base64" and not part.is_multipart():
        return _from_base64(str(part.get_payload()))
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _from_base64(text: str) -> bytes:
    """As far as it goes: letters that do not belong are passed over, a cut end is left out; no base64 at all stays as it is."""
    data = text.encode("utf-8", "surrogateescape")
    letters = data.translate(None, _NO_BASE64)
    if len(letters) * 10 < 9 * len(data.translate(None, b" \t\r\n")):
        return data
    return b"".join(map(_whole_bytes, re.split(rb"=+", letters)))  # several may have been put behind one another


def _whole_bytes(letters: bytes) -> bytes:
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def leaves(whole: Message) -> list[Leaf]:
    """Parts in order. Attached messages are leaves; what was signed inside a signature counts as if it stood in its place."""
    found, todo = list[Leaf](), [whole]
    while todo and len(found) < _MOST_PARTS:
        part = todo.pop()
        kind = part.get_content_type()
        if kind in ("message/rfc822", "message/global") and part is not whole:
            found.append((part, False))
        elif part.is_multipart():
            below = part.get_payload()
            todo.extend(one for one in reversed(below) if isinstance(one, Message)) if isinstance(below, list) else None
        elif kind in CMS and (inner := _cms.content(payload(part))):
            todo.append(parse(inner))
        elif kind.startswith("multipart/") and (mended := _mended(part)):
            todo.append(mended)
        else:
            found.append((part, is_body(part)))
    return found


def _mended(part: Message) -> Message | None:
    """A multipart whose boundary is not the one it names, cut at the one that is there; as plain text where there is none."""
    content = part.get_payload()
    raw = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else b""
    found = _BOUNDARY.search(raw)
    if found is None:
        return parse(b"Content-Type: text/plain\n\n" + raw) if raw.strip() else None
    edge = found[1].replace(b'"', b"")
    return parse(b'Content-Type: multipart/mixed; boundary="' + edge + b'"\n\n' + raw) if edge == found[1] else None


def is_body(part: Message) -> bool:
    """Whether a part is shown as text of the message rather than attached to it."""
    if part.get_content_maintype() != "text" or part.get_content_disposition() == "attachment":
        return False
    named = part.get_filename() is not None or part.get_param("name") is not None
    return part.get_content_subtype() in _SHOWN and not (named and part.get_content_disposition() is not None)


def decoded(part: Message) -> str:
    """A text part in its own or its real encoding; HTML as its visible text."""
    data, claimed, kind = payload(part), part.get_content_charset(), part.get_content_subtype()
    if kind in ("html", "x-amp-html", "watch-html"):
        markup, _ = charsets.decode(data, claimed) if claimed else html.decode(data)
        return html.visible(parsed(mended_text(markup)))
    if kind == "plain":
        data = _without(data)
    text = mended_text(charsets.decode(data, claimed)[0])
    return _ENRICHED.sub(lambda tag: "<" if tag[0] == "<<" else "", text) if kind == "enriched" else text


def mended_text(text: str) -> str:
    """Cyrillic that was UTF-8, read in another encoding and written as UTF-8 again, read right; anything else as it is."""
    sample = text[:4000]
    if sum(letter > "\x7f" for letter in sample) < LEAST_LETTERS:
        return text
    least = max(12.0, charsets.score(sample) + 10)
    found = [
        (made.count("\ufffd"), wrong) for wrong in _WRONG if charsets.score(made := _undone(sample, wrong)) > least
    ]
    return _undone(text, min(found)[1]) or text if found else text


def _undone(text: str, wrong: str) -> str:
    """The text with every line turned back that can be; nothing when that is not most of them."""
    lines = text.split("\n")
    made = [line if line.isascii() else _turned(line, wrong) for line in lines]
    turned, foreign = sum(a != b for a, b in zip(lines, made, strict=True)), sum(not line.isascii() for line in lines)
    return "\n".join(made) if turned * 2 > foreign else ""


def _turned(line: str, wrong: str) -> str:
    """Whole, or with single letters lost that were lost on the way; as it is where more would be."""
    try:
        return line.encode(wrong).decode("utf-8")
    except UnicodeError:
        made = line.encode(wrong, "replace").decode("utf-8", "replace")
        return made if made.count("\ufffd") * 10 < len(made) else line


def attached_bytes(part: Message, data: bytes) -> tuple[bytes, bool]:
    """(an attached message as a file, whether these bytes stand so in `data`)."""
    inner = part.get_payload(0) if part.is_multipart() else part.get_payload()
    if not isinstance(inner, Message):
        return str(inner).encode("utf-8", "surrogateescape"), False
    encoding = str(part.get("content-transfer-encoding", "")).strip().lower()
    body = inner.get_payload()
    if encoding == "base64" and isinstance(body, str):  # forbidden, and common
        try:
            return base64.b64decode(body.encode("ascii", "replace")), True
        except binascii.Error:
            pass
    for ends in ("\r\n", "\n") if b"\r\n" in data[:4096] else ("\n",):
        made = written(inner, ends)
        if made in data:
            return made, True
    return made, False


def written(message: Message, ends: str) -> bytes:
    """A message with its headers as they stood and its lines ending so."""
    policy = email.policy.compat32.clone(max_line_length=None, mangle_from_=False, linesep=ends)
    file = BytesIO()
    try:
        BytesGenerator(file, mangle_from_=False, maxheaderlen=0, policy=policy).flatten(message)
    except UnicodeEncodeError:  # a broken transfer encoding left letters where only bytes can be written
        return message.as_string(policy=policy).encode("utf-8", "surrogateescape")
    return file.getvalue()


def _blocks(data: bytes) -> list[tuple[int, int, bytes, bytes]]:
    """(start, end, name, lines) of uuencoded files in a text."""
    found, at = list[tuple[int, int, bytes, bytes]](), 0
    while (begun := _BEGIN.search(data, at)) and (ended := _END.search(data, begun.end())):
        lines = data[begun.end() : ended.start()]
        if lines[:1] and 32 <= lines[0] <= 96:
            found.append((begun.start(), ended.end(), begun[1].strip(), lines))
        at = ended.end()
    return found


def _without(data: bytes) -> bytes:
    """A text with the names of uuencoded files in their place."""
    parts, at = [], 0
    for start, end, name, _ in _blocks(data):
        parts += [data[at:start], b"[" + name + b"]"]
        at = end
    return b"".join([*parts, data[at:]])


def uu_files(part: Message) -> list[tuple[str, bytes]]:
    """(name, bytes) of files that stand in a plain text as uuencoded lines."""
    if part.get_content_type() != "text/plain":
        return []
    return [(charsets.decode(name)[0], _uu(lines)) for _, _, name, lines in _blocks(payload(part))]


def _uu(lines: bytes) -> bytes:
    made = []
    for line in lines.splitlines():
        try:
            made.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(made)
