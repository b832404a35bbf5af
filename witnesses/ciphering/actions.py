"""Put somebody who is recorded by name under a cipher: a detainee, or somebody who died.

First the vault takes who they are: the name, its spellings, an exact birth, and every free text of the record, because no
machine can tell which words say who somebody is. The vault has a database of its own, so this stands outside the transaction;
if it refuses, nothing was changed. Then, in one transaction, all of it goes from the record, the spellings are deleted, and the
copies of the cipher in acts and evaluations follow. What stays is what is chosen from lists, places, dates and references.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.name_variants.actions import forget
from inquiry.name_variants.models import NameVariant
from inquiry.shared.workflow import NOT_OPEN, Refused
from witnesses.acts.actions import recount
from witnesses.casualties import actions as casualties
from witnesses.casualties.models import Casualty
from witnesses.detainees import actions as detainees
from witnesses.detainees.models import Detainee
from witnesses.medical.actions import follow
from witnesses.people import deposits
from witnesses.people.models import Witness
from witnesses.vault.door import LONGEST, MOST_VALUES

Person = Detainee | Casualty
Groups = dict[str, dict[str, list[str]]]


@sensitive_variables()
def protect(ref: str, *, by: User, witness: Witness, reason: str) -> Detainee:
    """Put a detainee who was recorded by name under the cipher of `witness`.

    Raises:
        Detainee.DoesNotExist: there is none, or `by` may not see it.
        Refused: `by` may not, they are under a cipher already, or the vault did not take the name: then it stays as it is.
        ValidationError: no reason, or the cipher is another detainee's or of another inquiry.
    """
    verb = "detainee.protect"
    seen = Detainee.objects.visible_to(by).get(ref=ref)
    if not by.may(Right.DETAINEE_PROTECT, seen):
        raise Refused(NOT_OPEN, verb=verb, ref=ref)
    _usable(seen, by, witness, reason, verb)
    if Detainee.objects.filter(witness=witness).exists():
        raise ValidationError({"witness": _("This cipher cannot be used for them.")})
    deposited = _deposit([seen], by, witness, verb)
    with transaction.atomic():
        detainee = detainees.locked(ref, by)
        _unchanged([detainee], deposited, verb)
        detainee.change({**_bare(detainee, witness), "birth": detainees.year_of(detainee.birth)})
        _follow_all(detainee, by)
        audit.record(verb, about=detainee, by=by, reason=reason)
    return detainee


@sensitive_variables()
def conceal(ref: str, *, by: User, witness: Witness, reason: str) -> Casualty:
    """Put somebody who died under a cipher because the family asks, with every record that is merged with this one.

    Raises:
        Casualty.DoesNotExist: there is none, or `by` may not see it in full.
        Refused: `by` may not, it is under a cipher already, or the vault did not take the name: then it stays as it is.
        ValidationError: no reason is given, or the witness is of another inquiry.
    """
    verb = "casualty.conceal"
    seen: Casualty = casualties.within_reach(by).get(ref=ref)
    if not by.may(Right.CASUALTY_CHANGE, seen):
        raise Refused(NOT_OPEN, verb=verb, ref=ref)
    _usable(seen, by, witness, reason, verb)
    deposited = _deposit(_same_person(seen), by, witness, verb)
    with transaction.atomic():
        records = [casualties.locked(one.ref, by) for one in _same_person(seen)]
        _unchanged(records, deposited, verb)
        for one in records:
            one.change(_bare(one, witness))
        for one in records:
            one.refresh_from_db()  # what it is merged into stands under the cipher by now
            _follow_all(one, by)
            casualties.decided(one, "conceal", by, reason)
    return next(one for one in records if one.pk == seen.pk)


def _same_person(one: Casualty) -> list[Casualty]:
    """The record and those merged with it that bear no cipher yet, in the order in which they are locked."""
    kept = one.merged_into or one
    return sorted((row for row in (kept, *kept.merged_from.all()) if row.witness_id is None), key=lambda row: row.pk)


def _usable(one: Person, by: User, witness: Witness, reason: str, verb: str) -> None:
    if one.witness_id is not None:
        raise Refused(_("They are under a cipher already."), verb=verb, ref=one.ref)
    if not (by.may(Right.VAULT_DEPOSIT, witness) and by.may(Right.WITNESS_READ, witness)):
        raise Refused(NOT_OPEN, verb=verb, ref=one.ref)
    if witness.inquiry_id != one.inquiry_id:
        raise ValidationError({"witness": _("There is no such record in this inquiry.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})


@sensitive_variables()
def _deposit(people: Sequence[Person], by: User, witness: Witness, verb: str) -> Groups:
    """What the vault took.

    Raises:
        Refused: it did not take all.
    """
    groups = _identity(people)
    if groups and deposits.deposit(witness.ref, by=by, groups=groups).left:
        raise Refused(_("The vault did not take all of it; nothing was changed."), verb=verb, ref=people[0].ref)
    return groups


@sensitive_variables()
def _identity(people: Sequence[Person]) -> Groups:
    """Who the records say that somebody is, as the vault keeps it; without what it would not keep: empty values."""
    names = list(dict.fromkeys(one.name for one in people if one.name))
    rows = NameVariant.objects.filter(about_ref__in=[one.ref for one in people]).used().exclude(text__in=names)
    others = [*names[1:], *rows.order_by("pk").values_list("text", flat=True)]
    births = [one.birth for one in people if isinstance(one, Detainee) and one.birth]
    groups: Groups = {
        "names": {"full": names[:1], "other": list(dict.fromkeys(others))[:MOST_VALUES]},
        "documents": {"birth_date": births, "other": [line for one in people for line in _free_words(one)]},
    }
    filled = {name: {key: values for key, values in group.items() if values} for name, group in groups.items()}
    return {name: group for name, group in filled.items() if group}


def _free_words(one: Person) -> list[str]:
    """The free texts of a record in pieces that the vault takes."""
    fields: Any = one._meta
    texts = [(fields.get_field(name).verbose_name, getattr(one, name)) for name in one.FREE_WORDS]
    return [line for label, text in texts if text for line in textwrap.wrap(f"{label}: {text}", LONGEST)]


@sensitive_variables()
def _unchanged(people: Sequence[Person], deposited: Groups, verb: str) -> None:
    """Refuse when a colleague wrote something meanwhile: it is not in the vault, and would be lost."""
    if any(one.witness_id is not None for one in people) or _identity(people) != deposited:
        ref = people[0].ref if people else ""
        raise Refused(_("Somebody changed the record at this moment. Look at it, and do it again."), verb=verb, ref=ref)


def _bare(one: Person, witness: Witness) -> dict[str, object]:
    return {"name": "", "witness": witness, **dict.fromkeys(one.FREE_WORDS, "")}


def _follow_all(one: Person, by: User) -> None:
    """Everything that copies a spelling or the cipher of a record follows it."""
    forget(one, by=by)
    recount(one, by=by)
    follow(one, by=by)
