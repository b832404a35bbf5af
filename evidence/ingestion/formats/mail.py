"""E-mail, web pages saved as mail (MHTML) and Apple's .emlx: headers as facts, body as text, the rest as children in order."""

from __future__ import annotations

import email.policy
import email.utils
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser

from selectolax.lexbor import LexborHTMLParser

from evidence.ingestion import charsets
from evidence.ingestion.formats import _headers, html
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Member, Outcome, Page, Trouble

READS = frozenset({"message/rfc822", "message/x-emlx", "multipart/related"})
VERSION = "1"
_MOST = 256 * 2**20
_SHOWN = (("From", "from"), ("To", "to"), ("Cc", "cc"), ("Bcc", "bcc"), ("Date", "date"), ("Subject", "subject"))
_FACTS = {
    "subject": "claimed_subject",
    "from": "claimed_from",
    "to": "claimed_to",
    "cc": "claimed_cc",
    "bcc": "claimed_bcc",
    "reply-to": "claimed_reply_to",
    "sender": "claimed_sender",
    "message-id": "claimed_message_id",
    "in-reply-to": "claimed_in_reply_to",
    "references": "claimed_references",
    "x-mailer": "claimed_software",
    "user-agent": "claimed_software",
    "return-path": "claimed_return_path",
    "snapshot-content-location": "claimed_address",
    "x-originating-ip": "claimed_sender_ip",
    "organization": "claimed_organisation",
    "importance": "claimed_importance",
}


def _bytes(source: Source) -> bytes:
    """The message itself; .emlx wraps it in a count and a property list."""
    data = source.bytes(_MOST)
    counted = re.match(rb"\s*(\d{1,10})[ ]*\r?\n", data)
    if counted and source.request.media_type != "message/rfc822":
        return data[counted.end() : counted.end() + int(counted[1])]
    return data.lstrip(b"\xef\xbb\xbf\r\n") if data[:1] in b"\xef\r\n" else data


def message(source: Source) -> Message:
    """Parsed once, with the tolerant policy: what is broken is kept, not refused."""

    def make() -> Message:
        data = _bytes(source)
        if data.startswith((b"From ", b">From ")):
            data = data.partition(b"\n")[2]
        return BytesParser(policy=email.policy.compat32).parsebytes(data)

    return source.once("mail", make)


def metadata(source: Source) -> Iterator[Fact | Trouble]:
    """Headers as what the message claims; repeated ones as lists; the date in ISO 8601 where it can be understood."""
    held = _headers.all_of(message(source))
    if not held:
        raise Damaged("The e-mail has no headers that could be read.")
    for name, key in _FACTS.items():
        values = held.get(name, [])
        if values:
            yield Fact(key, values[0] if len(values) == 1 else values)
    if "received" in held:
        yield Fact("claimed_received", held["received"][:30])
    for written in held.get("date", [])[:1]:
        yield Fact("claimed_date_as_written", written)
        at = _headers.moment(written)
        if at:
            yield Fact("claimed_sent_at", at)
    kind = message(source).get_content_type()
    if kind in ("multipart/signed", "multipart/encrypted"):
        yield Fact(kind.rpartition("/")[2], True)
    if kind == "multipart/encrypted":
        yield Trouble(Outcome.ENCRYPTED, "The e-mail is encrypted; its text cannot be read without the key.")


# --- parts ------------------------------------------------------------------------------------------------------------


def _leaves(whole: Message) -> list[tuple[Message, bool]]:
    """(part, whether it belongs to the body) in order. Attached messages are leaves. No recursion: depth is the file's."""
    found, todo = list[tuple[Message, bool]](), [whole]
    while todo:
        part = todo.pop()
        if part.get_content_type() == "message/rfc822" and part is not whole:
            found.append((part, False))
        elif part.is_multipart():
            below = part.get_payload()
            parts = below if isinstance(below, list) else []
            todo.extend(one for one in reversed(parts) if isinstance(one, Message))
        else:
            found.append((part, _is_body(part)))
    return found


def _is_body(part: Message) -> bool:
    if part.get_content_maintype() != "text" or part.get_content_disposition() == "attachment":
        return False
    named = part.get_filename() is not None or part.get_param("name") is not None
    return part.get_content_subtype() in ("plain", "html", "enriched", "rfc822-headers", "x-amp-html") and not (
        named and part.get_content_disposition() is not None
    )


def _decoded(part: Message) -> str:
    """A text part in its own or its real encoding; HTML as its visible text."""
    payload = part.get_payload(decode=True)
    data, claimed = payload if isinstance(payload, bytes) else b"", part.get_content_charset()
    if part.get_content_subtype() == "html":
        markup, _ = charsets.decode(data, claimed) if claimed else html.decode(data)
        return html.visible(LexborHTMLParser(markup))
    return charsets.decode(data, claimed)[0]


def text(source: Source) -> Iterator[Page]:
    """The headers people look for, then the body: every text part once, the fuller one of alternatives."""
    whole = message(source)
    held = _headers.all_of(whole)
    head = [f"{label}: {', '.join(held[key])[:4000]}" for label, key in _SHOWN if held.get(key)]
    bodies = [part for part, body in _leaves(whole) if body]
    plain = [_decoded(part) for part in bodies if part.get_content_subtype() != "html"]
    marked = [_decoded(part) for part in bodies if part.get_content_subtype() == "html"]
    written, seen = "\n\n".join(plain), "\n\n".join(marked)
    chosen = [one for one in (written, seen) if one.strip()]
    if len(chosen) == 2 and _adds_little(seen, written):
        chosen = [written]
    elif len(chosen) == 2 and _adds_little(written, seen):
        chosen = [seen]
    yield Page(1, "\n".join(head) + "\n\n" + "\n\n".join(chosen))


def _adds_little(more: str, base: str) -> bool:
    """Whether nearly all words of `more` stand in `base` too."""
    words = set(re.findall(r"\w{3,}", more.casefold()))
    return len(words - set(re.findall(r"\w{3,}", base.casefold()))) <= 0.02 * len(words)


def children(source: Source) -> Iterator[Member | Trouble]:
    """Attachments, pictures of the body and attached messages, in order."""
    for number, (part, body) in enumerate(_leaves(message(source)), 1):
        if body:
            continue
        if part.get_content_type() == "message/rfc822":
            yield _attached(part, number)
            continue
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
        problem = "The end of this attachment is missing or damaged." if part.defects else ""
        raw, shown = _headers.file_name(part, number)
        inline = part.get_content_disposition() != "attachment" and part.get("Content-ID") is not None
        yield Member(raw, shown, "embedded" if inline else "attachment", [data], problem=problem)


def _attached(part: Message, number: int) -> Member:
    inner = part.get_payload(0) if part.is_multipart() else part.get_payload()
    data = inner.as_bytes() if isinstance(inner, Message) else str(inner).encode("utf-8", "surrogateescape")
    subject = " ".join(_headers.all_of(inner).get("subject", [])) if isinstance(inner, Message) else ""
    shown = re.sub(r"[\\/\0\r\n]+", " ", subject)[:120].strip() or f"message {number}"
    return Member(f"{shown}.eml".encode("utf-8", "replace"), f"{shown}.eml", "attachment", [data])
