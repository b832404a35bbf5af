"""Take statements down, write their versions, record the steps by which a person makes a text their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.audit.register import add
from inquiry.shared.workflow import Refused, Step, check
from witnesses.people.models import Witness
from witnesses.testimony.interviews import Interview
from witnesses.testimony.numbering import Change, changes, paragraphs_of
from witnesses.testimony.statements import BasedOn, Paragraph, Statement, StatementStep, StatementVersion
from witnesses.testimony.steps import ASKED, NEEDED, TAKE, InterviewStatus

MOST = 2000  # paragraphs of a statement
LONGEST = 20_000  # characters of a paragraph
WRITTEN = ("note", "reason", "received_by")  # what a step says in free words


@transaction.atomic
def take(
    *, inquiry: Inquiry, by: User, witness: Witness, text: str, interview: Interview | None = None,
    based_on: str = BasedOn.NOTES, note: str = "", **fields: Any,
) -> Statement:  # fmt: skip
    """Take a statement down: its first version, one paragraph to each piece of `text` between blank lines.

    Raises:
        Refused: `by` may not take testimony from this witness.
        ValidationError: no text, an interview that was not held or was another's, or a value that does not fit.
    """
    _fitting_interview(interview, witness, by)
    added = paragraphs_of(text)
    if not added:
        raise ValidationError({"text": _("A statement says something.")})
    _bounded([Change(number, part) for number, part in enumerate(added, start=1)])
    statement = Statement(inquiry=inquiry, witness=witness, interview=interview, **fields)
    add(statement, by=by, right=TAKE, act="testimony.take", over=witness, witness=witness, interview=interview)
    version = StatementVersion(
        statement=statement, number=1, language=statement.language, based_on=based_on, note=note, created_by=by
    )
    _save(version, changes([], {}, (), added))
    return statement


def _fitting_interview(interview: Interview | None, witness: Witness, by: User) -> None:
    if interview is None:
        return
    own = {"pk": interview.pk, "witness": witness, "status": InterviewStatus.HELD}
    if not Interview.objects.readable_by(by).filter(**own).exists():
        raise ValidationError({"interview": _("This is not an interview that was held with this witness.")})


@transaction.atomic
def write(
    ref: str, *, by: User, expected: int | None = None, texts: Mapping[int, str] | None = None,
    taken_out: Iterable[int] = (), added: Sequence[str] = (), after: int = 0, language: str = "",
    based_on: str = BasedOn.CORRECTION, note: str = "",
) -> StatementVersion:  # fmt: skip
    """Write the next version: what is corrected keeps its number, what is added gets a new one, what goes leaves a gap.

    Args:
        texts: paragraph number → text; those left out stay as they are.
        added: new paragraphs, behind paragraph `after` (0: at the end).

    Raises:
        Statement.DoesNotExist: there is none, or `by` may not read it.
        Refused: it is no draft, `by` may not change it or does not see all of it; a colleague was faster (`Conflict`).
        ValidationError: nothing differs, or a paragraph is empty or too long.
    """
    statement = _locked(ref, by)
    check(statement, "write", by)
    _sees_all(statement, by, "write")
    stands = statement.standing()
    rows = changes(stands, texts or {}, taken_out, list(added), after)
    spoken = language or statement.language
    if not rows and spoken == statement.language:
        raise ValidationError(_("Nothing differs from the version before."))
    _bounded(rows)
    statement.change({"language": spoken}, expected=expected)
    version = StatementVersion(
        statement=statement, number=statement.versions.count() + 1, language=spoken, based_on=based_on, note=note,
        created_by=by,
    )  # fmt: skip
    _save(version, rows)
    audit.record(
        "testimony.write", about=statement, by=by, version=version.number, paragraphs=[row.number for row in rows]
    )
    return version


def _save(version: StatementVersion, rows: Iterable[Change]) -> None:
    version.full_clean(exclude=["created_by"])
    version.save(force_insert=True)
    shared = {"statement": version.statement, "version": version, "created_by": version.created_by}
    Paragraph.objects.bulk_create(
        [Paragraph(**shared, number=row.number, text=row.text, after=row.after, gone=row.gone) for row in rows]
    )


def _bounded(rows: Sequence[Change]) -> None:
    """Raise ValidationError for a paragraph without text, one that is too long, or too many of them."""
    if any(not row.text and not row.gone for row in rows):
        raise ValidationError(_("A paragraph is empty. Tick “take out” to take it out."))
    if any(len(row.text) > LONGEST for row in rows):
        raise ValidationError(_("A paragraph has at most %(most)s characters.") % {"most": LONGEST})
    if any(row.number > MOST for row in rows):
        raise ValidationError(_("A statement has at most %(most)s paragraphs.") % {"most": MOST})


def _sees_all(statement: Statement, by: User, verb: str) -> None:
    """Who reads with names covered writes no text here: what is covered of it would tell them who is known."""
    if not by.may(Right.TESTIMONY_UNSHIELDED, statement):
        sentence = _("You see this statement with names covered, so you cannot rewrite it. Whoever took it can.")
        raise Refused(sentence, verb=verb, ref=statement.ref)


@transaction.atomic
def step(ref: str, verb: str, *, by: User, **facts: Any) -> StatementStep:
    """Record one step of a statement's life: `read_back`, `correct`, `affirm`, `sign`, `mark`, `refuse` or `retract`.

    Raises:
        Statement.DoesNotExist: there is none, or `by` may not read it.
        Refused: the step is not possible now, or `by` may not take it.
        ValidationError: a fact is missing, or the step does not take it.
    """
    statement = _locked(ref, by)
    row = check(statement, verb, by)
    _asked(verb, facts)
    if any(facts.get(name) for name in WRITTEN):
        _sees_all(statement, by, verb)
    taken = StatementStep(
        statement=statement, number=statement.steps_taken.count() + 1, verb=verb, status_after=row.target,
        version=statement.versions.last(), created_by=by, **facts,
    )  # fmt: skip
    _record(taken, row, by)
    return taken


def _asked(verb: str, facts: Mapping[str, Any]) -> None:
    strange = sorted(set(facts) - set(ASKED[verb]))
    missing = [name for name in NEEDED[verb] if not facts.get(name)]
    errors = {name: _("This step does not take it.") for name in strange} | {name: _("Say this.") for name in missing}
    if errors:
        raise ValidationError(errors)


def _record(taken: StatementStep, row: Step, by: User) -> None:
    taken.full_clean(exclude=["created_by"])
    taken.save(force_insert=True)
    taken.statement.change({"status": row.target})
    audit.record(
        f"testimony.{taken.verb}", about=taken.statement, by=by, version=taken.version.number, language=taken.language
    )


def note_read(statement: Statement, *, by: User, version: int, shielded: bool, printed: bool = False) -> None:
    """Record that `by` read a version of a statement, whole or with names covered; or printed it."""
    act = "testimony.print" if printed else "testimony.read"
    audit.record(act, about=statement, by=by, version=version, shielded=shielded)


def _locked(ref: str, by: User) -> Statement:
    seen = Statement.objects.readable_by(by).get(ref=ref)
    return Statement.objects.select_for_update(of=("self",)).get(pk=seen.pk)
