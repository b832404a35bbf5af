"""Compare the vault with what the audit remembers of it: rows taken out, changed, moved or put back; keys lost or come back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _

from inquiry.audit.models import Entry
from inquiry.shared import protection
from witnesses.vault import sealing, store
from witnesses.vault.gate import gate
from witnesses.vault.models import SealedGroup, SubjectKey, Tombstone
from witnesses.vault.router import ALIAS
from witnesses.vault.store import Where

MOST_PROBLEMS = 50
Recorded = dict[Where, tuple[str, str]]


def verify() -> list[str]:
    """A sentence for each thing that does not hold; empty when all does. Never says what is sealed."""
    return list(islice(_problems(), MOST_PROBLEMS))


def _problems() -> Iterator[str]:
    for table in protection.missing(ALIAS):
        yield _("%(table)s: its append-only trigger is missing or switched off") % {"table": table}
    known: Recorded = {}
    for place, digest, commitment in store.recorded():
        if known.setdefault(place, (digest, commitment)) != (digest, commitment):
            yield _("%(place)s was recorded twice, and differently") % {"place": _words(place)}
    destroyed = dict(Tombstone.objects.values_list("subject", "remains"))
    keys = {key.subject: key for key in SubjectKey.objects.all()}
    yield from _destruction(destroyed, keys)
    yield from _rows(known, keys, destroyed)
    yield from _not_agreed()


def _not_agreed() -> Iterator[str]:
    """Openings and destructions of which the audit does not say that two persons agreed before."""
    for entry in Entry.objects.filter(act__in=["vault.open", store.DESTROYED]).order_by("id").iterator(chunk_size=2000):
        ref = str(entry.facts.get("opening") or entry.facts.get("request") or "")
        if entry.by_id is None or not gate().was_agreed(ref, entry.about, entry.by_id, entry.pk):
            said = {"subject": entry.about, "act": entry.act, "number": entry.pk, "ref": ref or "—"}
            yield (
                _(
                    "%(subject)s: %(act)s (audit entry %(number)d, %(ref)s) happened without two persons’ agreement on record"
                )
                % said
            )


def _destruction(destroyed: dict[str, str], keys: dict[str, SubjectKey]) -> Iterator[str]:
    """Tombstones against the audit, and against keys that came back."""
    told = {about: facts.get("remains", "") for about, facts in _acts(store.DESTROYED)}
    for subject in sorted(told.keys() | destroyed.keys()):
        if subject not in destroyed:
            yield _("%(subject)s was destroyed and has no tombstone") % {"subject": subject}
        elif subject not in told:
            yield _("%(subject)s has a tombstone and its destruction was never recorded") % {"subject": subject}
        elif told[subject] != destroyed[subject]:
            yield _("%(subject)s has another tombstone than was recorded") % {"subject": subject}
        if subject in keys:
            yield _("%(subject)s was destroyed and has a key again") % {"subject": subject}


def _acts(act: str) -> Iterator[tuple[str, dict[str, str]]]:
    yield from Entry.objects.filter(act=act).order_by("id").values_list("about", "facts").iterator(chunk_size=2000)


def _rows(known: Recorded, keys: dict[str, SubjectKey], destroyed: dict[str, str]) -> Iterator[str]:
    seen: set[Where] = set()
    subject, rows = "", list[SealedGroup]()
    for row in SealedGroup.objects.order_by("subject", "group", "version").iterator(chunk_size=2000):
        seen.add(store.where(row))
        if row.subject != subject:
            yield from _subject(subject, rows, known, keys, destroyed)
            subject, rows = row.subject, []
        rows.append(row)
    yield from _subject(subject, rows, known, keys, destroyed)
    for place in sorted(known.keys() - seen):
        yield _("%(place)s was deposited and is missing") % {"place": _words(place)}
    for lonely in sorted(keys.keys() - {of for of, _group, _version in seen}):
        yield _("%(subject)s has a key and nothing that it opens") % {"subject": lonely}


def _subject(
    subject: str, rows: list[SealedGroup], known: Recorded, keys: dict[str, SubjectKey], destroyed: dict[str, str]
) -> Iterator[str]:
    """One subject's rows against the audit, then against its key or its tombstone."""
    for row in rows:
        told = known.get(store.where(row))
        if told is None:
            yield _("%(place)s was never recorded") % {"place": _words(store.where(row))}
        elif store.digest_of(row) != told[0]:
            yield _("%(place)s is not what was deposited") % {"place": _words(store.where(row))}
    if subject in destroyed:
        if sealing.remains(map(store.digest_of, rows)) != destroyed[subject]:
            yield _("%(subject)s was destroyed and what is left of it was changed") % {"subject": subject}
    elif rows and subject not in keys:
        yield _("The key of %(subject)s is lost, and it was not destroyed") % {"subject": subject}
    elif rows:
        yield from _opened(keys[subject], rows, known)


def _opened(key: SubjectKey, rows: list[SealedGroup], known: Recorded) -> Iterator[str]:
    """Whether each row opens in its place and holds what was committed to."""
    try:
        dek = store.subject_key(key)
    except sealing.Broken:
        yield _("The key of %(subject)s does not open") % {"subject": key.subject}
        return
    for row in rows:
        place = store.where(row)
        try:
            commitment = store.content_of(dek, row).commitment(store.place_of(row))
        except sealing.Broken:
            yield _("%(place)s does not open in its place") % {"place": _words(place)}
            continue
        if place in known and commitment != known[place][1]:
            yield _("%(place)s holds something else than was committed to") % {"place": _words(place)}


def _words(place: Where) -> str:
    return _("%(subject)s, %(group)s, version %(version)d") % {
        "subject": place[0],
        "group": place[1],
        "version": place[2],
    }
