"""What somebody sees of a group: the members that they may read, likeness only to what they may read too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from evidence.families import threads
from evidence.families.models import Family, FamilyMember, Kind
from evidence.items import ancestry
from evidence.items.coding import PROTECTED
from evidence.items.models import Item

SHOWN = 500


@dataclass(frozen=True, slots=True)
class Seen:
    """A member. `percent` and `like` are None where the other is hidden or it is the first; `depth` is that in a thread."""

    member: FamilyMember
    like: Item | None = None
    percent: int | None = None
    depth: int = 0

    @property
    def item(self) -> Item:
        found: Item = self.member.item
        return found

    @property
    def open(self) -> bool:
        """Whether what it says may be shown beside others, where no reading of it is noted."""
        return self.item.classification not in PROTECTED


def members(family: Family, user: Any) -> list[Seen]:
    """The members that `user` may read, a thread in the order of the conversation; at most 500."""
    rows = FamilyMember.objects.current().readable_by(user).filter(family=family)
    rows = rows.select_related("item", "item__batch", "added_by", "accepted_by").order_by("item_id")[:SHOWN]
    found = {row.item_id: row for row in rows}
    seen = [_seen(row, found.get(row.like_id or 0)) for row in found.values()]
    return _in_order(seen) if family.kind == Kind.THREAD else seen


def _seen(row: FamilyMember, like: FamilyMember | None) -> Seen:
    return Seen(row, like.item, round(row.score * 100)) if like else Seen(row)


def _in_order(seen: list[Seen]) -> list[Seen]:
    lines = threads.tree([one.item.claimed for one in seen])
    return [Seen(seen[line.at].member, seen[line.at].like, seen[line.at].percent, min(line.depth, 5)) for line in lines]


def of_item(item: Item, user: Any) -> list[tuple[Family, list[Seen]]]:
    """The standing groups of an item that `user` may see, each with the other members that they may read."""
    mine = FamilyMember.objects.current().filter(item=item).values("family_id")
    rows = Family.objects.visible_to(user).standing().filter(pk__in=mine).order_by("kind", "pk")
    return [(family, members(family, user)) for family in rows[:20]]


def counted(families: Iterable[Family], user: Any) -> list[tuple[Family, list[Seen]]]:
    """Each group of a page of the list with the members that `user` may read."""
    return [(family, members(family, user)) for family in families]


def occurrences(item: Item, user: Any) -> list[Item]:
    """Every item of the inquiry with the same bytes that `user` may read, itself among them, the first received first.
    That another one is there would tell its whole content to whoever may only list it."""
    rows = Item.objects.readable_by(user).filter(inquiry_id=item.inquiry_id, sha256=item.sha256)
    found = list(rows.select_related("batch").order_by("pk")[:SHOWN])
    ancestry.place(found, user)
    return found
