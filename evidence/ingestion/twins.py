"""Exact duplicates inside one inquiry: the findings of the first are taken over, nothing is read twice."""

from __future__ import annotations

from itertools import islice
from pathlib import PurePosixPath

from django.db import transaction

from evidence.ingestion import locked, malware, writing
from evidence.ingestion.lease import Lease
from evidence.ingestion.models import StageRun
from evidence.intake.inside import HANDFUL, Inside, receive_members
from evidence.items.coding import Outcome
from evidence.items.models import Item, Page
from evidence.storage import Stored, key_of

AT_ONCE = 200  # pages held in memory
UNSETTLED = (Outcome.WAITING, Outcome.FAILED, Outcome.QUARANTINED)


def find(item: Item) -> Item | None:
    """An item with the same bytes, read by the present stages, whose findings hold for `item` too.

    The name's ending helps to tell what a file is, and how deep it lies decides what is unpacked: both must be the same.
    """
    if item.duplicate_of_id is None:  # nobody brought these bytes before
        return None
    same = Item.objects.filter(inquiry_id=item.inquiry_id, sha256=item.sha256, depth=item.depth)
    same = same.exclude(locked.depends_on_passwords())  # each batch has a list of its own
    for other in same.exclude(pk=item.pk).exclude(status__in=UNSETTLED).order_by("pk")[:20]:
        if _ending(other) == _ending(item) and writing.is_read(writing.runs_so_far(other)):
            return other
    return None


def _ending(item: Item) -> str:
    return PurePosixPath(item.name).suffix.casefold()


def copy(item: Item, twin: Item, lease: Lease) -> None:
    """Take over what was found in `twin`: members (each an occurrence of its own), pages, facts, outcome."""
    rest, done = twin.children.order_by("order").iterator(chunk_size=500), 0
    while some := list(islice(rest, HANDFUL)):
        lease.hold(stage="unpack", done=done)
        receive_members([_inside(child, twin) for child in some], parent=item)
        done += len(some)
    _copy_rows(item, twin, lease)


def _inside(child: Item, twin: Item) -> Inside:
    known = Stored(child.sha256, child.sha512, child.size, key_of(child.sha256), known=True)
    shown = child.path.removeprefix(f"{twin.path}!")
    return Inside(known, child.order, bytes(child.path_bytes), shown, child.told)


@transaction.atomic
def _copy_rows(item: Item, twin: Item, lease: Lease) -> None:
    if malware.closed_meanwhile(item, lease):
        return
    taken = ("media_type", "language", "pages", "page_unit", "preview_digest", "preview_type")
    for name in taken:
        setattr(item, name, getattr(twin, name))
    item.language = writing.described([item.pk]).get(item.pk, twin.language)
    own = {key: value for key, value in twin.claimed.items() if key not in twin.told}
    item.claimed = {**item.told, **own}  # what another container said of the same bytes stays with the other
    item.save(update_fields=[*taken, "claimed"])
    pages = Page.objects.filter(item=twin).order_by("number").iterator(chunk_size=AT_ONCE)
    while some := list(islice(pages, AT_ONCE)):
        for page in some:
            page.pk, page.item, page.wanted_at = None, item, None
        Page.objects.bulk_create(some, ignore_conflicts=True)
    runs = [
        StageRun(
            item=item,
            stage=run.stage,
            version=run.version,
            outcome=run.outcome,
            problem=run.problem,
            findings_digest=run.findings_digest,
            copied=True,
        )
        for run in twin.stage_runs.all()
    ]
    StageRun.objects.bulk_create(runs, ignore_conflicts=True)
    writing.settle(item, Outcome(twin.status), twin.problem, seconds=0.0, copied_from=twin.ref)
    lease.finish()
