"""What a reading found, into the tables. Every write may be made twice and is there once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from evidence.custody import ledger as custody
from evidence.custody.models import Act, CustodyEntry
from evidence.ingestion import malware, placing, stage, stages
from evidence.ingestion.findings import Child, Findings
from evidence.ingestion.lease import Lease
from evidence.ingestion.models import StageRun
from evidence.ingestion.reading import Reading
from evidence.ingestion.stage import Trouble
from evidence.intake.actions import put
from evidence.intake.inside import HANDFUL, Inside, receive_members
from evidence.items import indexing
from evidence.items.coding import Outcome
from evidence.items.models import Item, Page, pack_words
from inquiry.shared import failpoints

AT_ONCE = 500  # rows of one statement
KEPT_LEFT = 50_000
KNOWN = ["media_type", "language", "pages", "page_unit", "claimed"]
SETTLED = ["status", "problem", "read_at", "read_seconds", "ocr_pages", "text_chars"]
_TEXT = ["label", "text", "source", "confidence", "width", "height", "words_packed"]
_PICTURE = ["image_digest", "image_type", "image_width", "image_height", "thumb_digest"]


def children(item: Item, found: Findings, lease: Lease) -> None:
    """Receive what was found inside, a handful in a transaction."""
    places = placing.places(item, found)
    rest, done = iter(found.children), 0
    while some := list(islice(rest, HANDFUL)):
        lease.hold(stage="unpack", done=done, total=len(found.children))
        receive_members([kept(child, places[child.order]) for child in some], parent=item)
        done += len(some)


def kept(child: Child, order: int) -> Inside:
    """A member, its bytes in the store and no longer in the scratch folder."""
    with child.path.open("rb") as file:
        stored = put(file)
    child.path.unlink()
    return Inside(stored, order, child.name, child.shown, child.about)


@transaction.atomic
def first(item: Item, reading: Reading, lease: Lease) -> list[int]:
    """The result of the first pass over a file; ends the item unless pages were left for later, which are returned."""
    found = reading.found
    _pages(item, reading)
    failpoints.reach("pages.written")
    take_over(item, found, described([item.pk]))
    left = left_in(ran(item, reading))
    if left:
        item.save(update_fields=KNOWN)
        lease.hold(stage="ocr", done=0, total=len(left))
    else:
        end(item, found, lease, also=KNOWN)
    return left


def described(items: Collection[int]) -> dict[int, str]:
    """Item → the language that somebody has described it with; no reading writes its own over that.

    The rows are locked first: whoever describes one of them meanwhile does so after what is written here.
    """
    rows = Item.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=items).order_by("pk")
    stand = dict(rows.values_list("pk", "language"))
    said = CustodyEntry.objects.filter(item__in=items, act=Act.DESCRIBED, facts__fields__contains="language")
    return {pk: stand[pk] for pk in said.values_list("item_id", flat=True)}


def take_over(item: Item, found: Findings, languages: Mapping[int, str]) -> None:
    """What was found out about the whole file, onto the item, but for the language of those that are `described`; not saved
    yet."""
    item.media_type = found.media_type[:120]
    item.language = languages.get(item.pk, found.language or item.language)
    item.pages, item.page_unit = found.page_count, found.page_unit[:20]
    item.claimed = {**item.told, **found.facts}


@transaction.atomic
def round_of_ocr(item: Item, reading: Reading, asked: list[int], lease: Lease) -> None:
    """The result of one more round of OCR; ends the item when no page is left."""
    _pages(item, reading)
    run = StageRun.objects.select_for_update().get(item=item, stage="ocr", version=stages.versions()["ocr"])
    again = set(reading.found.pages_left.get("ocr", ()))
    rest = [page for page in run.left if page not in asked or page in again]
    run.left = rest if len(rest) < len(run.left) else []
    run.seconds += sum(report.seconds for report in reading.found.stages if report.name == "ocr")
    run.problem = " ".join(dict.fromkeys(filter(None, (run.problem, reading.found.problem))))
    run.outcome = str(stage.Outcome.PARTLY_READ) if reading.found.troubles else run.outcome
    run.save()
    if run.left:
        lease.hold(stage="ocr")
    else:
        end(item, remembered(item), lease)


def runs_so_far(item: Item) -> list[StageRun]:
    """How each stage went over this item, in whichever version."""
    return list(StageRun.objects.filter(item=item).order_by("pk"))


def left_in(runs: Iterable[StageRun]) -> list[int]:
    """The pages that OCR has still to come to."""
    version = stages.versions()["ocr"]
    return next((list(run.left) for run in runs if run.stage == "ocr" and run.version == version), [])


def left_of(item: Item) -> list[int]:
    """The same, as the tables say."""
    return left_in(StageRun.objects.filter(item=item, stage="ocr"))


def is_read(runs: Iterable[StageRun]) -> bool:
    """Whether every stage has run in its present version."""
    return set(stages.versions()) <= present(runs)


def present(runs: Iterable[StageRun]) -> set[str]:
    """The stages that have run in their present version."""
    return {run.stage for run in runs if stages.versions().get(run.stage) == run.version}


def remembered(item: Item) -> Findings:
    """What the stages said of a file read before, as far as its outcome needs it."""
    found = Findings(language=item.language or None)
    runs = StageRun.objects.filter(item=item, stage__in=stage.STAGES).exclude(problem="").order_by("pk")
    found.troubles = [Trouble(stage.Outcome(run.outcome), run.problem) for run in runs]
    if item.children.exists() or Page.objects.filter(item=item).exclude(text="").exists():
        found.troubles = [Trouble(stage.Outcome.PARTLY_READ, trouble.sentence) for trouble in found.troubles]
    return found


def end(item: Item, found: Findings, lease: Lease, *, also: Sequence[str] = ()) -> None:
    """The outcome, the index, one custody line, and the end of the job, together; `also`: fields not saved yet. An item whose
    bytes were quarantined elsewhere meanwhile ends there too."""
    if malware.closed_meanwhile(item, lease):
        return
    seconds = (timezone.now() - (lease.job.started_at or timezone.now())).total_seconds()
    settle(item, Outcome(found.outcome), found.problem, seconds=seconds, also=also, versions=_versions(item))
    lease.finish()
    failpoints.reach("job.ended")


@transaction.atomic
def end_again(item: Item, lease: Lease) -> None:
    """Everything was read and only the end was lost: the outcome as the stages left it."""
    end(item, remembered(item), lease)


def settle(
    item: Item, outcome: Outcome, problem: str, *, seconds: float, also: Sequence[str] = (), **facts: Any
) -> None:
    """Close the reading of an item: totals from its pages, the search index, the custody line."""
    item.status, item.problem, item.read_at, item.read_seconds = outcome, problem, timezone.now(), seconds
    text_digest = _sum_up(item)
    item.save(update_fields=[*also, *SETTLED])
    indexing.write(item)
    failpoints.reach("index.written")
    said = {"outcome": str(outcome), "pages": item.pages, "ocr_pages": item.ocr_pages, "text_digest": text_digest}
    custody.record(item, Act.READ, by=None, **said, **facts)
    failpoints.reach("custody.written")


def _sum_up(item: Item) -> str:
    """Its totals, onto the item; SHA-256 over the text of all pages, form feeds between: what the reading said, for custody."""
    found, item.ocr_pages, item.text_chars = hashlib.sha256(), 0, 0
    rows = Page.objects.filter(item=item).order_by("number").values_list("text", "source")
    for number, (text, source) in enumerate(rows.iterator(chunk_size=200)):
        found.update((("\f" if number else "") + text).encode())
        item.ocr_pages += source == "ocr"
        item.text_chars += len(text)
    return found.hexdigest()


def _versions(item: Item) -> dict[str, str]:
    return dict(StageRun.objects.filter(item=item).order_by("pk").values_list("stage", "version"))


def ran(item: Item, reading: Reading, *, only: Collection[str] = stage.STAGES) -> list[StageRun]:
    """How each stage went, in place of what an older version of it did."""
    members = item.children.order_by("order").values_list("sha256", flat=True) if reading.found.children else ()
    rows = [row for row in runs_of(item, reading.found, list(members), reading.pictures) if row.stage in only]
    present = Q(pk__in=[])
    for row in rows:
        present |= Q(stage=row.stage, version=row.version)
    StageRun.objects.filter(item=item, stage__in=[row.stage for row in rows]).exclude(present).delete()
    said = ["outcome", "problem", "seconds", "findings_digest", "left", "log"]
    unique = ["item", "stage", "version"]
    StageRun.objects.bulk_create(rows, update_conflicts=True, unique_fields=unique, update_fields=said)
    return rows


def runs_of(item: Item, found: Findings, members: list[str], pictures: dict[tuple[str, int], str]) -> list[StageRun]:
    """A row for each stage that ran, not saved yet. `members`: digests of what was inside, in order."""
    digests = _digests(found, members, pictures)
    return [
        StageRun(
            item=item,
            stage=report.name,
            version=report.version,
            outcome=str(report.outcome),
            problem=report.problem,
            seconds=report.seconds,
            findings_digest=digests.get(report.name, ""),
            left=list(found.pages_left.get(report.name, ()))[:KEPT_LEFT] if report.name == "ocr" else [],
            log=_log(found, report.name),
        )
        for report in found.stages
    ]


def _log(found: Findings, name: str) -> list[str]:
    """What the log has of a stage; of the time before any stage began with the first one."""
    begins = (f"{name}: ", "start: ") if name == stage.STAGES[0] else (f"{name}: ",)
    return [line.partition(": ")[2] for line in found.log if line.startswith(begins)]


def _pages(item: Item, reading: Reading) -> None:
    """Rows for pages with text and for pages with a picture; what an earlier pass wrote is replaced field by field."""
    texts(item, reading)
    pictures(item, reading)


def texts(item: Item, reading: Reading) -> None:
    """The texts of a reading, onto their pages; a page without text has a row too."""
    found = reading.found
    _upsert([text_row(item, page) for page in found.pages.values()], _TEXT)
    numbers = set(found.pages) | {picture.page for picture in found.renditions}
    if found.page_unit == "page":
        numbers |= set(range(1, min(found.page_count or 0, 10_000) + 1))
    empty = [Page(item=item, number=number) for number in sorted(numbers - set(found.pages))]
    Page.objects.bulk_create(empty, batch_size=AT_ONCE, ignore_conflicts=True)


def pictures(item: Item, reading: Reading) -> None:
    """The pictures of a reading, onto their pages."""
    rows: dict[int, Page] = {}
    for picture in reading.found.renditions:
        row = rows.setdefault(picture.page, Page(item=item, number=picture.page))
        digest = reading.pictures[picture.kind, picture.page]
        if picture.kind == "thumbnail":
            row.thumb_digest = digest
        else:
            row.image_digest, row.image_type = digest, picture.media_type
            row.image_width, row.image_height = picture.width, picture.height
    _upsert(list(rows.values()), _PICTURE)


def text_row(item: Item, page: stage.Page) -> Page:
    """A page of an item, not saved yet."""
    return Page(
        item=item,
        number=page.number,
        label=page.label[:500],
        text=page.text,
        source=page.source[:10],
        confidence=page.confidence,
        width=page.width,
        height=page.height,
        words_packed=pack_words(page.words),
    )


def _upsert(rows: list[Page], fields: list[str]) -> None:
    Page.objects.bulk_create(
        rows, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["item", "number"], update_fields=fields
    )


def _digests(found: Findings, members: list[str], pictures: dict[tuple[str, int], str]) -> dict[str, str]:
    """What each stage found, digested: the same findings give the same digest on another day."""
    pages = [found.pages[number] for number in sorted(found.pages)]
    said: dict[str, Any] = {
        "identify": [found.media_type, found.extension_lies],
        "unpack": members,
        "metadata": found.facts,
        "text": [[page.number, page.text] for page in pages if page.source != "ocr"],
        "ocr": [[page.number, page.text] for page in pages if page.source == "ocr"],
        "page_images": sorted([kind, page, digest] for (kind, page), digest in pictures.items()),
        "language": found.language,
    }
    return {name: _digest(value) for name, value in said.items()}


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
