"""Keep the sources; cite them for what our records say, and take a citation back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.audit.register import add, amend
from inquiry.shared.tables import record_of
from inquiry.shared.workflow import NOT_OPEN, Refused
from inquiry.sources.models import Citation, CitationWithdrawal, Source

CHANGE = Right.COMMISSION_CHANGE


def add_source(*, inquiry: Inquiry, by: User, **fields: Any) -> Source:
    """Record a published source."""
    return add(Source(inquiry=inquiry, **fields), by=by, right=CHANGE, act="source.record")


def change_source(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Source:
    """Correct a source."""
    return amend(Source, ref, by=by, right=CHANGE, act="source.change", expected=expected, fields=fields)


def cite(*, source: Source, about_ref: str, by: User, **fields: Any) -> Citation:
    """Record that what the record `about_ref` says rests on a passage of `source`.

    Raises:
        ObjectDoesNotExist: there is no such record, or `by` may not see it.
        Refused: it belongs to another inquiry, or `by` may not cite.
    """
    about = record_of(about_ref, by)
    if isinstance(about, Citation):
        raise Refused(_("A citation is not cited for."), verb="citation.record", ref=about_ref)
    if about.inquiry_id != source.inquiry_id:
        raise Refused(
            _("The source and the record belong to different inquiries."), verb="citation.record", ref=about_ref
        )
    row = Citation(inquiry=source.inquiry, source=source, about_ref=about.ref, **fields)
    return add(row, by=by, right=CHANGE, act="citation.record", cited_for=about, source=source, locator=row.locator)


@transaction.atomic
def withdraw_citation(ref: str, *, by: User, reason: str) -> Citation:
    """Take a citation back. Both rows stay.

    Raises:
        Citation.DoesNotExist: there is none, or `by` may not see it.
        Refused: it was withdrawn before, or `by` may not.
    """
    found = Citation.objects.visible_to(by).get(ref=ref)
    citation = Citation.objects.select_for_update().get(pk=found.pk)
    if not by.may(CHANGE, citation):
        raise Refused(NOT_OPEN, verb="citation.withdraw", ref=ref)
    if CitationWithdrawal.objects.filter(citation=citation).exists():
        raise Refused(_("This citation was withdrawn already."), verb="citation.withdraw", ref=ref)
    withdrawal = CitationWithdrawal(citation=citation, by=by, reason=reason)
    withdrawal.full_clean(exclude=["citation", "by"])
    withdrawal.save(force_insert=True)
    audit.record("citation.withdraw", about=citation, by=by, cited_for=citation.about_ref, reason=reason)
    return citation
