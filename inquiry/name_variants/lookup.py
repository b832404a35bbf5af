"""Look a name up in any script, among the records that somebody may read; and pairs that are perhaps one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import Q
from rapidfuzz.fuzz import partial_ratio

from inquiry.accounts.models import Inquiry, User
from inquiry.audit import ledger as audit
from inquiry.name_variants.models import Decision, NameVariant, SameName, Status
from inquiry.name_variants.naming import BODIES, Named, kinds, merged, named, open_rows
from inquiry.shared.names import LIKELY, Scheme, alike, form_keys, found_in, keys_in

MOST = 50
LOOKED_AT = 1000
SUGGESTED = 30


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found, and the spelling of its name that answered best, with how well: 0 to 1."""

    ref: str
    kind: str
    name: str
    spelling: str
    scheme: str
    status: str
    score: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two records whose names are alike, the spellings that are, how much, and what was decided (UNSURE) or ""."""

    one: Named
    other: Named
    spellings: tuple[str, str]
    score: float
    standing: str = ""


def look_up(asked: str, *, by: User, inquiry: Inquiry) -> list[Hit]:
    """The records whose name may be meant, best first, at most 50. The audit keeps that somebody looked, not for whom."""
    found: dict[str, Hit] = {}
    registered = {one.ref: one for one in named(by, inquiry)}
    for hit in (*_on_records(asked, registered.values()), *_among_variants(asked, by, inquiry, registered)):
        if hit.ref not in found or _better(asked, hit) > _better(asked, found[hit.ref]):
            found[hit.ref] = hit
    hits = sorted(found.values(), key=lambda hit: (-hit.score, hit.name, hit.ref))[:MOST]
    audit.record("name.look_up", by=by, inquiry=inquiry, results=len(hits))
    return hits


def _better(asked: str, hit: Hit) -> tuple[float, float]:
    """By how well it answers; of two alike the one that looks more like what was typed."""
    return hit.score, partial_ratio(asked.casefold(), hit.spelling.casefold())


def _on_records(asked: str, registered: Iterable[Named]) -> Iterator[Hit]:
    """The names and other names that stand on records themselves: what somebody asserted there."""
    for one in registered:
        for spelling in one.names:
            if (score := found_in(asked, spelling)) >= LIKELY:
                yield Hit(one.ref, one.kind, one.name, spelling, Scheme.AS_GIVEN, Status.ASSERTED, score)


def _among_variants(asked: str, by: User, inquiry: Inquiry, registered: dict[str, Named]) -> Iterator[Hit]:
    rows = NameVariant.objects.visible_to(by).used().filter(inquiry=inquiry)
    every, any_of = Q(), Q(pk__in=[])
    for word in asked_keys(asked):
        every &= Q(token_keys__overlap=word)
        any_of |= Q(token_keys__overlap=word)
    if not every:
        return
    columns = ("about_ref", "text", "scheme", "status")
    found = list(rows.filter(every).order_by("pk").values_list(*columns)[:LOOKED_AT])
    found = found or list(rows.filter(any_of).order_by("pk").values_list(*columns)[:LOOKED_AT])
    for ref, text, scheme, status in found:
        score = found_in(asked, text)
        if score >= LIKELY and ref in registered:
            yield Hit(ref, registered[ref].kind, registered[ref].name, text, scheme, status, score)


def asked_keys(asked: str) -> list[list[str]]:
    """For each word that somebody typed, the keys under which its spellings and cases stand in the index."""
    words = asked.split()
    forms = {key for word in words for key in form_keys(word)}
    return [sorted({*keys, *(form for form in forms if form[:2] == keys[0][:2])}) for keys in keys_in(asked)]


def suggestions(*, by: User, inquiry: Inquiry) -> list[Suggestion]:
    """Pairs of records that are perhaps one person or body, the likest first; never what was decided or merged."""
    people = list(named(by, inquiry))
    spellings = _spellings(people, by, inquiry)
    settled, into = standing(by, inquiry), merged(by, inquiry)
    found = []
    for one, other in _near(people, spellings):
        decided = settled.get((one.ref, other.ref), "")
        one_person = into.get(one.ref, one.ref) == into.get(other.ref, other.ref)
        if one_person or decided in (Decision.SAME, Decision.DIFFERENT):
            continue
        score, pair = max((alike(a, b), (a, b)) for a in spellings[one.ref] for b in spellings[other.ref])
        if score >= LIKELY:
            found.append(Suggestion(one, other, pair, score, "" if decided == Decision.WITHDRAWN else decided))
    found.sort(key=lambda row: (-row.score, row.one.ref, row.other.ref))
    return found[:SUGGESTED]


def standing(by: User, inquiry: Inquiry) -> dict[tuple[str, str], str]:
    """What counts of each pair that somebody decided about: (one, other) in the alphabet's order → decision."""
    rows = SameName.objects.visible_to(by).newest().filter(inquiry=inquiry)
    return {(one, other): decision for one, other, decision in rows.values_list("one_ref", "other_ref", "decision")}


def _spellings(people: list[Named], by: User, inquiry: Inquiry) -> dict[str, list[str]]:
    """Each record's spellings that somebody asserted: generated ones would add nothing to how two names are compared."""
    found = {one.ref: list(one.names) for one in people}
    rows = NameVariant.objects.visible_to(by).filter(inquiry=inquiry, status=Status.ASSERTED)
    for ref, text in rows.values_list("about_ref", "text"):
        if ref in found:
            found[ref].append(text)
    return found


def _near(people: list[Named], spellings: dict[str, list[str]]) -> list[tuple[Named, Named]]:
    """Pairs that share a word's key, people with people and bodies with bodies; in the alphabet's order."""
    groups: dict[tuple[bool, str], dict[str, Named]] = defaultdict(dict)
    for one in people:
        for key in {key for text in spellings[one.ref] for word in keys_in(text) for key in word}:
            groups[(one.kind in BODIES, key)][one.ref] = one
    pairs = {tuple(sorted(pair)) for group in groups.values() if len(group) <= 50 for pair in combinations(group, 2)}
    by_ref = {one.ref: one for one in people}
    return [(by_ref[one], by_ref[other]) for one, other in sorted(pairs)]


def records_of(refs: Iterable[str], by: User) -> dict[str, Any]:
    """The named records that `refs` name, by reference, one query for each kind."""
    wanted = set(refs)
    found: dict[str, Any] = {}
    for kind, model in kinds().items():
        those = {ref for ref in wanted if ref.startswith(f"{kind}-")}
        if those:
            found |= {record.ref: record for record in open_rows(model, by).filter(ref__in=those)}
    return found


def beside(one: Any, other: Any, by: User) -> list[tuple[Any, list[str], float]]:
    """Two records with the spellings of each, and how alike the likest two are."""
    rows = NameVariant.objects.visible_to(by).filter(about_ref__in=(one.ref, other.ref), status=Status.ASSERTED)
    spellings: dict[str, list[str]] = {
        record.ref: [name for name in (record.name, *getattr(record, "other_names", ())) if name]
        for record in (one, other)
    }
    for ref, text in rows.order_by("pk").values_list("about_ref", "text"):
        spellings[ref].append(text)
    score = max((alike(a, b) for a in spellings[one.ref] for b in spellings[other.ref]), default=0.0)
    return [(record, list(dict.fromkeys(spellings[record.ref])), score) for record in (one, other)]
