"""Keep the index as the tables are: what waits is indexed, and the whole can be made again beside the old one."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import tantivy
from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef, Sum
from django.utils import timezone
from tantivy import Query

from evidence.items.models import Item
from evidence.search import engine, queue, scope
from evidence.search.entries import Cut, cut_at_once, cut_by_parts, entries
from evidence.search.models import IndexPending, IndexState

AT_ONCE = 500  # items between two commits
SMALL, SMALL_TEXT = 40, 200_000
"""Items, and characters of theirs, that whoever searches indexes on the way rather than not see them."""
TOGETHER = 50  # short items whose words are held at once
LONG = 50_000  # characters of an item that is read by parts
LONGEST = 60.0  # seconds that one ringing works for
A_MOMENT = 0.2  # seconds
AGAIN = 600.0  # seconds after which an item that could not be indexed is tried again
log = logging.getLogger(__name__)

_failed: dict[int, float] = {}  # items that this process could not index, and when it tries them again


def catch_up(most: int = AT_ONCE) -> int | None:
    """Index some of what waits, what changed who may read it first.

    An item that cannot be indexed goes on waiting, and holds nobody up.

    Returns:
        How many items were indexed; None when another process or another machine is at it, or the index fails.
    """
    with engine.alone() as state:
        if state is None:
            return None
        items = _next(most)
        noted = list(IndexPending.objects.filter(item_id__in=items).values_list("pk", flat=True))
        if not items:
            return 0
        try:
            failed = _write(state, items)
        except engine.Busy:  # its last writer still joins parts of the index
            log.info("The index is being written to.")
            return None
        except (ValueError, OSError):  # so tantivy says that the disk is full, or files are damaged
            log.exception("The index cannot be written to; nothing is indexed.")
            return None
        IndexPending.objects.filter(pk__in=noted).exclude(item_id__in=failed).delete()
    return len(items) - len(failed)


def _next(most: int) -> list[int]:
    """The items whose turn it is: two questions that an index answers each, however many wait."""
    now = time.monotonic()
    left = [pk for pk, until in _failed.items() if until > now]
    rows = IndexPending.objects.exclude(item_id__in=left).values_list("item_id", flat=True)
    first = list(rows.filter(access=True).order_by("item_id").distinct()[:most])
    return list(dict.fromkeys([*first, *rows.order_by("pk")[: most - len(first)]]))


def _write(state: IndexState, items: Sequence[int]) -> set[int]:
    """Both to the index that is searched and to the one being filled, as far as that one has come; the items that failed."""
    now = int(timezone.now().timestamp())
    failed = put(state.folder, items, dict.fromkeys(items, now))
    late = [pk for pk in items if pk <= state.reached]
    if state.building and late:
        failed |= put(state.building, late, dict.fromkeys(late, now))
    return failed


def put(folder: str, items: Sequence[int], at: dict[int, int]) -> set[int]:
    """Index the items anew in a folder; return those that cannot be: nothing of them is in it.

    Raises:
        engine.Busy, ValueError, OSError: the folder cannot be written to; nothing was changed.
    """
    failed = set[int]()
    with engine.writing(folder) as writer:
        _leave_out(writer, items)
        for entry in _entries(items, at, failed):
            writer.add_document(entry)
        if failed:
            _leave_out(writer, failed)
    _failed.update(dict.fromkeys(failed, time.monotonic() + AGAIN))
    return failed


def _leave_out(writer: tantivy.IndexWriter, items: Iterable[int]) -> None:
    writer.delete_documents_by_query(Query.term_set_query(engine.schema(), "id", list(items)))


def _entries(items: Sequence[int], at: dict[int, int], failed: set[int]) -> Iterator[tantivy.Document]:
    """The entries of the items; one that cannot be made is added to `failed`, those after it are made all the same."""
    children = Item.objects.filter(parent_id=OuterRef("pk"))
    rows = Item.objects.filter(pk__in=items).annotate(has_children=Exists(children))
    found = rows.select_related("batch").prefetch_related("areas").order_by("pk")
    rows_left = iter(found.iterator(chunk_size=TOGETHER))
    while some := list(islice(rows_left, TOGETHER)):
        short = _cut([item for item in some if item.text_chars < LONG])
        for item in some:
            try:
                yield from entries(item, short[item.pk] if item.pk in short else cut_by_parts(item), at[item.pk])
            except DatabaseError:  # not the item's fault
                raise
            except Exception:
                log.exception("Item %d cannot be indexed.", item.pk)
                failed.add(item.pk)


def _cut(items: Sequence[Item]) -> dict[int, list[Cut]]:
    """The words of short items; none when one of them fails: each is then cut by itself."""
    try:
        return cut_at_once(items)
    except DatabaseError:
        raise
    except Exception:
        log.exception("Items cannot be cut into words together.")
        return {}


def freshen() -> bool:
    """Before a search: index what waits, if it is little and nobody else does; return whether nothing waited."""
    waiting = IndexPending.objects.order_by().values("item_id").distinct()[: SMALL + 1]
    if len(waiting) and len(waiting) <= SMALL:
        chars = Item.objects.filter(pk__in=[row["item_id"] for row in waiting]).aggregate(all=Sum("text_chars"))
        if (chars["all"] or 0) <= SMALL_TEXT:
            catch_up()
    elif not IndexState.objects.exists():
        catch_up(0)
    return not waiting


def run() -> int:
    """Index what waits, and go on filling a new index if one was begun; return how many items. Rung, and run by beat."""
    done, until = 0, time.monotonic() + LONGEST
    engine.tidy()
    with engine.at_length():
        while time.monotonic() < until and (number := catch_up() or build()):
            done += number
    return done


def claim() -> None:
    """Make the index on this machine from now on, from nothing."""
    with engine.locked(wait=True):
        IndexState.objects.all().delete()
    catch_up()
    engine.tidy()


def begin() -> None:
    """Begin a new index beside the one that is searched; what an earlier beginning has filled is thrown away."""
    with engine.alone(wait=True) as state:
        if state is None:
            raise engine.Unavailable("The index is on another machine: rebuild it there.")
        engine.removed(state.building)
        state.building, state.reached = engine.made(), 0
        state.save()


def build(*, wait: bool = False) -> int:
    """Fill the new index a little further, and take it into use when all is in it; return how many items were put.

    Args:
        wait: for another process that is at it; otherwise 0 may also say that there is one.

    Raises:
        engine.Unavailable: `wait` was asked, and the index is on another machine.
    """
    with engine.alone(wait=wait) as state:
        if state is None and wait:
            raise engine.Unavailable("The index is on another machine: rebuild it there.")
        if state is None or not state.building:
            return 0
        rows = Item.objects.filter(pk__gt=state.reached).order_by("pk").values_list("pk", flat=True)
        items = list(rows[:AT_ONCE])
        try:
            if items:
                queue.note(put(state.building, items, _since(items)))
        except engine.Busy:  # whoever works at length has it, and lets go as soon as it finds us here
            time.sleep(A_MOMENT if wait else 0)
            return 0
        if not items:
            _swap(state)
            return 0
        state.reached = items[-1]
        state.save()
    return len(items)


def _swap(state: IndexState) -> None:
    old, state.folder = state.folder, state.building
    state.building, state.reached = "", 0
    state.save()
    transaction.on_commit(lambda: engine.removed(old))


def _since(items: Sequence[int]) -> dict[int, int]:
    """When the items became searchable: as the old index knows it, so that a new one makes no news of what is old."""
    rows = Item.objects.filter(pk__in=items).values_list("pk", "read_at", "created_at")
    since = {pk: int((read or made).timestamp()) for pk, read, made in rows}
    try:
        seen = engine.view()
    except engine.Unavailable:  # it is being made anew because the old one is damaged
        return since
    only = scope.numbered_items(items)
    addresses = [address for _score, address in seen.searcher.search(only, len(items), count=False).hits]
    known = zip(*(seen.searcher.fast_field_values(name, addresses) for name in ("id", "at")), strict=True)
    return since | {int(pk or 0): int(at or 0) for pk, at in known}


def pending() -> int:
    """How many items are still to be indexed."""
    return queue.waiting()
