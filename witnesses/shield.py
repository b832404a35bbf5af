"""The shield: what in a text identifies people under protection, and the text with blocks over it. Never says whose it is.

The only door of other rooms to what the vault knows of names. Whoever shows, exports or sends text that may speak of
protected people asks here first; when the vault does not answer, `Refused` comes up and nothing may be shown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate

from django.views.decorators.debug import sensitive_variables

from witnesses.vault import door

Span = door.Span
joined = door.joined
BLOCK = "█████"
"""Always as long, so that its length does not give the name away."""

PIECE = 1_000_000  # characters sent to the vault at a time
OVERLAP = 500  # longer than anything that is found, with the words around it that count
BETWEEN = "\x1e"  # what stands on its two sides belongs to two texts (see `vault.matching.APART`)


@sensitive_variables()
def find_identifying(text: str, *, inquiry: str, leave_out: Collection[str] = ()) -> list[Span]:
    """What identifies people of the inquiry's vault, but those of the ciphers in `leave_out`.

    Returns:
        Spans in characters of `text`, in order, without overlaps; kinds: name, phone, document, address, handle, email.

    Raises:
        Refused: the vault cannot be reached.
    """
    if not text:
        return []
    out = frozenset(leave_out)
    found = [
        Span(start + span.start, start + span.end, span.kind)
        for start, piece in _pieces(text)
        for span in door.spans(piece, inquiry=inquiry, leave_out=out)
    ]
    return joined(found)


@sensitive_variables()
def find_in_each(texts: Sequence[str], *, inquiry: str, leave_out: Collection[str] = ()) -> list[list[Span]]:
    """The same for many texts with one question to the vault: the spans of each. Raises: Refused."""
    if not texts:
        return []
    found = find_identifying(
        BETWEEN.join(text.replace(BETWEEN, " ") for text in texts), inquiry=inquiry, leave_out=leave_out
    )
    starts = list(accumulate((len(text) + len(BETWEEN) for text in texts[:-1]), initial=0))
    rows: list[list[Span]] = [[] for _text in texts]
    for span in found:
        at = bisect_right(starts, span.start) - 1
        rows[at].append(Span(span.start - starts[at], span.end - starts[at], span.kind))
    return rows


GAP = r"[\s\-‐-―./()\u00ad\u200b-\u200f\u2060-\u2064\ufeff]{0,4}"
SHAPES = (
    ("email", re.compile(r"[^\s@<>,;:]+@[^\s@<>,;:]+\.[^\W\d_]{2,}")),
    ("phone", re.compile(rf"\+{GAP}\d(?:{GAP}\d){{6,}}")),
    ("document", re.compile(r"(?<!\w)[^\W\d_]{1,3}[ №-]{0,2}\d{6,}(?!\w)")),
)
RUN = re.compile(rf"(?<!\d)\d(?:{GAP}\d){{6,}}")
NO_NUMBER = re.compile(
    r"(?<![\d.-])(?:(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])[-./](?:0?[1-9]|1[0-2])[-./](?:19|20)\d\d"
    r"|(?:19|20)\d\d\s?[-‐-―]\s?(?:19|20)\d\d"
    r"|\d{1,3}(?:[ .\u00a0]000)+)(?!\d)"
)
"""Dates, years from–to, round sums: digits that call nobody."""


def shaped(text: str) -> list[Span]:
    """What is shaped like a telephone number, an e-mail address or a document's number, whoever it belongs to. Pure."""
    found = [Span(*hit.span(), kind) for kind, shape in SHAPES for hit in shape.finditer(text)]
    rest = NO_NUMBER.sub(lambda hit: "x" * len(hit[0]), text)
    return joined([*found, *(Span(*hit.span(), "phone") for hit in RUN.finditer(rest))])


def shielded(text: str, spans: Iterable[Span]) -> str:
    """The text with a block in the place of each span; `spans` as `find_identifying` gives them."""
    return "".join(part or BLOCK for part in _parts(text, spans))


def _parts(text: str, spans: Iterable[Span]) -> Iterator[str]:
    """What stands between the spans, and an empty text for each of them."""
    at = 0
    for span in spans:
        if span.start > at:
            yield text[at : span.start]
        yield ""
        at = span.end
    if at < len(text):
        yield text[at:]


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """(start, piece): overlapping, cut where a word ends, as small as the vault takes them."""
    start = 0
    while True:
        end = _edge(text, start + PIECE)
        yield start, text[start:end]
        if end >= len(text):
            return
        start = _edge(text, end - OVERLAP)


def _edge(text: str, at: int) -> int:
    """The nearest end of a word before `at`, or `at` where a word is endless."""
    if at >= len(text):
        return len(text)
    return next((back for back in range(at, at - 200, -1) if text[back].isspace()), at)
