"""The verbs over items: describe, link, read, download, read again. How closely they are held is decided in `holding`."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.custody import ledger as custody
from evidence.custody.models import Act
from evidence.ingestion.models import StageRun
from evidence.intake.entering import INGEST
from evidence.items import access, repeats
from evidence.items.coding import PROTECTED, Outcome
from evidence.items.guards import locked, refuse, require
from evidence.items.links import ItemLink
from evidence.items.models import Item
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.jobs import actions as jobs
from inquiry.shared.tables import Sensitivity, record_of
from inquiry.shared.workflow import Refused
from witnesses.testimony import recordings


@transaction.atomic
def describe(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Item:
    """Change what the register says of an item: title, date, place, provider, language, review coding, areas.

    Nothing happens if nothing differs. What stood there before is kept.

    Raises:
        Item.DoesNotExist: there is none, or `by` may not read it.
        Refused: `by` may not describe it. Conflict: it is not revision `expected` any more.
        ValidationError: a value does not fit, or an area is of another inquiry.
    """
    item = locked(ref, by)
    require(by, Right.EVIDENCE_DESCRIBE, item, "describe")
    areas = _areas(item, fields.pop("areas", None))
    stood = {name: getattr(item, name) for name in fields}
    changes = {name: [stood[name], new] for name, new in fields.items() if new != stood[name]} | areas
    if not changes and expected in (None, item.revision):
        return item
    item.change({name: new for name, (_old, new) in changes.items() if name != "areas"}, expected=expected)
    if areas:
        item.areas.set(areas["areas"][1])
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
def link(
    ref: str, *, by: User, about_ref: str, relation: str, part: int = 0, page: int | None = None, note: str = ""
) -> ItemLink:
    """Say that an item proves, mentions or is about another record, or a numbered part of it.

    Raises:
        Refused: `by` may not describe the item, or there is no such record that `by` may see in the same inquiry.
    """
    item = locked(ref, by)
    require(by, Right.EVIDENCE_DESCRIBE, item, "link")
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
    item = locked(ref, by)
    require(by, Right.EVIDENCE_DESCRIBE, item, "unlink")
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
    item = locked(ref, by)
    require(by, Right.EVIDENCE_DOWNLOAD, item, "download")
    if recordings.is_recording(item.ref):
        refuse(_("A recording of an interview is played in its page and taken away by nobody."), "download", ref)
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
    require(by, Right.JOB_RETRY, item, "read_again")
    if item.status == Outcome.WAITING:
        raise Refused(_("This item waits to be read already."), verb="read_again", ref=ref)
    if item.status == Outcome.QUARANTINED and not settings.CLAMD:
        sentence = _("This item is in quarantine and there is no malware scanner to look at it again.")
        raise Refused(sentence, verb="read_again", ref=ref)
    StageRun.objects.filter(item=item).delete()
    item.status, item.problem = Outcome.WAITING, ""
    item.preview_digest = item.preview_type = ""  # a version to play is made anew too, when somebody wants one
    item.save(update_fields=["status", "problem", "preview_digest", "preview_type"])
    custody.record(item, Act.RETRIED, by=by)
    audit.record("evidence.read_again", about=item, by=by)
    jobs.ask(INGEST, item, by=by)
    return item
