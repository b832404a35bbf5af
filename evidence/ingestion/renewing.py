"""Read an item again by those stages alone that are of an older version, and by what follows from them.

What the other stages found stays as it is; what was found inside is received once, however often it is found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from evidence.ingestion import stages, writing
from evidence.ingestion.findings import Findings
from evidence.ingestion.lease import Lease
from evidence.ingestion.models import StageRun
from evidence.ingestion.reading import Reading, keep_pictures, read
from evidence.ingestion.stage import STAGES, ReadRequest
from evidence.intake.inside import HANDFUL, Inside, receive_members
from evidence.items import names
from evidence.items.models import Item, Page

FOLLOWS = {"identify": STAGES[1:], "text": ("ocr", "language"), "ocr": ("language",)}
MADE_FROM = {"ocr": ("text",), "language": ("text", "ocr")}  # what has to be read anew although it is not written
_NO_PICTURE = {"image_digest": "", "image_type": "", "image_width": 0, "image_height": 0, "thumb_digest": ""}
_NO_TEXT = {"text": "", "label": "", "source": "", "confidence": None, "words_packed": b""}


def older_runs() -> Q:
    """The condition on runs of stages that were of an older version than the present one."""
    found = Q(pk__in=())
    for stage, version in stages.versions().items():
        found |= Q(stage=stage) & ~Q(version__in=[version, ""])  # no version: the stage was stopped in the middle
    return found


def older(runs: Sequence[StageRun]) -> dict[str, str]:
    """Stage → the version that read the item, where that is an older one: `older_runs` of rows in memory."""
    present = writing.present(runs)
    known = {run.stage: run.version for run in runs if run.version and run.stage in stages.versions()}
    return {stage: version for stage, version in known.items() if stage not in present}


def renew(item: Item, stale: dict[str, str], lease: Lease) -> list[int]:
    """Run the stages that are `stale` and what follows from them; ends the item unless pages were left for later, which are
    returned."""
    written = set(stale)
    for stage in STAGES:
        written |= set(FOLLOWS.get(stage, ())) if stage in written else set()
    asked = written | {source for stage in written for source in MADE_FROM.get(stage, ())}
    if not item.ocr_pages and "ocr" not in written:
        asked.discard("ocr")
    lease.hold(stage="identify")
    ordered = tuple(stage for stage in STAGES if stage in asked)
    request = ReadRequest(name=item.name, depth=item.depth, stages=ordered, media_type=item.media_type)
    with read(item, request) as reading:
        if "unpack" in written:
            _children(item, reading.found, lease)
        keep_pictures(reading)
        return _write(item, reading, written, lease)


def _children(item: Item, found: Findings, lease: Lease) -> None:
    """Receive what an older version did not find; a member is known by its name and its bytes."""
    rows = item.children.values_list("path_bytes", "sha256", "order")
    known = Counter((bytes(path), sha256) for path, sha256, _order in rows)
    last = max((order for _path, _sha256, order in rows), default=0)
    new: list[Inside] = []
    for done, child in enumerate(found.children):
        if done % HANDFUL == 0:
            lease.hold(stage="unpack", done=done, total=len(found.children))
        kept = writing.kept(child, last + 1)
        key = (names.raw(kept.name), kept.stored.sha256)
        if known[key]:
            known[key] -= 1
            continue
        last += 1
        new.append(kept)
    for at in range(0, len(new), HANDFUL):
        receive_members(new[at : at + HANDFUL], parent=item)


@transaction.atomic
def _write(item: Item, reading: Reading, written: set[str], lease: Lease) -> list[int]:
    found = reading.found
    if any(not report.version for report in found.stages):  # stopped in the middle: what was read before stays
        writing.end(item, writing.remembered(item), lease)
        return []
    if written & {"text", "ocr"}:
        _text(item, reading)
    if "page_images" in written:
        Page.objects.filter(item=item).update(**_NO_PICTURE)
        writing.pictures(item, reading)
    _facts(item, found, written)
    writing.ran(item, reading, only=written)
    left = writing.left_of(item)
    if left:
        lease.hold(stage="ocr", done=0, total=len(left))
    else:
        writing.end(item, writing.remembered(item), lease)
    return left


def _text(item: Item, reading: Reading) -> None:
    found = reading.found
    gone = Page.objects.filter(item=item).exclude(number__in=list(found.pages))
    gone.update(**_NO_TEXT)
    gone.filter(number__gt=found.page_count or 0).delete()
    writing.texts(item, reading)


def _facts(item: Item, found: Findings, written: set[str]) -> None:
    """What the file is and says of itself, as far as the stages that ran can tell."""
    turned = {key: value for key, value in item.claimed.items() if key == "turned_pages" and "ocr" not in written}
    kept = {**item.told, **turned} if "metadata" in written else item.claimed
    item.claimed = {**kept, **found.facts}
    if "identify" in written:
        item.media_type = found.media_type[:120]
    if written & {"text", "ocr"}:
        item.pages, item.page_unit = found.page_count, found.page_unit[:20]
    language = (found.language or item.language) if "language" in written else item.language
    item.language = writing.described([item.pk]).get(item.pk, language)
    item.save(update_fields=["media_type", "language", "pages", "page_unit", "claimed"])
