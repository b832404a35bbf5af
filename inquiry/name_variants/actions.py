"""Write spellings down, generate them, reject and restore them; decide whether two records are one person."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.name_variants.models import Decision, NameVariant, SameName, Script, Status
from inquiry.name_variants.rules import (
    BY_VERB,
    decision_objection,
    may_name,
    merge_objection,
    naming_objection,
    pair_objection,
    verbs_open,
)
from inquiry.shared.names import Scheme, cleaned, keys_in, name_key, variants
from inquiry.shared.tables import Record, record_of
from inquiry.shared.workflow import NOT_OPEN, Refused
from inquiry.sources.models import Source


@transaction.atomic
def assert_variant(
    *, about_ref: str, text: str, by: User, scheme: str = Scheme.AS_GIVEN, lang: str = "",
    source: Source | None = None, citation: str = "",
) -> NameVariant:  # fmt: skip
    """Record that the name of `about_ref` is written so; a generated spelling becomes asserted.

    Raises:
        ObjectDoesNotExist: there is no such record, or `by` may not see it.
        Refused: it bears no name here, or `by` may not, or the source is of another inquiry.
        ValidationError: a value does not fit, or the spelling is asserted already.
    """
    about = _nameable(about_ref, by, "name_variant.assert")
    if source is not None and source.inquiry_id != about.inquiry_id:
        raise Refused(_("The source belongs to another inquiry."), verb="name_variant.assert", ref=about_ref)
    text = cleaned(text)
    row = (
        NameVariant.objects.select_for_update().filter(about_ref=about.ref, text=text, status=Status.GENERATED).first()
    )
    made = row is None
    row = row or _new(about, text, by)
    row.scheme, row.lang, row.source, row.citation, row.status = scheme, lang, source, citation, Status.ASSERTED
    row.full_clean(exclude=["ref", "created_by", "inquiry"], validate_unique=made, validate_constraints=made)
    if made:
        row.save(force_insert=True)
    else:
        row.revision += 1
        row.save(update_fields=["scheme", "lang", "source", "citation", "status", "revision"])
    audit.record("name_variant.assert", about=about, by=by, spelling=row.ref, scheme=row.scheme, source=source)
    return row


@transaction.atomic
def generate(about_ref: str, *, by: User, name: str = "") -> list[NameVariant]:
    """Write down the spellings that the schemes make of a name, those that are not there yet.

    Args:
        name: one spelling to begin from; the record's own name when empty.

    Raises:
        ObjectDoesNotExist: there is no such record, or `by` may not see it.
        Refused: it bears no name here, there is none to begin from, or `by` may not.
    """
    about = _nameable(about_ref, by, "name_variant.generate")
    name = cleaned(name or getattr(about, "name", ""))
    if not name_key(name):
        raise Refused(_("There is no name to begin from."), verb="name_variant.generate", ref=about_ref)
    there = set(NameVariant.objects.filter(about_ref=about.ref).values_list("text", flat=True)) | _own(about)
    rows = []
    for one in variants(name):
        if one.text not in there and len(one.text) <= 200:
            row = _new(about, one.text, by)
            row.script, row.lang, row.scheme, row.made_from = one.script, one.lang, one.scheme, name
            row.save(force_insert=True)
            rows.append(row)
    audit.record("name_variant.generate", about=about, by=by, spellings=len(rows))
    return rows


def confirm(ref: str, *, by: User) -> NameVariant:
    """Somebody knows the generated spelling to be in use."""
    return _step(ref, "confirm", by)


def reject(ref: str, *, by: User, reason: str = "") -> NameVariant:
    """The spelling is not used for this person; it finds them no more."""
    return _step(ref, "reject", by, reason=reason)


def restore(ref: str, *, by: User) -> NameVariant:
    """Take a rejection back."""
    return _step(ref, "restore", by)


VERBS = {"confirm": confirm, "reject": reject, "restore": restore}


@transaction.atomic
def _step(ref: str, verb: str, by: User, **facts: Any) -> NameVariant:
    found = NameVariant.objects.visible_to(by).get(ref=ref)
    row = NameVariant.objects.select_for_update().get(pk=found.pk)
    about = record_of(row.about_ref, by)
    if not may_name(by, about):
        raise Refused(NOT_OPEN, verb=f"name_variant.{verb}", ref=ref)
    if verb not in verbs_open(row.status, allowed=True):
        raise Refused(_("This step is not possible now."), verb=f"name_variant.{verb}", ref=ref)
    target = BY_VERB[verb][1] or (Status.GENERATED if row.made_from else Status.ASSERTED)
    row.change({"status": target})
    audit.record(f"name_variant.{verb}", about=about, by=by, spelling=row.ref, **facts)
    return row


@transaction.atomic
def forget(about: Record, *, by: User) -> int:
    """Delete every spelling of a record that now stands under a cipher; called by whatever puts it there.

    Returns:
        how many were deleted.
    """
    deleted, _each = NameVariant.objects.filter(about_ref=about.ref).delete()
    audit.record("name_variant.forget", about=about, by=by, spellings=deleted)
    return deleted


@transaction.atomic
def decide(one_ref: str, other_ref: str, *, by: User, decision: str, reason: str) -> SameName:
    """Decide whether two records are one person. The newest row of a pair counts; nothing is merged.

    Raises:
        ObjectDoesNotExist: one of them does not exist, or `by` may not see it.
        Refused: `by` may not decide about both, or the decision does not follow on the one that stands.
    """
    one, other = sorted((record_of(one_ref, by), record_of(other_ref, by)), key=lambda record: record.ref)
    refused = {"verb": "same_name.decide", "ref": one.ref}
    if sentence := pair_objection(one, other) or merge_objection(one, other):
        raise Refused(sentence, **refused)
    if not (by.may(Right.NAMES_DECIDE, one) and by.may(Right.NAMES_DECIDE, other)):
        raise Refused(NOT_OPEN, **refused)
    last = SameName.objects.filter(one_ref=one.ref, other_ref=other.ref).order_by("-number").first()
    if sentence := decision_objection(last.decision if last else "", decision):
        raise Refused(sentence, **refused)
    row = SameName(
        inquiry=one.inquiry, created_by=by, one_ref=one.ref, other_ref=other.ref, number=last.number + 1 if last else 1,
        decision=Decision(decision), reason=reason.strip(),
    )  # fmt: skip
    row.full_clean(exclude=["ref", "created_by", "inquiry"], validate_unique=False)
    row.save(force_insert=True)
    audit.record("same_name.decide", about=one, by=by, other=other, decision=row.decision, row=row.ref)
    return row


def _nameable(ref: str, by: User, verb: str) -> Record:
    about = record_of(ref, by)
    if sentence := naming_objection(about):
        raise Refused(sentence, verb=verb, ref=ref)
    if not may_name(by, about):
        raise Refused(NOT_OPEN, verb=verb, ref=ref)
    return about


def _new(about: Record, text: str, by: User) -> NameVariant:
    keys = sorted({key for word in keys_in(text) for key in word})
    return NameVariant(
        inquiry=about.inquiry, created_by=by, about_ref=about.ref, text=text, script=script_of(text),
        key=name_key(text)[:300], token_keys=keys,
    )  # fmt: skip


def _own(about: Any) -> set[str]:
    """The spellings that stand on the record itself: they are asserted there."""
    return {about.name, *getattr(about, "other_names", ())}


def script_of(text: str) -> str:
    """The script of most of the letters."""
    names = [unicodedata.name(c, "").partition(" ")[0] for c in text if c.isalpha()]
    known = {"LATIN": Script.LATIN, "CYRILLIC": Script.CYRILLIC, "ARABIC": Script.ARABIC}
    return known.get(max(set(names), key=names.count), Script.OTHER) if names else Script.OTHER
