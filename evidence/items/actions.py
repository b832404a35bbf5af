"""The verbs over items: describe, classify, link, read, download, read again. The only place that writes what people decide."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.custody import ledger as custody
from evidence.custody.models import Act
from evidence.ingestion.models import StageRun
from evidence.intake.actions import INGEST
from evidence.items import access, indexing, repeats
from evidence.items.coding import PROTECTED, Classification, Outcome
from evidence.items.models import Item, ItemLink
from evidence.items.proposals import LoweringProposal, ProposalStatus
from evidence.items.rules import objection_to_approval, objection_to_lowering
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.jobs import actions as jobs
from inquiry.shared.tables import Sensitivity, record_of
from inquiry.shared.workflow import NOT_OPEN, Refused, check
from witnesses.testimony import recordings

SAID = ("title", "description", "provider", "place", "claimed")
HOLDERS = (Right.EVIDENCE_DESCRIBE, Right.EVIDENCE_CLASSIFY)  # either decides how closely an item is held


def _locked(ref: str, by: User) -> Item:
    """The item, locked. Item.DoesNotExist for whoever may not read it, even if they may know of it."""
    return Item.objects.readable_by(by).select_for_update(of=("self",)).get(ref=ref)


def _locked_family(ref: str, by: User) -> tuple[Item | None, Item]:
    """The item that it was found in, if any, and the item; both locked, from the outer to the inner as raising does."""
    seen = Item.objects.readable_by(by).get(ref=ref)
    parent = Item.objects.select_for_update(of=("self",)).filter(children=seen).first()
    return parent, _locked(ref, by)


def _refuse(objection: str, verb: str, ref: str) -> None:
    if objection:
        raise Refused(objection, verb=verb, ref=ref)


def _require(by: User, right: Right, item: Item, verb: str) -> None:
    if not access.may(by, right, item):
        raise Refused(NOT_OPEN, verb=verb, ref=item.ref)


def _require_holder(by: User, item: Item, verb: str) -> None:
    if not any(access.may(by, right, item) for right in HOLDERS):
        raise Refused(NOT_OPEN, verb=verb, ref=item.ref)


@transaction.atomic
def describe(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Item:
    """Change what the register says of an item: title, date, place, provider, language, review coding, areas.

    Nothing happens if nothing differs. What stood there before is kept.

    Raises:
        Item.DoesNotExist: there is none, or `by` may not read it.
        Refused: `by` may not describe it. Conflict: it is not revision `expected` any more.
        ValidationError: a value does not fit, or an area is of another inquiry.
    """
    item = _locked(ref, by)
    _require(by, Right.EVIDENCE_DESCRIBE, item, "describe")
    areas = _areas(item, fields.pop("areas", None))
    stood = {name: getattr(item, name) for name in fields}
    changes = {name: [stood[name], new] for name, new in fields.items() if new != stood[name]} | areas
    if not changes and expected in (None, item.revision):
        return item
    item.change({name: new for name, (_old, new) in changes.items() if name != "areas"}, expected=expected)
    if areas:
        item.areas.set(areas["areas"][1])
    if set(changes) & set(SAID):
        indexing.describe(item)
    _note_description(item, changes, by)
    return item


@transaction.atomic
def describe_several(seen: dict[str, str], *, by: User, **fields: Any) -> tuple[list[str], list[str]]:
    """Describe several items alike, all or none of those that are still as they were seen.

    Args:
        seen: reference → the revision, as text, that `by` decided on.

    Returns:
        The references of those changed, and of those that a colleague changed meanwhile, which stay as they are.

    Raises:
        Refused: `by` may not describe one of them; nothing is changed then.
    """
    rows = Item.objects.readable_by(by).filter(ref__in=seen).order_by("pk").select_for_update(of=("self",))
    still = {item.ref: str(item.revision) == seen[item.ref] for item in rows}
    done = [describe(ref, by=by, **fields).ref for ref, same in still.items() if same]
    return done, sorted(set(seen) - set(done))


def _areas(item: Item, wanted: Iterable[Any] | None) -> dict[str, list[Any]]:
    """The change of its areas, as {"areas": [those of now, those wanted]}; empty where nothing changes.

    Raises:
        ValidationError: one is of another inquiry; read like a choice that does not exist.
    """
    if wanted is None:
        return {}
    old, new = (sorted(set(rows), key=attrgetter("pk")) for rows in (item.areas.all(), wanted))
    if any(area.inquiry_id != item.inquiry_id for area in new):
        raise ValidationError({"areas": _("There is no such record in this inquiry.")})
    return {"areas": [old, new]} if old != new else {}


def _note_description(item: Item, changes: dict[str, list[Any]], by: User) -> None:
    """Enter what stood there and what stands there now. The auditor may not read what evidence says: of fields that tell
    it, the audit has the names, and the values stand in custody, which opens them to whoever may read the item."""
    changed = sorted(changes)
    coded = {name: both for name, both in changes.items() if Item.SENSITIVITY[name] != Sensitivity.IDENTIFYING}
    custody.record(item, Act.DESCRIBED, by=by, fields=changed, changes=changes)
    audit.record("evidence.describe", about=item, by=by, fields=changed, changes=coded)


@transaction.atomic
def classify(ref: str, *, by: User, to: str, reason: str) -> Item:
    """Hold an item, and everything inside it, more closely. Takes effect at once.

    Raises:
        Refused: `to` is not closer than it is held now (that takes two persons), or `by` may not classify.
    """
    item = _locked(ref, by)
    _require_holder(by, item, "classify")
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
    parent, item = _locked_family(ref, by)
    _require_holder(by, item, "propose_lowering")
    _refuse(objection_to_lowering(item, parent, to), "propose_lowering", ref)
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
    parent, item = _locked_family(ref, by)
    proposal = item.proposals.select_for_update(of=("self",)).get(status=ProposalStatus.PROPOSED)
    step = check(proposal, verb, by)
    if step.target == ProposalStatus.APPROVED:
        _refuse(objection_to_approval(item, parent, proposal), f"{verb}_lowering", ref)
    proposal.status, proposal.decided_by, proposal.decided_at = step.target, by, timezone.now()
    proposal.save(update_fields=["status", "decided_by", "decided_at"])
    audit.record(f"evidence.{verb}_lowering", about=item, by=by, to=proposal.to, proposed_by=proposal.proposed_by.name)
    if step.target == ProposalStatus.APPROVED:
        _hold(item, proposal.to, by, proposal.reason)
    return proposal


@transaction.atomic
def link(
    ref: str, *, by: User, about_ref: str, relation: str, part: int = 0, page: int | None = None, note: str = ""
) -> ItemLink:
    """Say that an item proves, mentions or is about another record, or a numbered part of it.

    Raises:
        Refused: `by` may not describe the item, or there is no such record that `by` may see in the same inquiry.
    """
    item = _locked(ref, by)
    _require(by, Right.EVIDENCE_DESCRIBE, item, "link")
    target = record_of(about_ref, by)
    if target.inquiry_id != item.inquiry_id or target == item:
        raise Refused(_("There is no such record that this item can be linked to."), verb="link", ref=ref)
    steps = getattr(target, "events", None)
    if part and steps is not None and not steps.filter(number=part).exists():
        raise Refused(_("%(ref)s has no step %(part)s.") % {"ref": about_ref, "part": part}, verb="link", ref=ref)
    said = {"item": item, "about_ref": about_ref, "part": part, "relation": relation}
    known = ItemLink.objects.filter(**said, removed_at=None).first()
    if known is not None:
        return known
    made = ItemLink(**said, page=page, note=note, created_by=by)
    made.full_clean(exclude=["item", "created_by", "removed_by"], validate_unique=False)
    made.save()
    custody.record(item, Act.LINKED, by=by, about=about_ref, part=part, relation=relation)
    audit.record("evidence.link", about=item, by=by, to=about_ref, part=part, relation=relation)
    return made


@transaction.atomic
def unlink(ref: str, *, by: User, link_id: int) -> ItemLink:
    """Take a link back; that it stood remains in the custody."""
    item = _locked(ref, by)
    _require(by, Right.EVIDENCE_DESCRIBE, item, "unlink")
    found = ItemLink.objects.get(pk=link_id, item=item, removed_at=None)
    found.removed_at, found.removed_by = timezone.now(), by
    found.save(update_fields=["removed_at", "removed_by"])
    custody.record(item, Act.UNLINKED, by=by, about=found.about_ref, part=found.part, relation=found.relation)
    audit.record("evidence.unlink", about=item, by=by, to=found.about_ref, part=found.part)
    return found


@transaction.atomic
def note_reading(item: Item, *, by: User, page: int = 0) -> None:
    """Record that `by` reads a page of an item that is held closely; of others no reading is kept.

    What a person looks at comes as words, picture and small picture: within a minute that is one reading.
    """
    if item.classification not in PROTECTED or repeats.known(item, by, page):
        return
    custody.record(item, Act.VIEWED, by=by, page=page)
    audit.record("evidence.read", about=item, by=by, page=page, classification=item.classification)
    repeats.remember(item, by, page)


@transaction.atomic
def note_download(ref: str, *, by: User) -> Item:
    """Record that `by` takes the original away, and return the item.

    Raises:
        Item.DoesNotExist: `by` may not read it.
        Refused: `by` may not download originals, or it is the recording of an interview.
    """
    item = _locked(ref, by)
    _require(by, Right.EVIDENCE_DOWNLOAD, item, "download")
    if recordings.is_recording(item.ref):
        _refuse(_("A recording of an interview is played in its page and taken away by nobody."), "download", ref)
    custody.record(item, Act.DOWNLOADED, by=by, sha256=item.sha256)
    audit.record("evidence.download", about=item, by=by, size=item.size, classification=item.classification)
    return item


@transaction.atomic
def read_again(ref: str, *, by: User) -> Item:
    """Have an item read anew from the first stage on, with three fresh attempts.

    Raises:
        Item.DoesNotExist: `by` may not know of it.
        Refused: it waits to be read already, or `by` may not retry.
    """
    item = Item.objects.filter(access.condition(by, access.LIST)).select_for_update(of=("self",)).get(ref=ref)
    _require(by, Right.JOB_RETRY, item, "read_again")
    if item.status == Outcome.WAITING:
        raise Refused(_("This item waits to be read already."), verb="read_again", ref=ref)
    StageRun.objects.filter(item=item).delete()
    item.status, item.problem = Outcome.WAITING, ""
    item.save(update_fields=["status", "problem"])
    custody.record(item, Act.RETRIED, by=by)
    audit.record("evidence.read_again", about=item, by=by)
    jobs.ask(INGEST, item, by=by)
    return item


def read_all_again(batch_id: int, *, by: User) -> int:
    """Have every failed item of a batch that `by` may know of read again; returns how many."""
    rows = Item.objects.visible_to(by).filter(batch=batch_id, status=Outcome.FAILED)
    return len([read_again(ref, by=by) for ref in rows.order_by("pk").values_list("ref", flat=True)])
