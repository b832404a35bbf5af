"""What is done with what witnesses said: asked of consent first, then remembered, to be told when consent ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from inquiry.accounts.models import User
from inquiry.accounts.policy import today
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.shared.workflow import NOT_OPEN, Refused
from witnesses.consent import parts, rules
from witnesses.consent.models import answers_by_witness
from witnesses.consent.rules import About, Answer
from witnesses.consent.uses import Recall, UseMade, UsesMade
from witnesses.people.models import Witness


@transaction.atomic
def note_use(
    witnesses: Iterable[str],
    *,
    use: str,
    audience: str,
    artefact: str,
    by: User,
    about: About = "",
    on: date | None = None,
) -> list[UseMade]:
    """Ask every witness's consent to one use, and remember that it was made. All of them or none.

    To be called, in the transaction of the deed itself, wherever something is cited, shown outside, disclosed or exported.
    Whether `by` may do the deed is their caller's question. Asked again on the same day for the same, nothing is added.

    Args:
        witnesses: their ciphers.
        audience: who receives it; for sharing the body, which has to be one they named.
        artefact: in what: a reference or a title; never a name.
        about: the statement it is taken from, and its interview (narrowest first); empty where it is no one of them.
        on: the day it went out; today unless told.

    Raises:
        Refused: with every objection, as sentences.
        Witness.DoesNotExist: there is none of this cipher in an inquiry of `by`.
    """
    people = _locked(witnesses, by)
    day = on or today()
    said = answers_by_witness(one.pk for one in people)
    found = [text for one in people for text in _objections(said[one.pk], use, audience, about, day, one.ref)]
    if found:
        raise Refused(" ".join(found), verb="consent.note_use", ref=people[0].ref)
    return [_made(one, use=use, audience=audience, artefact=artefact, about=about, on=day, by=by) for one in people]


def _objections(said: list[Answer], use: str, audience: str, about: About, on: date, who: str) -> list[str]:
    """Those of the rules, and one more: where parts are closed, whoever uses “something they said” has to say which."""
    found = rules.objections(said, use=use, audience=audience, about=about, on=on, who=who)
    if found or rules.path_of(about) != ("",):
        return found
    closed = rules.closed_parts(said, use=use, audience=audience, on=on)
    text = _("%(who)s closed %(parts)s to this: say which interview or statement it is taken from.")
    return [text % {"who": who, "parts": ", ".join(closed)}] if closed else []


def _locked(refs: Iterable[str], by: User) -> list[Witness]:
    """The witnesses, locked in one order: a withdrawal at the same moment comes before or after, never between."""
    wanted = sorted(set(refs))
    mine = {inquiry for _role, inquiry in by.roles_today()}
    rows = Witness.objects.filter(ref__in=wanted, inquiry_id__in=mine).select_for_update(of=("self",)).order_by("pk")
    people = list(rows)
    if not people or len(people) < len(wanted):
        raise Witness.DoesNotExist("There is no such witness.")
    return people


def _made(
    witness: Witness, *, use: str, audience: str, artefact: str, about: About, on: date, by: User, **more: Any
) -> UseMade:
    part, within, *_rest = (*rules.path_of(about), "")
    row = UseMade(
        witness=witness, inquiry=witness.inquiry, created_by=by, use=use, audience=audience, artefact=artefact, about=part,
        within=within, audience_key=rules.audience_key(audience), on=on, **more,
    )  # fmt: skip
    row.full_clean(exclude=["ref", "created_by"])
    same = UseMade.objects.filter(
        witness=witness, use=use, audience_key=row.audience_key, artefact=artefact, about=part, within=within, on=on
    ).first()
    if same is not None:
        return same
    row.save(force_insert=True)
    act = "consent.note_uncovered_use" if row.uncovered else "consent.note_use"
    audit.record(act, about=row, by=by, of=witness, use=use)
    return row


@transaction.atomic
def note_by_hand(
    witness: Witness,
    *,
    use: str,
    audience: str,
    artefact: str,
    on: date,
    by: User,
    about: str = "",
    went_out: bool = False,
) -> UseMade:
    """Record that something was given out by a letter or by word of mouth. Asked like any other use, for that day.

    Args:
        went_out: it did although consent did not cover it: kept as such, so that its recipient can be told.

    Raises:
        Refused: `by` may not, or consent did not cover it on that day and it did not go out.
        ValidationError: the day has not come, or no recipient.
    """
    if not by.may(Right.CONSENT_RECORD, witness):
        raise Refused(NOT_OPEN, verb="consent.note_use", ref=witness.ref)
    if on > today():
        raise ValidationError({"on": _("This day has not come yet.")})
    if not audience.strip():
        raise ValidationError({"audience": _("Say to whom it was given.")})
    witness = _locked([witness.ref], by)[0]
    if about and not parts.is_part(about, witness):
        raise ValidationError({"about": _("This witness has no interview or statement %(ref)s.") % {"ref": about}})
    path = parts.whole_of(about)
    found = _objections(answers_by_witness([witness.pk])[witness.pk], use, audience, path, on, witness.ref)
    if found and not went_out:
        raise Refused(" ".join(found), verb="consent.note_use", ref=witness.ref)
    return _made(
        witness,
        use=use,
        audience=audience,
        artefact=artefact,
        about=path,
        on=on,
        by=by,
        by_hand=True,
        uncovered=bool(found),
    )


def gone_out(witness: Witness, uses: Iterable[str], *, about: str = "", audience: str = "") -> UsesMade:
    """What already went out under consent to `uses`, to whom and when, the latest first, with what is known of telling them."""
    rows = UseMade.objects.filter(witness=witness).touched_by(uses, about=about, audience=audience)
    return rows.select_related("witness", "created_by").prefetch_related("recalls").order_by("-on", "-pk")


@transaction.atomic
def tell(ref: str, *, by: User, state: str, on: date, note: str = "") -> Recall:
    """Record that a recipient was told that consent ended, or that they cannot be told and why.

    Raises:
        UseMade.DoesNotExist: there is none, or `by` may not see it.
        Refused: `by` may not.
        ValidationError: the day has not come, or no reason.
    """
    made = UseMade.objects.visible_to(by).select_related("witness").get(ref=ref)
    if not by.may(Right.CONSENT_RECORD, made.witness):
        raise Refused(NOT_OPEN, verb="consent.tell", ref=ref)
    if on > today():
        raise ValidationError({"on": _("This day has not come yet.")})
    row = Recall(made=made, state=state, on=on, note=note, created_by=by)
    row.full_clean(exclude=["created_by"])
    row.save(force_insert=True)
    audit.record("consent.tell", about=made, by=by, of=made.witness, state=state)
    return row
