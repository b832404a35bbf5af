"""Find what an item belongs together with: look its traces up, compare with what shares one, and have it grouped.

One process at a time does this (a lock in the database), in small transactions: two like items that are compared at the same
moment would otherwise miss each other. What an item costs does not grow with the number held: each trace is looked up in an
index for a bounded number of items, and one that very many share is a formula that tells nothing.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import F

from evidence.families import grouping, passages, said, sketches, threads
from evidence.families.grouping import Match
from evidence.families.models import FamilyPending, Kind, Sketch, Trace
from evidence.items.coding import Outcome
from evidence.items.models import Item
from evidence.viewer import mails

VERSION = "1"
AT_ONCE, LONGEST = 20, 50.0
"""Items of one transaction, and seconds that one ringing works for."""
MOST = 50
"""Items that are fetched for one trace; a passage that more have in common is a formula."""
COMPARED, ENOUGH = 20, 3
"""Items whose words are compared with those of one, and near copies after which no more are looked for: they are grouped."""
LIKE, HELD_IN, HALF = 0.6, 0.9, 0.5
"""Texts are near copies when so much of both is in both, or so much of the smaller one, which is half as long at least."""
ATTEMPTS = 3
ALONE = 0x66616D696C79
LOOK_UP = """
    SELECT asked.value, found.item_id FROM unnest(%s::bigint[]) AS asked(value) CROSS JOIN LATERAL (
        SELECT item_id FROM evidence_trace WHERE inquiry_id = %s AND value = asked.value AND item_id <> %s LIMIT %s
    ) AS found"""
log = logging.getLogger(__name__)


def run() -> int:
    """Compare what waits; returns how many items. Run by beat, safe to run again and by several at once."""
    done, until = 0, time.monotonic() + LONGEST
    while time.monotonic() < until and (number := some()):
        done += number
    return done


def some() -> int:
    """Compare a few of the items that wait; 0 when none does or another process is at it."""
    with _alone() as alone:
        items = _taken() if alone else {}
        if items:
            with transaction.atomic():
                done = [pk for item, pks in items.items() if _related(item) for pk in pks]
                FamilyPending.objects.filter(pk__in=done).delete()
            _give_up()
    return len(items)


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether nobody else is at it, nor will be until the end: over several transactions, and no longer than the process
    lives."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ALONE])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ALONE])


@transaction.atomic
def _taken() -> dict[Item, list[int]]:
    """Items to compare now, with the ids of what has them wait. That they were tried is noted before they are: one that kills
    its process is then known. Whatever was tried before is taken by itself, so that no other is counted out with it."""
    _give_up()
    waiting = FamilyPending.objects.order_by("attempts", "pk")
    first = waiting.first()
    if first is None:
        return {}
    chosen = waiting.filter(attempts=0)[:AT_ONCE] if not first.attempts else [first]
    rows = FamilyPending.objects.filter(item_id__in=[row.item_id for row in chosen]).order_by("pk")
    pks: dict[int, list[int]] = {}
    for pk, item in rows.values_list("pk", "item_id"):
        pks.setdefault(item, []).append(pk)
    rows.update(attempts=F("attempts") + 1)
    items = Item.objects.in_bulk(pks)
    return {items[item]: waits for item, waits in pks.items() if item in items}


def _give_up() -> None:
    """Let go of what was tried often enough and waits still."""
    lost = FamilyPending.objects.filter(attempts__gte=ATTEMPTS)
    for ref in lost.values_list("item__ref", flat=True).distinct():
        log.error("%s is not compared with other items any more: it failed or stopped its process each time.", ref)
    lost.delete()


def _related(item: Item) -> bool:
    """Whether it was compared; what goes wrong with one is logged and holds nothing up."""
    try:
        with transaction.atomic():
            relate(item)
    except Exception:
        log.exception("%s could not be compared with other items.", item.ref)
        return False
    return True


def relate(item: Item) -> None:
    """Compare one item with the others of its inquiry; nothing happens when it says what it said before."""
    if item.status == Outcome.QUARANTINED:
        _unlearn(item)
    if item.status in (Outcome.WAITING, Outcome.QUARANTINED):
        return
    text = said.text_of(item)
    digest = _digest(item, text)
    before = Sketch.objects.filter(item=item).first()
    if before is not None and before.digest == digest:
        return
    hashed = sketches.hashes(text.words)
    whole = len(text.words) >= sketches.LEAST_WORDS
    minima = sketches.signature(sketches.shingles(hashed)) if whole else None
    held = minima.tobytes() if minima is not None else b""
    made = Sketch(item=item, words=len(text.words), signature=held, digest=digest)
    made.save(force_insert=before is None, force_update=before is not None)
    if before is not None:
        Trace.objects.filter(item=item).delete()
        grouping.forget(item)
    bands = sketches.bands(minima) if minima is not None else []
    runs = sketches.passages(hashed) if whole else []
    looks, mail = _look(item), _mail(item)
    _keep(item, [*bands, *runs, *(sketches.quarters(looks) if looks is not None else ()), *mail])
    near = _texts(item, text, held, bands, runs)
    if looks is not None:
        grouping.join(item, Kind.PICTURE, _pictures(item, looks))
    grouping.join(item, Kind.THREAD, _thread(item, mail))
    grouping.join(item, Kind.NEAR, near)


def _unlearn(item: Item) -> None:
    """Of what was made of the words and looks of an item in quarantine nothing stays; what people decided does."""
    Sketch.objects.filter(item=item).delete()
    Trace.objects.filter(item=item).delete()
    grouping.forget(item)


def _digest(item: Item, text: said.Text) -> str:
    about = [VERSION, item.claimed.get("picture_look", ""), *threads.ids(item.claimed), threads.subject(item.claimed)]
    return hashlib.sha256("\n".join([*map(str, about), *text.words]).encode("utf-8", "replace")).hexdigest()


def _keep(item: Item, values: Sequence[int]) -> None:
    """Its traces, in place of those it had."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO evidence_trace (inquiry_id, item_id, value) SELECT %s, %s, unnest(%s::bigint[])",
            [item.inquiry_id, item.pk, list(dict.fromkeys(values))],
        )


