"""E-mail: headers as facts, body as text, the rest as children in order. How the text is laid out says `_letter`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message

from evidence.ingestion.formats import _cms, _headers, _letter, _mime, _pgp
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Member, Outcome, Page, Trouble

READS = frozenset({"message/rfc822", "multipart/related"})
VERSION = "2"
MOST = 256 * 2**20
_COUNT = re.compile(rb"\s*(\d{1,10})[ ]*\r?\n")
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature"})
_UNWANTED = re.compile(r"[\\/\0\r\n]+")
ELSEWHERE = "Apple Mail kept this attachment in another file; only its name is here."


def raw(source: Source) -> bytes:
    """The message itself, without what stands before it: a count (Apple's .emlx), a byte order mark, a line of a mailbox."""

    def make() -> bytes:
        data = source.bytes(MOST)
        counted = _COUNT.match(data)
        if counted:
            return data[counted.end() : counted.end() + int(counted[1])]
        data = data.lstrip(b"\xef\xbb\xbf\r\n") if data[:1] in b"\xef\r\n" else data
        return data.partition(b"\n")[2] if data.startswith((b"From ", b">From ")) else data

    return source.once("mail bytes", make)


def message(source: Source) -> Message:
    """Parsed once for all stages."""
    return source.once("mail", lambda: _mime.parse(raw(source)))


def leaves(source: Source) -> list[_mime.Leaf]:
    """The parts in order, found once."""
    return source.once("leaves", lambda: _mime.leaves(message(source)))


def metadata(source: Source) -> Iterator[Fact | Trouble]:
    """Headers as what the message claims; whether it is signed, and by whom, or encrypted."""
    held = _headers.all_of(message(source))
    if not held:
        raise Damaged("The e-mail has no headers that could be read.")
    yield from _letter.facts(held)
    names = [_headers.file_name(part, number)[1] for number, (part, body) in enumerate(leaves(source), 1) if not body]
    if names:
        yield Fact("attachments", names[:500])
    yield from _protection(source)
    for part in message(source).walk():
        if part.get_content_type() == "message/external-body":
            where = _headers.plain(
                part.get_param("url", "") or part.get_param("name", "") or part.get_param("site", "")
            )
            yield Trouble(
                Outcome.PARTLY_READ, f"A part of the e-mail lies elsewhere and was not fetched: {where[:300]}"
            )


# --- signed, encrypted ------------------------------------------------------------------------------------------------


def _protection(source: Source) -> Iterator[Fact | Trouble]:
    """S/MIME and PGP, as envelopes of the whole and in the text."""
    whole = message(source)
    kind = whole.get_content_type()
    if kind == "multipart/encrypted":
        yield Fact("encrypted", "PGP" if "pgp" in str(whole.get_param("protocol", "pgp")).lower() else True)
        yield Trouble(Outcome.ENCRYPTED, _cms.LOCKED)
    yield from _envelopes(whole)
    for part in whole.walk():
        if part.get_content_type() in _SIGNATURES:
            yield from _cms.told(_cms.bare(_mime.payload(part)))
        elif part.get_content_type() == "application/pgp-signature":
            yield Fact("signed", "PGP")
            yield from _pgp.signed_by(_mime.payload(part))
    for part, body in leaves(source):
        if body and part.get_content_subtype() == "plain":
            yield from _pgp.inline(_mime.payload(part))


def _envelopes(whole: Message) -> Iterator[Fact | Trouble]:
    """S/MIME envelopes: opaque signatures are opened by `_mime`, encrypted ones cannot be."""
    for part in whole.walk():
        if part.get_content_type() not in _mime.CMS:
            continue
        told = list(_cms.told(_mime.payload(part)))
        yield from told
        if not told and str(part.get_param("smime-type", "")).lower().startswith(("enveloped", "authenveloped")):
            yield Fact("encrypted", "S/MIME")
            yield Trouble(Outcome.ENCRYPTED, _cms.LOCKED)


# --- text -------------------------------------------------------------------------------------------------------------


def text(source: Source) -> Iterator[Page]:
    """The headers people look for, then the body: every text part once, the fuller one of alternatives."""
    bodies = [part for part, body in leaves(source) if body]
    plain = [_mime.decoded(part) for part in bodies if "html" not in part.get_content_subtype()]
    marked = [_mime.decoded(part) for part in bodies if "html" in part.get_content_subtype()]
    chosen = _fuller("\n\n".join(plain), "\n\n".join(marked))
    yield Page(1, _letter.page(_letter.head(_headers.all_of(message(source))), "\n\n".join(chosen)))


def _fuller(written: str, seen: str) -> list[str]:
    """The plain text, the visible text of the HTML, or both where each says what the other does not."""
    chosen = [one for one in (written, seen) if one.strip()]
    if len(chosen) == 2 and _adds_little(seen, written):
        return [written]
    return [seen] if len(chosen) == 2 and _adds_little(written, seen) else chosen


def _adds_little(more: str, base: str) -> bool:
    """Whether nearly all words of `more` stand in `base` too."""
    words = set(re.findall(r"\w{3,}", more.casefold()))
    return len(words - set(re.findall(r"\w{3,}", base.casefold()))) <= 0.02 * len(words)


# --- children ---------------------------------------------------------------------------------------------------------


def children(source: Source) -> Iterator[Member | Trouble]:
    """Attachments, pictures of the body and attached messages, in order; files written into the text as letters."""
    for number, (part, body) in enumerate(leaves(source), 1):
        if body:
            yield from _in_text(part)
        elif part.get_content_type() in ("message/rfc822", "message/global"):
            yield _message(part, number, raw(source))
        else:
            yield _attachment(part, number)


def _in_text(part: Message) -> Iterator[Member]:
    for name, data in _mime.uu_files(part):
        yield Member(name.encode("utf-8", "replace"), _headers.base_name(name), "attachment", [data])


def _attachment(part: Message, number: int) -> Member:
    data = _mime.payload(part)
    problem = "The end of this attachment is missing or damaged." if part.defects else ""
    if not data and part.get("X-Apple-Content-Length"):
        problem = ELSEWHERE
    raw_name, shown = _headers.file_name(part, number)
    inline = part.get_content_disposition() != "attachment" and part.get("Content-ID") is not None
    modified = _headers.moment(str(part.get_param("modification-date", "", header="content-disposition")))
    return Member(raw_name, shown, "embedded" if inline else "attachment", [data], modified, problem)


def _message(part: Message, number: int, data: bytes) -> Member:
    """A forwarded message as a file; `about` says where its bytes had to be put together again."""
    content, exact = _mime.attached_bytes(part, data)
    inner = part.get_payload(0) if part.is_multipart() else None
    subject = " ".join(_headers.all_of(inner).get("subject", [])) if isinstance(inner, Message) else ""
    named = _headers.file_name(part, number)[1] if part.get_filename() else ""
    shown = _UNWANTED.sub(" ", subject or named.removesuffix(".eml"))[:120].strip() or f"message {number}"
    about = {} if exact else {"derived": "put together again from the parts of the message it was attached to"}
    return Member(f"{shown}.eml".encode("utf-8", "replace"), f"{shown}.eml", "attachment", [content], about=about)
