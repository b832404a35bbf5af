"""Translate statements paragraph by paragraph; submit, review, return. The only place that writes translations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.shared.workflow import Refused, Step, check
from witnesses.testimony.statements import Paragraph, Statement
from witnesses.testimony.steps import TRANSLATE
from witnesses.testimony.translations import Source, TranslatedParagraph, Translation, TranslationStep

LONGEST = 20_000  # characters of a paragraph


@dataclass(frozen=True, eq=False)
class Over:
    """Somebody whose rights over a translation are those over its statement."""

    user: User
    statement: Statement

    def may(self, right: str, _record: Any) -> bool:
        return self.user.may(right, self.statement)

    def __eq__(self, other: object) -> bool:
        return self.user == other

    def __hash__(self) -> int:
        return hash(self.user)


@dataclass(frozen=True, slots=True)
class Wording:
    """What somebody typed for one paragraph."""

    text: str
    disputed: str = ""


@transaction.atomic
def begin(statement_ref: str, *, by: User, language: str, translator_code: str = "") -> Translation:
    """Begin a translation into `language`.

    Raises:
        Statement.DoesNotExist: there is none, or `by` may not read it.
        Refused: `by` may not translate it, or does not see all of it.
        ValidationError: it is in this language already, or the code is none.
    """
    statement = Statement.objects.readable_by(by).get(ref=statement_ref)
    _may_work(statement, TRANSLATE, by)
    if language == statement.language:
        raise ValidationError({"language": _("The original is in this language.")})
    row = Translation(
        inquiry=statement.inquiry, statement=statement, language=language, translator=by, translator_code=translator_code,
        created_by=by,
    )  # fmt: skip
    row.full_clean(exclude=["ref", "created_by"])
    row.save(force_insert=True)
    audit.record("translation.begin", about=row, by=by, statement=statement, language=language)
    return row


@transaction.atomic
def write(
    ref: str, *, by: User, wordings: Mapping[int, Wording], source: str = Source.HUMAN, expected: int | None = None
) -> Translation:
    """Put down the wording of paragraphs (by number, as the statement stands now); those that do not differ stay.

    Raises:
        Translation.DoesNotExist: there is none, or `by` may not read the statement.
        Refused: it is locked, `by` may not translate it or does not see all of it; a colleague was faster (`Conflict`).
        ValidationError: nothing differs, or a wording is too long.
    """
    translation = _locked(ref, by)
    check(translation, "write", Over(by, translation.statement))
    _may_work(translation.statement, TRANSLATE, by)
    latest = translation.latest()
    standing = {row.number: row for row in translation.statement.standing() if not row.gone}
    rows = [
        TranslatedParagraph(
            translation=translation, paragraph=standing[number], text=said.text.strip(), disputed=said.disputed.strip(),
            source=source, created_by=by,
        )
        for number, said in wordings.items()
        if number in standing and _differs(latest.get(standing[number].pk), said, source)
    ]  # fmt: skip
    _bounded(rows)
    TranslatedParagraph.objects.bulk_create(rows)
    translation.change({"translator": by}, expected=expected)
    numbers = [row.paragraph.number for row in rows]
    audit.record("translation.write", about=translation, by=by, paragraphs=numbers, source=source)
    return translation


def _differs(row: TranslatedParagraph | None, said: Wording, source: str) -> bool:
    if not said.text.strip():
        return False
    return row is None or (row.text, row.disputed, row.source) != (said.text.strip(), said.disputed.strip(), source)


def _bounded(rows: list[TranslatedParagraph]) -> None:
    if not rows:
        raise ValidationError(_("Nothing differs from what stands there."))
    if any(len(row.text) > LONGEST or len(row.disputed) > LONGEST for row in rows):
        raise ValidationError(_("A paragraph has at most %(most)s characters.") % {"most": LONGEST})


@transaction.atomic
def submit(ref: str, *, by: User, code: str = "") -> Translation:
    """Hand it to a reviewer; it is locked from here.

    Raises:
        Refused: a paragraph is not translated, or it is locked already.
    """
    translation, step = _stepping(ref, "submit", by, TRANSLATE)
    missing = untranslated(translation)
    if missing:
        numbers = ", ".join(f"§{row.number}" for row in missing)
        raise Refused(_("Not yet translated: %(numbers)s.") % {"numbers": numbers}, verb="submit", ref=ref)
    fields: dict[str, Any] = {"translator_code": code} if code else {}
    return _taken(translation, step, by, code or translation.translator_code, "", fields)


def approve(ref: str, *, by: User, code: str, remarks: str = "") -> Translation:
    """Record that a second person reviewed it and found it right."""
    return _judge(ref, "approve", by, code, remarks)


def send_back(ref: str, *, by: User, code: str, remarks: str) -> Translation:
    """Return it to the translator with remarks."""
    if not remarks.strip():
        raise ValidationError({"remarks": _("Say what is to be changed.")})
    return _judge(ref, "send_back", by, code, remarks)


@transaction.atomic
def reopen(ref: str, *, by: User) -> Translation:
    """Take a reviewed translation up again, because the original changed."""
    translation, step = _stepping(ref, "reopen", by, TRANSLATE)
    return _taken(translation, step, by, translation.translator_code, "", {})


@transaction.atomic
def _judge(ref: str, verb: str, by: User, code: str, remarks: str) -> Translation:
    if not code:
        raise ValidationError({"code": _("Say who reviewed it, by code.")})
    translation, step = _stepping(ref, verb, by, Right.TESTIMONY_REVIEW_TRANSLATION)
    if any(row.created_by_id == by.pk for row in translation.latest().values()):
        raise Refused(_("Somebody who translated none of it has to review it."), verb=verb, ref=ref)
    fields = {"reviewer": by, "reviewer_code": code, "remarks": remarks}
    return _taken(translation, step, by, code, remarks, fields)


def _stepping(ref: str, verb: str, by: User, right: Right) -> tuple[Translation, Step]:
    translation = _locked(ref, by)
    step = check(translation, verb, Over(by, translation.statement))
    _may_work(translation.statement, right, by)
    return translation, step


def _taken(
    translation: Translation, step: Step, by: User, code: str, remarks: str, fields: dict[str, Any]
) -> Translation:
    translation.change({"status": step.target, **fields})
    TranslationStep.objects.create(translation=translation, verb=step.verb, code=code, remarks=remarks, created_by=by)
    audit.record(f"translation.{step.verb}", about=translation, by=by, code=code)
    return translation


def untranslated(translation: Translation) -> list[Paragraph]:
    """The paragraphs that stand now and have no wording."""
    latest = translation.latest()
    return [row for row in translation.statement.standing() if not row.gone and row.pk not in latest]


def _may_work(statement: Statement, right: Right, by: User) -> None:
    """Raise Refused unless `by` holds `right` over the statement and sees all of it."""
    if not by.may(right, statement) or not by.may(Right.TESTIMONY_UNSHIELDED, statement):
        sentence = _("Only somebody who is assigned to it and sees it without covered names can do this.")
        raise Refused(sentence, verb="translate", ref=statement.ref)


def note_read(translation: Translation, *, by: User, shielded: bool) -> None:
    """Record that `by` read a translation."""
    audit.record("translation.read", about=translation, by=by, shielded=shielded)


def _locked(ref: str, by: User) -> Translation:
    seen = Translation.objects.visible_to(by).get(ref=ref)
    return Translation.objects.select_for_update(of=("self",)).get(pk=seen.pk)
