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
from inquiry.accounts.rights import Right
from inquiry.cooperation import gather
from inquiry.cooperation.values import Party
from reports.builders import document, pdf, sheet
from reports.builders.timeline import scale_of, timeline, words
from reports.registers import detention, proofs
from witnesses.detainees.models import Detainee

ROWS_OF_A_PICTURE = 40  # more would not fit on a page


class Kind(TextChoices):
    COOPERATION = "cooperation", _("Cooperation of the authorities")
    QUESTIONNAIRE = "questionnaire", _("Draft questionnaire on a detention")


class Format(TextChoices):
    PDF = "pdf", _("PDF")
    XLSX = "xlsx", _("Spreadsheet (XLSX)")
    CSV = "csv", _("Table (CSV)")


@dataclass(frozen=True, slots=True)
class Made:
    """A register as computed: the plain document, what it tells of, and the values behind its picture.

    Attributes:
        covers: every reference in it: whoever receives the file may see them all.
        ciphers: the witnesses whose consent is asked before the file is handed out.
    """

    document: dict[str, Any]
    covers: list[str]
    entries: int
    parties: Sequence[Party] = ()
    picture: str = ""
    ciphers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a register is made: of a whole inquiry, or (`about`: the kind of record) of one record and for its readers.

    Attributes:
        right: who may ask for one: asked in the inquiry, or over the record.
        audience: who is to receive it in the end: the consent of the ciphers in it is asked for that body.
    """

    make: Callable[[Inquiry, User, str], Made]
    formats: tuple[Format, ...]
    right: Right = Right.REGISTER_BUILD
    about: str = ""
    audience: str = ""


def cooperation(inquiry: Inquiry, user: User, about_ref: str = "") -> Made:
    """The register of cooperation over what `user` may see."""
    register = gather.cooperation(inquiry, user)
    made = document.cooperation(register, proofs.of(register.refs, user))
    return Made(made, document.refs_in(made), len(register.refs), register.parties)


def of_detention(inquiry: Inquiry, user: User, about_ref: str) -> Made:
    """The draft of the working group's questionnaire about one detainee whom `user` may read."""
    made, picture = detention.questionnaire(about_ref, user)
    covers = [about_ref, *(ref for ref, _text in made["sources"])]
    answered = sum(1 for head in made["heads"] for one in head["questions"] if one["answers"])
    return Made(made, covers, answered, picture=picture, ciphers=detention.ciphers_in(made, inquiry))


KINDS: dict[str, Recipe] = {
    Kind.COOPERATION: Recipe(cooperation, tuple(Format)),
    Kind.QUESTIONNAIRE: Recipe(
        of_detention, (Format.PDF,), right=Right.DETAINEE_READ, about=Detainee.KIND, audience=detention.AUDIENCE
    ),
}

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
    pictures = [{"svg": made.picture, "words": made.document["title"]}] if made.picture else _pictures(made.parties)
    return {**made.document, "pictures": pictures, **dressed}


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
        "question": now_in_words("Question"), "answer": now_in_words("Answer"), "unanswered": now_in_words("Unanswered"),
        "no_source": now_in_words("No source named"), "liberty": now_in_words("Deprivation of liberty over time"),
        "why": now_in_words("Why the detention may be arbitrary"), "category": now_in_words("Category"),
        "checklist": now_in_words("A checklist for the people who draft this. Nothing here is judged by the machine."),
        "doubts": now_in_words("What is not known, and what is disputed"), "draft": now_in_words("DRAFT, not sent"),
        "audience": now_in_words("For"), "no_doubts": now_in_words("No gap, overlap or dispute was found."),
    }  # fmt: skip
