"""How closely items are held: raised by one person at once, lowered by two."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.custody import ledger as custody
from evidence.custody.models import Act
from evidence.items.coding import Classification
from evidence.items.guards import locked, locked_family, refuse, require_holder
from evidence.items.models import Item
from evidence.items.proposals import LoweringProposal, ProposalStatus
from evidence.items.rules import objection_to_approval, objection_to_lowering
from inquiry.accounts.models import User
from inquiry.audit import ledger as audit
from inquiry.shared.workflow import Refused, check


@transaction.atomic
def classify(ref: str, *, by: User, to: str, reason: str) -> Item:
    """Hold an item, and everything inside it, more closely. Takes effect at once.

    Raises:
        Refused: `to` is not closer than it is held now (that takes two persons), or `by` may not classify.
    """
    item = locked(ref, by)
    require_holder(by, item, "classify")
    if Classification(to) <= item.classification:
        raise Refused(_("To hold it less closely, propose it; a second person decides."), verb="classify", ref=ref)
    _hold(item, to, by, reason)
    return item


def _hold(item: Item, to: str, by: User, reason: str) -> None:
    """Set the classification of an item and raise what lies inside it, level by level, each with its own line of custody."""
    before, inside, level = item.classification, 0, [item.pk]
    item.change({"classification": to})
    custody.record(item, Act.CLASSIFIED, by=by, classification=to, was=before, reason=reason)
    while level:
        level = _raise_children(level, to, by, reason, with_item=item.ref)
        inside += len(level)
    audit.record("evidence.classify", about=item, by=by, to=to, was=before, items_inside=inside)


def _raise_children(parents: list[int], to: str, by: User, reason: str, *, with_item: str) -> list[int]:
    """Hold the children of `parents` that are held less closely as `to`; returns the keys of those that were raised."""
    children = Item.objects.filter(parent__in=parents, classification__lt=to).order_by("pk")
    was = dict(children.select_for_update(of=("self",)).values_list("pk", "classification"))
    Item.objects.filter(pk__in=was).update(classification=to, revision=F("revision") + 1)
    said = {"classification": to, "reason": reason, "with_item": with_item}
    custody.record_each({pk: {**said, "was": before} for pk, before in was.items()}, Act.CLASSIFIED, by=by)
    return list(was)


@transaction.atomic
def propose_lowering(ref: str, *, by: User, to: str, reason: str) -> LoweringProposal:
    """Propose to hold an item less closely.

    Raises:
        Refused: `to` is not lower, the item it was found in is held more closely, or a proposal waits already.
    """
    parent, item = locked_family(ref, by)
    require_holder(by, item, "propose_lowering")
    refuse(objection_to_lowering(item, parent, to), "propose_lowering", ref)
    if item.proposals.filter(status=ProposalStatus.PROPOSED).exists():
        raise Refused(_("A proposal about this item waits for its decision already."), verb="propose_lowering", ref=ref)
    made = LoweringProposal.objects.create(item=item, was=item.classification, to=to, reason=reason, proposed_by=by)
    audit.record("evidence.propose_lowering", about=item, by=by, to=to, reason=reason)
    return made


@transaction.atomic
def decide_lowering(ref: str, *, by: User, verb: str) -> LoweringProposal:
    """Approve or reject what somebody else proposed about an item: `verb` is approve or reject.

    Raises:
        LoweringProposal.DoesNotExist: nothing is proposed, or `by` may not read the item.
        Refused: `by` proposed it, or may not decide; or it may not be approved as the item and its parent stand now.
    """
    parent, item = locked_family(ref, by)
    proposal = item.proposals.select_for_update(of=("self",)).get(status=ProposalStatus.PROPOSED)
    step = check(proposal, verb, by)
    if step.target == ProposalStatus.APPROVED:
        refuse(objection_to_approval(item, parent, proposal), f"{verb}_lowering", ref)
    proposal.status, proposal.decided_by, proposal.decided_at = step.target, by, timezone.now()
    proposal.save(update_fields=["status", "decided_by", "decided_at"])
    audit.record(f"evidence.{verb}_lowering", about=item, by=by, to=proposal.to, proposed_by=proposal.proposed_by.name)
    if step.target == ProposalStatus.APPROVED:
        _hold(item, proposal.to, by, proposal.reason)
    return proposal
