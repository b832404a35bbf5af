"""What stands beside a page: facts, family, what the file says of itself, the player, the buttons of this person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from evidence.excerpts import reading as excerpts
from evidence.excerpts.models import Excerpt
from evidence.intake import package_checks
from evidence.items import access, ancestry
from evidence.items.coding import Outcome
from evidence.items.models import Item
from evidence.items.proposals import LoweringProposal
from evidence.viewer import chats, facts, mails, maps, members, player, renderings
from evidence.viewer.wording import language
from inquiry.accounts.rights import Right
from inquiry.rooms import panels, person

MOST_EXCERPTS = 50
MOST_CHILDREN = 500
MOST_CONVERSATIONS = 10
PANELS = (
    ("evidence:item_families", _("Copies, republications and thread"), "copy", ""),
    ("evidence:item_links", _("What it is linked to"), "link", ""),
    ("evidence:items_about", _("Other items that speak of it"), "files", ""),
    ("evidence:custody", _("Custody"), "shield-check", ""),
    ("evidence:item_log", _("How it was read"), "hourglass", Right.JOB_READ),
    ("inquiry:assignments_about", _("Assigned people"), "users", Right.ASSIGN),
    ("inquiry:audit_about", _("History"), "history", ""),
)


def beside(http: HttpRequest, record: Item) -> dict[str, Any]:
    """The context of an item's page apart from the page that is shown."""
    user = person(http)
    seen = Item.objects.readable_by(user)
    same = list(seen.filter(sha256=record.sha256, inquiry=record.inquiry).exclude(pk=record.pk)[:20])
    ancestry.place([record, *same], user)
    taken = Excerpt.objects.visible_to(user).filter(item=record).standing().select_related("item", "created_by")
    return {
        "groups": facts.groups(record.claimed),
        "map": maps.on_map(record, user),
        "player": player.player(http, record),
        "capture": renderings.captured(record),
        "written_in": language(record.language),  # "language" is the page's own
        "package_verdicts": package_checks.verdicts_on(record, user),
        "parent": seen.filter(children=record).first(),
        "duplicates": same,
        "excerpts": excerpts.today(list(taken.order_by("page", "start", "pk")[:MOST_EXCERPTS])),
        "proposal": LoweringProposal.objects.visible_to(user).filter(item=record, status="proposed").first(),
        **_family(record, seen),
        **_buttons(user, record),
        "panels": panels(http, PANELS, record.ref),
    }


def _family(record: Item, seen: Any) -> dict[str, Any]:
    """What was found inside: of a mail the attachments in order, else a tree of folders."""
    children = list(seen.filter(parent=record).order_by("order")[: MOST_CHILDREN + 1])
    shown = children[:MOST_CHILDREN]
    in_order = mails.is_mail(record.media_type)
    return {
        "attachments": shown if in_order else (),
        "tree": () if in_order else members.tree(shown),
        "more_children": len(children) > MOST_CHILDREN,
        "conversations": list(seen.filter(parent=record, page_unit=chats.UNIT).order_by("order")[:MOST_CONVERSATIONS]),
    }


def _buttons(user: Any, record: Item) -> dict[str, bool]:
    return {
        "may_describe": access.may(user, Right.EVIDENCE_DESCRIBE, record),
        "may_decide": access.may(user, Right.EVIDENCE_CLASSIFY, record),
        "may_download": record.status != Outcome.QUARANTINED and access.may(user, Right.EVIDENCE_DOWNLOAD, record),
        "may_retry": access.may(user, Right.JOB_RETRY, record) and record.status != Outcome.WAITING,
    }
