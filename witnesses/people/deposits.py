"""Deposits of identities. The only caller of the vault's door with what somebody typed; it stays nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.shared.workflow import NOT_OPEN, Refused
from witnesses.people.models import Witness
from witnesses.vault import door
from witnesses.vault.door import GROUP_LABELS, GROUPS, Fields, Groups


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a deposit: the labels of the groups that the vault took, of those it did not, and why not.

    Of the groups in `unknown` nobody knows: the vault was lost after they were sent and before it answered.
    """

    kept: list[str]
    left: list[str]
    why: list[str]
    unknown: list[str]


def deposit(ref: str, *, by: User, groups: Groups) -> Outcome:
    """Hand each group to the vault by itself: one that it does not take leaves the others, and the witness, as they are.

    Raises:
        Witness.DoesNotExist: there is none, or `by` may not see them.
        Refused: `by` may not deposit for this witness.
    """
    witness = Witness.objects.visible_to(by).select_related("inquiry").get(ref=ref)
    if not by.may(Right.VAULT_DEPOSIT, witness):
        raise Refused(NOT_OPEN, verb="deposit", ref=ref)
    kept: list[str] = []
    left: list[str] = []
    why: list[str] = []
    unknown: list[str] = []
    for group in GROUPS:
        if group not in groups:
            continue
        try:
            objection = _hand_over(witness, group, groups[group], by)
        except door.NotKnown:
            unknown.append(str(GROUP_LABELS[group]))
            continue
        (left if objection else kept).append(str(GROUP_LABELS[group]))
        why += [objection] if objection and objection not in why else []
    return Outcome(kept, left, why, unknown)


def _hand_over(witness: Witness, group: str, fields: Fields, by: User) -> str:
    """Why the vault did not take it, as a sentence; empty when it did. Raises: NotKnown."""
    try:
        door.deposit(witness.ref, inquiry=witness.inquiry.ref, group=group, fields=fields, by=by)
    except door.NotKnown:
        raise
    except Refused as refused:
        return str(refused)
    except ValidationError as invalid:  # the vault's objections never repeat a value
        return " ".join(invalid.messages)
    return ""
