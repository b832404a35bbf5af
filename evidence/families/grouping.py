"""Put what was found to belong together into groups: by the machine, as suggestions. What people decided is left alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from evidence.families.models import Family, FamilyMember, FamilyStatus, Kind
from evidence.items.models import Item

MOST_MEMBERS = 500
"""Members of a group that the machine makes; a person may add more."""


@dataclass(frozen=True, slots=True)
class Match:
    """Another item, and how like it is, 0 to 1."""

    item: int
    score: float
    by_subject: bool = False


def join(item: Item, kind: Kind, matches: Sequence[Match]) -> None:
    """Put an item into the group of what it is like, or make one of both; groups that it joins become one."""
    barred: set[int] = _barred(item, kind) if matches else set()
    matches = sorted((one for one in matches if one.item not in barred), key=lambda one: (-one.score, one.item))
    if not matches:
        return
    target = _target(item, kind, matches)
    if target is None:
        target = _made(item, kind)
        _add(target, Match(matches[0].item, matches[0].score, matches[0].by_subject), None)
    _add(target, Match(item.pk, matches[0].score, matches[0].by_subject), matches[0].item)
    grouped = _grouped(kind, [one.item for one in matches])
    for match in matches[1:]:
        if match.item not in grouped and not _barred_from(target, match.item, kind):
            _add(target, match, item.pk)


def pair(item: Item, match: Match) -> None:
    """Put an item into the group of those that have a passage in common with `match.item`, which began it.

    Such groups do not become one: A may quote B in one place and C in another.
    """
    kind = Kind.REPUBLICATION
    both = Family.objects.standing().filter(kind=kind, members__item=item, members__left_at=None)
    if match.item in _barred(item, kind) or both.filter(pk__in=_with([match.item])).exists():
        return
    begun = FamilyMember.objects.current().filter(item_id=match.item, like=None, family__kind=kind)
    first = begun.exclude(family__status=FamilyStatus.DISMISSED).order_by("family_id").first()
    if first is None:
        target = _made(item, kind)
        _add(target, match, None)
    elif not (held := _locked(Family.objects.standing().filter(pk=first.family_id))):
        return  # dismissed a moment ago
    else:
        target = held[0]
    _add(target, Match(item.pk, match.score), match.item)


def forget(item: Item) -> None:
    """Take an item whose text has changed out of the groups into which only the machine put it; groups of one are gone.

    What somebody accepted, split off or dismissed stays.
    """
    mine = FamilyMember.objects.current().filter(item=item, added_by=None, accepted_by=None)
    held = _locked(Family.objects.standing().filter(pk__in=mine.values("family_id")))
    mine = mine.filter(family__in=held)  # asked after the lock: somebody may have accepted it a moment ago
    left = list(mine.values_list("family_id", flat=True))
    mine.delete()
    few = Family.objects.filter(pk__in=left, status=FamilyStatus.SUGGESTED, decided_by=None)
    few = few.annotate(number=Count("members", filter=Q(members__left_at=None))).filter(number__lt=2)
    gone = [
        pk
        for pk in few.values_list("pk", flat=True)
        if not FamilyMember.objects.filter(family_id=pk, left_at__isnull=False).exists()
    ]
    FamilyMember.objects.filter(family_id__in=gone).delete()
    Family.objects.filter(pk__in=gone).delete()


def _locked(rows: QuerySet[Family]) -> list[Family]:
    """The groups, locked in one order: whoever decides about one was before, and is seen, or waits until this is done."""
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def _made(item: Item, kind: Kind) -> Family:
    made = Family(inquiry_id=item.inquiry_id, kind=kind, created_by=None)
    made.save(force_insert=True)
    return made


def _add(family: Family, match: Match, like: int | None) -> None:
    said = {"like_id": like, "score": round(match.score, 4), "by_subject": match.by_subject}
    if family.members.current().count() < MOST_MEMBERS:
        FamilyMember.objects.get_or_create(family=family, item_id=match.item, defaults=said)


def _with(items: Iterable[int]) -> Any:
    return FamilyMember.objects.current().filter(item_id__in=list(items)).values("family_id")


def _grouped(kind: Kind, items: Iterable[int]) -> set[int]:
    """Those of the items that are in a standing group of this kind."""
    rows = FamilyMember.objects.current().filter(item_id__in=list(items), family__kind=kind)
    return set(rows.exclude(family__status=FamilyStatus.DISMISSED).values_list("item_id", flat=True))


def _target(item: Item, kind: Kind, matches: Sequence[Match]) -> Family | None:
    """The group that the item joins: an accepted one before suggested ones, the oldest first. Suggested ones that it
    connects become one with it."""
    rows = _locked(Family.objects.standing().filter(kind=kind, pk__in=_with(one.item for one in matches)))
    rows.sort(key=lambda one: (one.status, one.pk))  # accepted first
    found = [one for one in rows if not _barred_from(one, item.pk, kind)]
    if not found:
        return None
    target, *others = found
    for other in others:
        if other.status == FamilyStatus.SUGGESTED and other.decided_by_id is None:
            _merge(target, other, kind)
    return target


def _merge(target: Family, other: Family, kind: Kind) -> None:
    """Move the members of a suggestion into another group, unless somebody has kept them apart. Both are locked."""
    members = list(other.members.all())
    if any(one.left_at or one.accepted_at or _barred_from(target, one.item_id, kind) for one in members):
        return
    held = set(target.members.values_list("item_id", flat=True))
    if len(held) + len(members) > MOST_MEMBERS:
        return
    FamilyMember.objects.filter(family=other, item_id__in=held).delete()
    FamilyMember.objects.filter(family=other).update(family=target)
    other.delete()


def _barred(item: Item, kind: Kind) -> set[int]:
    """The items that somebody has said do not belong with it: of groups that were dismissed, or one of the two left."""
    mine = FamilyMember.objects.filter(item=item, family__kind=kind)
    dismissed = mine.filter(family__status=FamilyStatus.DISMISSED).values("family_id")
    left = mine.filter(left_at__isnull=False).values("family_id")
    stays = mine.filter(left_at__isnull=True).values("family_id")
    apart = (
        Q(family_id__in=dismissed) | Q(family_id__in=left, left_at=None) | Q(family_id__in=stays, left_at__isnull=False)
    )
    return set(FamilyMember.objects.filter(apart).exclude(item=item).values_list("item_id", flat=True))


def _barred_from(family: Family, item: int, kind: Kind) -> bool:
    """Whether the item was split off from the group, or kept apart from a member of it."""
    if family.members.filter(item_id=item, left_at__isnull=False).exists():
        return True
    members = family.members.filter(left_at__isnull=True).values("item_id")
    mine = FamilyMember.objects.filter(item_id=item, family__kind=kind)
    dismissed = mine.filter(family__status=FamilyStatus.DISMISSED).values("family_id")
    return FamilyMember.objects.filter(family_id__in=dismissed, item_id__in=members).exclude(item_id=item).exists()
