"""A draft of the questionnaire of the UN Working Group on Arbitrary Detention, filled from one file and from nothing else.

Every answer names what it rests on; a question that no record answers is left unanswered and says so. The five categories are
a checklist for people: nothing here ticks one. Heads after the working group's model questionnaire; the wording of the
questions is ours (check with counsel).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from inquiry.shared.dates import in_words
from inquiry.sources.models import Source
from witnesses.detainees import telling
from witnesses.detainees.choices import CounselAccess, CourtKind, Sex, Stage, Warrant, Whereabouts
from witnesses.detainees.file import File
from witnesses.detainees.intervals import AT_LIBERTY
from witnesses.detainees.models import Custody

AUDIENCE = "UN Working Group on Arbitrary Detention"
Answer = dict[str, Any]
Rows = list[tuple[str, list[Answer]]]
REMEDIES = (CourtKind.APPEAL, CourtKind.APPEAL_DECIDED)


def draft(file: File) -> dict[str, Any]:
    """The draft as a plain document: heads with questions, answers with the labels of their sources, the checklist, doubts."""
    held = [row for row in file.custodies if row.kind != AT_LIBERTY]
    heads: list[tuple[str, Rows]] = [
        (_("I. Identity"), _identity(file)),
        (_("II. Arrest"), _arrest(file, held)),
        (_("III. Detention"), _detention(file, held)),
        (_("IV. Charges and proceedings"), _proceedings(file)),
        (
            _("V. Circumstances of the arrest and of the detention"),
            [(_("What happened, in the order in which it happened"), [])],
        ),
        (_("VI. Internal steps and remedies, and what came of them"), _remedies(file)),
        (_("VII. Who submits this, and consent"), _submission(file)),
    ]
    return {
        "title": _("Draft questionnaire on an alleged arbitrary detention"),
        "audience": AUDIENCE,
        "ref": file.detainee.ref,
        "known_as": file.detainee.known_as,
        "heads": [_head(number, title, rows) for number, (title, rows) in enumerate(heads, 1)],
        "categories": categories(),
        "doubts": _doubts(file),
        "sources": _sources(file),
    }


def _head(number: int, title: str, rows: Rows) -> dict[str, Any]:
    questions = [
        {"number": f"{number}.{place}", "words": words, "answers": list(answers)}
        for place, (words, answers) in enumerate(rows, 1)
    ]
    return {"title": title, "questions": questions}


def categories() -> list[list[str]]:
    """The working group's five categories, each with what a person would have to show. Nobody is assigned to any."""
    return [
        ["I", _("No legal basis justifies the deprivation of liberty.")],
        ["II", _("It results from the use of rights: expression, assembly, association, religion, movement.")],
        ["III", _("Norms of a fair trial were disregarded so gravely that the deprivation of liberty is arbitrary.")],
        ["IV", _("An asylum seeker, migrant or refugee is kept in administrative custody for long without review.")],
        ["V", _("It discriminates: by origin, language, religion, opinion, sex, disability or other status.")],
    ]  # fmt: skip


def answer(text: Any, file: File, row: Any) -> list[Answer]:
    """One answer with what it rests on; none for an empty text."""
    if not text:
        return []
    return [{"text": str(text), "sources": list(dict.fromkeys(proof.label for proof in file.proofs(row)))}]


def _each(file: File, rows: Iterable[Any], told: Any) -> list[Answer]:
    """The answers of several rows, each under its reference."""
    return [one for row in rows if told(row) for one in answer(f"{row.ref}: {told(row)}", file, row)]


def _identity(file: File) -> Rows:
    who = file.detainee
    name = _("%(cipher)s (identity withheld)") % {"cipher": who.known_as} if who.protected else who.name
    sex = who.get_sex_display() if who.sex != Sex.UNKNOWN else ""
    born = in_words(who.birth_moment) if who.birth_moment else ""
    return [
        (_("Family name and first name"), answer(name, file, who)),
        (_("Sex"), answer(sex, file, who)),
        (_("Date of birth, or age at the time of detention"), answer(born, file, who)),
        (_("Nationality"), answer(who.nationality, file, who)),
        (_("Identity document, issued by, on, number"), []),
        (_("Profession or activity"), answer(who.profession, file, who)),
        (_("Address of usual residence"), []),
    ]


def _arrest(file: File, held: Sequence[Custody]) -> Rows:
    first = held[:1]
    return [
        (
            _("Date of the arrest"),
            _each(file, first, lambda row: in_words(row.begin_moment) if row.begin_moment else ""),
        ),
        (_("Place of the arrest"), _each(file, first, lambda row: row.place or "")),
        (_("Forces that carried it out, or are believed to have"), _each(file, first, lambda row: row.authority or "")),
        (_("Was a warrant or another decision of an authority shown?"), _each(file, first, _warrant)),
        (_("Authority that issued it"), _each(file, first, lambda row: row.ordered_by or "")),
        (_("Relevant legislation applied"), _each(file, first, lambda row: row.legal_basis)),
        (_("Reasons that the authorities imputed"), _each(file, first, lambda row: row.reasons)),
    ]


