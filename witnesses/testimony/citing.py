"""What stands against citing a paragraph: the person's consent, the life of the statement, machine text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from witnesses.consent import rules as consent
from witnesses.consent.models import answers_of
from witnesses.testimony.numbering import standing
from witnesses.testimony.statements import Paragraph, Statement
from witnesses.testimony.steps import StatementStatus, TranslationStatus
from witnesses.testimony.translations import TranslatedParagraph

OWN = (StatementStatus.AFFIRMED, StatementStatus.SIGNED, StatementStatus.MARKED, StatementStatus.REFUSED)


def of_life(*, status: str, affirmed: bool, stands: bool, gone: bool) -> list[str]:
    """What the life of a statement says against citing one paragraph of it. Pure.

    Args:
        affirmed: the person affirmed the version that counts.
        stands: the paragraph stands in that version as it is cited.
        gone: the paragraph was taken out.
    """
    found = []
    if status == StatementStatus.RETRACTED:
        found.append(_("The statement was retracted."))
    elif status not in OWN or not affirmed:
        found.append(_("The person has not affirmed the statement."))
    elif not stands:
        found.append(_("The person affirmed another wording of this paragraph."))
    if gone:
        found.append(_("The paragraph was taken out."))
    return found


def of_translation(*, machine: bool, status: str, fits: bool) -> list[str]:
    """What stands against citing a translated wording. Pure. `fits`: it translates the very wording that is cited."""
    found = []
    if machine:
        found.append(_("The translation was made by a machine."))
    if status != TranslationStatus.REVIEWED:
        found.append(_("Nobody has reviewed the translation."))
    if not fits:
        found.append(_("The translation is of another wording."))
    return found


def citable(
    paragraph: Paragraph, *, use: str, audience: str = "", on: date, translation: TranslatedParagraph | None = None
) -> list[str]:
    """What stands against citing `paragraph` (in the words of `translation`, where given) for `use` towards `audience`.

    Args:
        use, audience: as `witnesses.consent.rules.objections` takes them.

    Returns:
        Sentences; empty when it may be cited.
    """
    statement = paragraph.statement
    about: Sequence[str] = statement.consent_about
    found = consent.objections(
        answers_of(statement.witness), use=use, audience=audience, about=about, on=on, who=statement.witness.ref
    )
    version = affirmed_version(statement)
    holds = {row.pk for row in standing(statement.paragraphs.select_related("version"), version)}
    found += of_life(status=statement.status, affirmed=bool(version), stands=paragraph.pk in holds, gone=paragraph.gone)
    if translation is not None:
        found += of_translation(
            machine=translation.machine,
            status=translation.translation.status,
            fits=translation.paragraph_id == paragraph.pk,
        )
    return found


def affirmed_version(statement: Statement) -> int:
    """The number of the version that was affirmed last; 0 when none was, or it went back to a draft since."""
    found = 0
    for step in statement.steps_taken.select_related("version").order_by("number"):
        if step.verb == "affirm":
            found = step.version.number
        elif step.verb == "correct":
            found = 0
    return found
