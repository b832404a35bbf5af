"""Correct what a machine read of a page: a person's text beside the machine's, version by version."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from evidence.custody import ledger as custody
from evidence.custody.models import Act
from evidence.items import indexing
from evidence.items.guards import locked, require
from evidence.items.models import Page
from evidence.viewer import texts
from evidence.viewer.models import PageCorrection
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.shared.tables import Conflict
from inquiry.shared.workflow import Refused


@transaction.atomic
def correct(*, ref: str, page: int, text: str, reason: str, by: User, expected: int | None = None) -> PageCorrection:
    """Write what page `page` of the item `ref` really says. The machine's text stays; a search finds both.

    Args:
        expected: the version that was open when the text was typed (0: the machine's); None where nobody typed.

    Raises:
        Item.DoesNotExist: there is none, or `by` may not read it.
        Refused: `by` may not describe the item, it has no such page, or the page says exactly this already.
        Conflict: a colleague corrected the page meanwhile.
        ValidationError: the text is too long, or no reason is given.
    """
    item = locked(ref, by)
    require(by, Right.EVIDENCE_DESCRIBE, item, "correct")
    row = Page.objects.filter(item=item, number=page).first()
    if row is None:
        raise Refused(_("The item has no such page."), verb="correct", ref=ref)
    stands = texts.current(row, texts.last_correction(item, page))
    if expected is not None and expected != stands.version:
        raise Conflict(item.ref)
    text = text.replace("\r\n", "\n")
    if text == stands.text:
        raise Refused(_("The page says exactly this already."), verb="correct", ref=ref)
    made = PageCorrection(
        inquiry_id=item.inquiry_id, item=item, page=page, version=stands.version + 1, text=text, reason=reason,
        machine_digest=texts.digest_of(row.text), created_by=by,
    )  # fmt: skip
    made.full_clean(exclude=["ref", "created_by", "inquiry", "item"])
    made.save(force_insert=True)
    indexing.write(item)
    _note(made, by)
    return made


def _note(made: PageCorrection, by: User) -> None:
    """Neither ledger has the words: custody keeps their digest, the audit that it was done."""
    said = {"page": made.page, "version": made.version}
    custody.record(made.item, Act.CORRECTED, by=by, correction=made.ref, text_digest=texts.digest_of(made.text), **said)
    audit.record("evidence.correct_page", about=made.item, by=by, correction=made.ref, **said)
