"""Which registers there are and as what files: tables to which a register or a format is one more row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.models import Inquiry, User
from inquiry.cooperation import gather
from inquiry.cooperation.values import CooperationRegister, Party
from reports.builders import document, pdf, sheet
from reports.builders.timeline import scale_of, timeline, words
from reports.registers import proofs

ROWS_OF_A_PICTURE = 40  # more would not fit on a page


class Kind(TextChoices):
    COOPERATION = "cooperation", _("Cooperation of the authorities")


class Format(TextChoices):
    PDF = "pdf", _("PDF")
    XLSX = "xlsx", _("Spreadsheet (XLSX)")
    CSV = "csv", _("Table (CSV)")


@dataclass(frozen=True, slots=True)
class Made:
    """A register as computed: the plain document, and the values behind its picture."""

    document: dict[str, Any]
    register: CooperationRegister


def cooperation(inquiry: Inquiry, user: User) -> Made:
    """The register of cooperation over what `user` may see."""
    register = gather.cooperation(inquiry, user)
    return Made(document.cooperation(register, proofs.of(register.refs, user)), register)


KINDS: dict[str, Callable[[Inquiry, User], Made]] = {Kind.COOPERATION: cooperation}

MEDIA = {
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
}
RENDER: dict[str, Callable[[dict[str, Any], datetime], bytes]] = {
    Format.PDF: pdf.pdf,
    Format.XLSX: sheet.xlsx,
    Format.CSV: sheet.csv_file,
}


def paper(made: Made, *, ref: str, at: datetime, by: str) -> dict[str, Any]:
    """The document as it is handed out: with its reference, its day, who asked for it, and the pictures."""
    day = timezone.localtime(at, timezone.get_fixed_timezone(0)).strftime("%Y-%m-%d %H:%M UTC")
    facts = [
        [now_in_words("Reference"), ref],
        [now_in_words("Built"), day],
        [now_in_words("Asked for by"), by],
        [now_in_words("SHA-256 of the data"), made.document["digest"]],
    ]
    dressed = {"register_ref": ref, "facts": facts, "words": _words(), "language": _language()}
    return {**made.document, "pictures": _pictures(made.register.parties), **dressed}


def _language() -> str:
    return (get_language() or "en")[:2]


def _pictures(parties: Sequence[Party]) -> list[dict[str, str]]:
    """One picture for each page's worth of lines, all on the same axis; none when nothing is dated."""
    scale = scale_of(parties)
    if scale is None:
        return []
    drawn = enumerate(_pages(parties))
    return [{"svg": timeline(page, scale, name=f"t{number}"), "words": words(page)} for number, page in drawn]


def _pages(parties: Sequence[Party]) -> list[list[Party]]:
    pages: list[list[Party]] = [[]]
    room = ROWS_OF_A_PICTURE
    for party in parties:
        lines = list(party.lines)
        while lines:
            if room < 2:
                pages.append([])
                room = ROWS_OF_A_PICTURE
            taken, lines = lines[: room - 1], lines[room - 1 :]
            pages[-1].append(Party(party.ref, party.name, tuple(taken), party.counts))
            room -= len(taken) + 1
    return pages


def _words() -> dict[str, str]:
    return {
        "about": now_in_words("About this register"), "value": now_in_words("Value"),
        "over_time": now_in_words("The dealings over time"), "totals": now_in_words("All authorities together"),
        "what": now_in_words("What"), "figure": now_in_words("Figure"), "outcome": now_in_words("Outcome"),
        "concerns": now_in_words("concerns"), "number": now_in_words("No."), "step": now_in_words("Step"),
        "when": now_in_words("When"), "details": now_in_words("Details"), "rests_on": now_in_words("Rests on"),
        "sources": now_in_words("Sources"), "reference": now_in_words("Reference"), "source": now_in_words("Source"),
    }  # fmt: skip