def _sharing(item: Item, values: Sequence[int], *, formulas: bool) -> Counter[int]:
    """The items that share traces with it, with how many.

    Args:
        formulas: whether traces count that more than `MOST` items share.
    """
    if not values:
        return Counter()
    with connection.cursor() as cursor:
        cursor.execute(LOOK_UP, [list(values), item.inquiry_id, item.pk, MOST + 1])
        rows = cursor.fetchall()
    often = Counter(value for value, _item in rows)
    return Counter(other for value, other in rows if formulas or often[value] <= MOST)


def _others(item: Item, pks: Iterable[int]) -> dict[int, Item]:
    """Those that may be grouped with it: not the same bytes, and neither found inside the other."""
    rows = Item.objects.filter(pk__in=list(pks), inquiry_id=item.inquiry_id).exclude(sha256=item.sha256)
    apart = rows.exclude(pk=item.parent_id).exclude(parent_id=item.pk) if item.parent_id else rows.exclude(parent=item)
    return apart.exclude(status=Outcome.QUARANTINED).in_bulk()


def _texts(item: Item, text: said.Text, held: bytes, bands: list[int], runs: list[int]) -> list[Match]:
    """Its near copies; what only has a passage in common with it is grouped here."""
    by_bands, by_runs = _sharing(item, bands, formulas=True), _sharing(item, runs, formulas=False)
    others = _others(item, [*by_bands, *(pk for pk, _n in by_runs.most_common(4 * COMPARED))])
    known = dict(Sketch.objects.filter(item_id__in=others).values_list("item_id", "signature"))
    guessed = {pk: sketches.alike(held, bytes(known.get(pk, b""))) for pk in others}
    best = sorted(others, key=lambda pk: (-guessed[pk], pk))[:COMPARED]
    least = [pk for pk, _number in by_runs.most_common(4 * COMPARED) if pk in others and pk not in best][:COMPARED]
    near: list[Match] = []
    own = sketches.shingles(sketches.hashes(text.words))
    for pk in [*best, *least]:
        if len(near) >= ENOUGH and guessed[pk] >= HALF:
            continue
        other = said.text_of(others[pk])
        score = _near(own, sketches.shingles(sketches.hashes(other.words)), len(text.words), len(other.words))
        if score:
            near.append(Match(pk, score))
        elif pk in by_runs and not _one_thread(item, others[pk]):
            _republished(item, text, others[pk], other)
    return near


def _near(own: sketches.Numbers, other: sketches.Numbers, words: int, others_words: int) -> float:
    """How like two texts are when they are near copies, else 0."""
    both, inside = sketches.likeness(own, other)
    if both >= LIKE:
        return both
    as_long = min(words, others_words) >= HALF * max(words, others_words)
    return inside if inside >= HELD_IN and as_long else 0.0


def _republished(item: Item, text: said.Text, of: Item, other: said.Text) -> None:
    """Group the two when they have a passage in common; the score is the larger of the two shares."""
    found = passages.shared(text.words, other.words)
    if found:
        mine = passages.share(found, len(text.words), of_first=True)
        theirs = passages.share(found, len(other.words), of_first=False)
        grouping.pair(item, Match(of.pk, max(mine, theirs)))


def _one_thread(one: Item, other: Item) -> bool:
    """Whether the two are mail of one thread, where each quotes the others."""
    return bool(set(threads.ids(one.claimed)) & set(threads.ids(other.claimed)))


def _look(item: Item) -> int | None:
    said_look = item.claimed.get("picture_look")
    return int(said_look, 16) if isinstance(said_look, str) and said_look else None


def _pictures(item: Item, look: int) -> list[Match]:
    others = _others(item, _sharing(item, sketches.near_quarters(look), formulas=True))
    far = {pk: sketches.apart(look, theirs) for pk, other in others.items() if (theirs := _look(other)) is not None}
    near = sorted((bits, pk) for pk, bits in far.items() if bits <= sketches.FAR)
    return [Match(pk, 1 - bits / 64) for bits, pk in near[:MOST]]


def _mail(item: Item) -> list[int]:
    """The traces of a mail: the ids that lead to its thread, and its subject."""
    if not mails.is_mail(item.media_type):
        return []
    subject = threads.subject(item.claimed)
    found = [sketches.number("mail", one) for one in threads.ids(item.claimed)]
    return [*found, *([sketches.number("subject", subject)] if subject else [])]


def _thread(item: Item, traces: Sequence[int]) -> list[Match]:
    """Messages that name an id that this one names; only where there are none, those of the same subject and people."""
    others = list(_others(item, _sharing(item, traces, formulas=True)).values()) if traces else []
    named = [Match(other.pk, 1.0) for other in others if _one_thread(item, other)]
    return named or list(_by_subject(item, others))


def _by_subject(item: Item, others: Sequence[Item]) -> Iterator[Match]:
    for other in others:
        if mails.is_mail(other.media_type) and threads.by_subject(item.claimed, other.claimed):
            yield Match(other.pk, 0.5, by_subject=True)
