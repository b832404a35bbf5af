"""A mail as people read one: the header as a table, the body, what it quotes folded away. From text and facts that were
extracted; nothing of the mail's own mark-up is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from evidence.viewer.layer import Span
from evidence.viewer.marked import Marked, Piece
from evidence.viewer.wording import moment

TYPES = ("message/", "application/vnd.ms-outlook", "application/ms-tnef", "application/vnd.ms-tnef")
HEADERS: tuple[tuple[str, str | Promise], ...] = (
    ("claimed_from", _("From")),
    ("claimed_sender", _("Sent by")),
    ("claimed_reply_to", _("Answers to")),
    ("claimed_to", _("To")),
    ("claimed_cc", _("Copy to")),
    ("claimed_bcc", _("Blind copy to")),
    ("claimed_date", _("Date")),
    ("claimed_sent_at", _("Sent at")),
    ("claimed_subject", _("Subject")),
)
HEADER_LINE = re.compile(r"^(From|To|Cc|Bcc|Date|Sent|Subject|Sender|Reply-To|Attachments?):(\s|$)", re.I)
QUOTED = re.compile(r"^\s?[>|]")
BEGINS_QUOTE = re.compile(
    r"^(-{2,}\s*(original message|forwarded message|исходное сообщение|пересылаемое сообщение|бастапқы хабар).*"
    r"|_{20,}|on .{6,200} wrote:|.{6,200} (пишет|писал|писала|написал|написала|жазды):)\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of the body; `quoted` when the writer quotes somebody else."""

    quoted: bool
    pieces: list[Piece]
    lines: int

    @property
    def opened(self) -> bool:
        """Whether it is shown unfolded: something in it is looked for."""
        return any(piece.hit or piece.mark for piece in self.pieces)


@dataclass(slots=True)
class Mail:
    """What the template shows."""

    headers: list[tuple[Any, str]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


def is_mail(media_type: str) -> bool:
    return media_type.startswith(TYPES)


def mail(marked: Marked, claimed: dict[str, Any]) -> Mail:
    """The first page of a mail."""
    headers = [(words, _said(claimed[key])) for key, words in HEADERS if claimed.get(key)]
    body = _body(marked) if headers else 0
    return Mail(headers, list(_blocks(marked, body)))


def _said(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else moment(str(value))


def _body(marked: Marked) -> int:
    """The character with which the body begins: behind the lines of the header, which the table shows."""
    at, seen = 0, False
    for start, end in marked.lines():
        line = marked.text[start:end]
        if not line.strip():
            return end + 1 if seen else at
        if not HEADER_LINE.match(line) and not (seen and line[:1].isspace()):
            return start if seen else at
        seen, at = True, end + 1
    return min(at, len(marked.text))


def _blocks(marked: Marked, start: int) -> Iterator[Block]:
    """The body in stretches of what is said and what is quoted; a quote that was announced goes on to the end."""
    rows: list[Span] = []
    quoted = announced = False
    for span in marked.lines(start):
        line = marked.text[slice(*span)]
        announced = announced or bool(BEGINS_QUOTE.match(line.strip()))
        now = announced or bool(QUOTED.match(line)) or (quoted and not line.strip())
        if now != quoted and rows:
            yield _block(marked, rows, quoted)
            rows = []
        quoted = now
        rows.append(span)
    if rows:
        yield _block(marked, rows, quoted)


def _block(marked: Marked, rows: list[Span], quoted: bool) -> Block:
    return Block(quoted, marked.cut(rows[0][0], rows[-1][1]), len(rows))