def _warrant(row: Custody) -> str:
    return str(row.get_warrant_display()) if row.warrant != Warrant.UNKNOWN else ""


def _whereabouts(row: Custody) -> str:
    return str(row.get_whereabouts_display()) if row.whereabouts != Whereabouts.UNKNOWN else ""


def _detention(file: File, held: Sequence[Custody]) -> Rows:
    def told(row: Custody) -> str:
        return f"{row.get_kind_display()}, {telling.lasted(row)}"

    until = file.last_spoken_of
    length: list[Answer] = []
    if held and until:
        words = telling.days_words(file.days(until))
        text = _("%(days)s up to %(day)s, computed from the intervals above") % {
            "days": words,
            "day": telling.day(until, file.zone),
        }
        length = [{"text": text, "sources": [row.ref for row in held]}]
    return [
        (_("Dates and kinds of detention, transfers among them"), _each(file, held, told)),
        (_("Duration"), length),
        (_("Forces holding the person"), _each(file, held, lambda row: row.authority or "")),
        (_("Places of detention"), _each(file, held, lambda row: row.place or "")),
        (_("Whereabouts: what the authorities disclosed, and to whom"), _each(file, held, _whereabouts)),
        (_("Authorities that ordered the detention"), _each(file, held, lambda row: row.ordered_by or "")),
        (_("Reasons for the detention imputed by the authorities"), _each(file, held, lambda row: row.reasons)),
        (_("Relevant legislation applied"), _each(file, held, lambda row: row.legal_basis)),
    ]


def _proceedings(file: File) -> Rows:
    steps, events = file.standing(file.charge_steps), file.standing(file.events)
    decided = [row for row in events if row.kind not in REMEDIES]
    return [
        (_("Charges"), _each(file, file.charges, lambda row: f"{row.words} ({row.article or _('article not stated')})")),
        (_("What became of the charges"), _each(file, steps, lambda row: _step(row, f"{row.charge.ref} "))),
        (_("Court"), _each(file, file.proceedings, lambda row: row.court or "")),
        (_("Case number"), _each(file, file.proceedings, lambda row: row.case_number)),
        (_("Stage"), _each(file, file.proceedings, lambda row: row.get_stage_display() if row.stage != Stage.UNKNOWN else "")),
        (_("Hearings and decisions"), _each(file, decided, lambda row: _step(row, after=row.words))),
        (_("Counsel, and access to the person"), _each(file, file.counsel, _counsel)),
        (_("Visits and calls"), _each(file, file.standing(file.access), _visit)),
    ]  # fmt: skip


def _step(row: Any, before: str = "", after: str = "") -> str:
    by = f", {row.authority}" if row.authority else ""
    return f"{before}{row.get_kind_display()}, {telling.when(row.at_moment)}{by}" + (f". {after}" if after else "")


def _counsel(row: Any) -> str:
    """Who defends and how far they reach the person; nothing where neither is known."""
    nobody = not row.name and row.witness is None
    return "" if nobody and row.access == CounselAccess.UNKNOWN else f"{row.known_as}: {row.get_access_display()}"


def _visit(row: Any) -> str:
    said = f"{row.get_kind_display()}: {row.get_outcome_display()}, {telling.when(row.at_moment)}"
    return f"{said}. {row.words}" if row.words else said


def _remedies(file: File) -> Rows:
    taken = [row for row in file.standing(file.events) if row.kind in REMEDIES]
    return [
        (_("Appeals and complaints, with dates"), _each(file, taken, lambda row: _step(row, after=row.words))),
        (_("Results, or why none were possible or effective"), []),
    ]


def _submission(file: File) -> Rows:
    consent: list[Answer] = []
    if file.detainee.protected:
        text = _("Asked of the record of consent when the file is handed out; without it nothing goes out.")
        consent = [{"text": text, "sources": [file.detainee.known_as]}]
    return [
        (_("Name and address of whoever submits this, and by which authority"), []),
        (_("Does the person, or the family, agree that this is sent?"), consent),
    ]


def _doubts(file: File) -> list[str]:
    """Gaps, overlaps and disputes as sentences."""
    found = [telling.gap_words(one, file.zone) for one in file.gaps] + [
        telling.overlap_words(one) for one in file.overlaps
    ]
    return found + [
        f"{one.one.ref} / {one.other.ref}: {one.explanation} ({one.get_state_display()})" for one in file.disputes
    ]


def _sources(file: File) -> list[list[str]]:
    """Each source once, as it is named in full."""
    rows: list[Any] = [
        file.detainee, *file.custodies, *file.charges, *file.charge_steps, *file.proceedings, *file.events, *file.counsel,
        *file.access,
    ]  # fmt: skip
    named: dict[str, str] = {}
    for row in rows:
        for proof in file.proofs(row):
            named[proof.source.ref] = named_in_full(proof.source)
    return [[ref, named[ref]] for ref in sorted(named)]


def named_in_full(source: Source) -> str:
    """A source as a footnote names it."""
    day = in_words(source.published_moment) if source.published_moment else _("date not stated")
    own = _("the commission's own") if source.is_own else ""
    return ", ".join(part for part in (source.author, source.title, source.publisher, day, own) if part)
