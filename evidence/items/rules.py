"""What stands against a step with an item, as a sentence; empty when nothing does. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from evidence.items.coding import Classification

if TYPE_CHECKING:
    from evidence.items.models import Item
    from evidence.items.proposals import LoweringProposal


def objection_to_lowering(item: Item, parent: Item | None, to: str) -> str:
    """Why `item`, found inside `parent`, may not be held as `to` from now on."""
    if Classification(to) >= item.classification:
        return _("This is not less close than it is held now.")
    if parent is not None and to < parent.classification:
        return _("What was found inside an item is held at least as closely as the item.")
    return ""


def objection_to_approval(item: Item, parent: Item | None, proposal: LoweringProposal) -> str:
    """Why `proposal` may not be approved as the item and its parent stand now."""
    if item.classification != proposal.was:
        return _("How closely it is held was changed since this was proposed: reject the proposal and propose anew.")
    return objection_to_lowering(item, parent, proposal.to)
