"""Take an excerpt from a page, and take it back. Whoever may read the item may take from it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from evidence.custody import ledger as custody
from evidence.custody.models import Act
from evidence.excerpts import passages
from evidence.excerpts.models import LONGEST, Excerpt, ExcerptWithdrawal
from evidence.items import access
from evidence.items.guards import locked, refuse
from evidence.items.models import Item, Page
from evidence.viewer import layer, texts
from evidence.viewer.layer import Span
from evidence.viewer.texts import PageText
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.shared.workflow import NOT_OPEN, Refused

VERB = "take_excerpt"


@transaction.atomic
def take(
    *,
    ref: str,
    page: int,
    by: User,
    start: int | None = None,
    end: int | None = None,
    quote: str = "",
    version: int | None = None,
    note: str = "",
) -> Excerpt:
    """Take a passage of page `page` of the item `ref`: by its characters, or by its words as they are quoted.

    Args:
        start: the first character of the page's text, from 0; `end` is the one after the last.
        quote: the passage's own words, where `start` and `end` are not known.
        version: of the page's text: 0 the machine's, else a correction; None for the one that counts now.

    Returns:
        The excerpt; the one that stands already where the same was taken before by the same person.

    Raises:
        Item.DoesNotExist: there is none, or `by` may not read it.
        Refused: there is no such page or passage.
        ValidationError: the note is too long.
    """
    item = locked(ref, by)
    row = Page.objects.filter(item=item, number=page).first()
    text = _text(row, version) if row else None
    if row is None or text is None:
        raise Refused(_("The item has no such page."), verb=VERB, ref=ref)
    span = _span(text.text, start, end, quote)
    if span is None:
        raise Refused(_("The page's text has no such passage."), verb=VERB, ref=ref)
    return _taken(row, text, span, note, by)


def _text(row: Page, version: int | None) -> PageText | None:
    if version is None:
        return texts.current(row, texts.last_correction(row.item, row.number))
    return texts.of_version(row, version)


def _span(text: str, start: int | None, end: int | None, quote: str) -> Span | None:
    if start is not None and end is not None:
        span = passages.trimmed(text, start, end)
        agreed = span and (not quote.strip() or text[slice(*span)].split() == quote.split())
        return span if agreed else None
    return passages.by_quote(text, quote)


def _taken(row: Page, text: PageText, span: Span, note: str, by: User) -> Excerpt:
    item = row.item
    said = text.text[slice(*span)]
    refuse(_("An excerpt has at most 20,000 characters.") if len(said) > LONGEST else "", VERB, item.ref)
    where = {"item": item, "page": row.number, "of_version": text.version, "start": span[0], "end": span[1]}
    known = Excerpt.objects.standing().filter(**where, text_digest=text.digest, note=note, created_by=by)
    if again := known.first():
        return again
    made = Excerpt(
        **where, inquiry_id=item.inquiry_id, created_by=by, note=note, quote=said, boxes=_boxes(row, text, span),
        quote_digest=texts.digest_of(said), text_digest=text.digest,
    )  # fmt: skip
    made.full_clean(exclude=["ref", "created_by", "inquiry", "item", "boxes"])
    made.save(force_insert=True)
    facts: dict[str, Any] = {"excerpt": made.ref, "page": row.number}
    custody.record(item, Act.EXCERPTED, by=by, quote_digest=made.quote_digest, **facts)
    audit.record("evidence.take_excerpt", about=item, by=by, version=text.version, **facts)
    return made


def _boxes(row: Page, text: PageText, span: Span) -> list[list[float]]:
    """Where the passage stands on the picture: of a corrected text, where the machine read the same words."""
    words = row.words
    if text.version != texts.MACHINE:
        moved = passages.by_quote(row.text, text.text[slice(*span)], span[0])
        if moved is None:
            return []
        span = moved
    return layer.boxes(words, layer.spans(row.text, words), span)


@transaction.atomic
def withdraw(ref: str, *, by: User, reason: str) -> Excerpt:
    """Take an excerpt back: it is shown as withdrawn, and cited no more.

    Raises:
        Excerpt.DoesNotExist: there is none, or `by` may not read its item.
        Refused: it was withdrawn before, or `by` neither took it nor may describe its item.
        ValidationError: no reason is given.
    """
    seen = Excerpt.objects.visible_to(by).get(ref=ref)
    Item.objects.select_for_update(of=("self",)).get(pk=seen.item_id)
    verb = "withdraw_excerpt"
    refuse("" if may_withdraw(by, seen) else str(NOT_OPEN), verb, ref)
    gone = ExcerptWithdrawal.objects.filter(excerpt=seen).exists()
    refuse(_("This excerpt was withdrawn already.") if gone else "", verb, ref)
    row = ExcerptWithdrawal(excerpt=seen, by=by, reason=reason)
    row.full_clean(exclude=["excerpt", "by"])
    row.save(force_insert=True)
    custody.record(seen.item, Act.WITHDRAWN, by=by, excerpt=seen.ref, page=seen.page)
    audit.record("evidence.withdraw_excerpt", about=seen.item, by=by, excerpt=seen.ref)
    return seen


def may_withdraw(user: User, excerpt: Excerpt) -> bool:
    """Whether `user` took it, or may describe its item."""
    own = excerpt.created_by_id == user.pk and access.may_read(user, excerpt.item)
    return own or access.may(user, Right.EVIDENCE_DESCRIBE, excerpt.item)
