"""What the vault process keeps decoded in memory, per inquiry, and drops when rows change. Never used outside that process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar
from uuid import UUID

from django.db import connections

from witnesses.vault import sealing, store
from witnesses.vault.fields import GROUPS, Fields, merged
from witnesses.vault.identities import Identity
from witnesses.vault.likeness import Names
from witnesses.vault.matching import Matcher
from witnesses.vault.models import SealedGroup, SubjectKey
from witnesses.vault.router import ALIAS

T = TypeVar("T")
Stamp = tuple[int, int]
Row = tuple[str, str, int, Fields]  # subject, group, version, content
BATCH = 2000
MOST_BESIDE = 200  # subjects in the patch


@dataclass(slots=True, repr=False)
class Held(Generic[T]):
    """Something built from the decoded rows of `groups` of one inquiry.

    It is built once for all identities (the base), which takes seconds; what is deposited afterwards is built beside it (the
    patch), until there is much of that. When an identity is destroyed everything is built anew, so that nothing of it stays.
    """

    inquiry: str
    groups: tuple[str, ...]
    build: Callable[[Iterable[Identity]], T]
    _rows: dict[UUID, Row] = field(default_factory=dict)
    _in_base: frozenset[UUID] = frozenset()
    _stamp: Stamp | None = None
    _layers: tuple[T, ...] = ()
    _lock: Lock = field(default_factory=Lock)

    def now(self) -> tuple[T, ...]:
        """The base and perhaps the patch for the rows as they are now; whoever comes while they are built waits."""
        with self._lock:
            stamp = self._look()
            if stamp != self._stamp:
                self._load()
                self._layers, self._stamp = self._built(), stamp
            return self._layers

    def _look(self) -> Stamp:
        """Changes whenever a row comes or goes, or a key is destroyed."""
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(
                "SELECT count(*), coalesce(bit_xor(hashtextextended(s.id::text, 0)), 0) FROM vault_sealedgroup s"
                ' JOIN vault_subjectkey k USING (subject) WHERE s.inquiry = %s AND s."group" = ANY(%s)',
                [self.inquiry, list(self.groups)],
            )
            count, digest = cursor.fetchone() or (0, 0)
        return int(count), int(digest)

    def _load(self) -> None:
        """Decode what is not decoded yet and forget what is gone. What does not open is left to `verify`."""
        keys = {key.subject: key for key in SubjectKey.objects.filter(inquiry=self.inquiry)}
        rows = SealedGroup.objects.filter(inquiry=self.inquiry, group__in=self.groups)
        present = {pk for pk, subject in rows.values_list("pk", "subject") if subject in keys}
        self._rows = {pk: row for pk, row in self._rows.items() if pk in present}
        missing = list(present - self._rows.keys())
        opened: dict[str, bytes] = {}
        for at in range(0, len(missing), BATCH):
            for row in rows.filter(pk__in=missing[at : at + BATCH]):
                self._decode(row, keys[row.subject], opened)

    def _decode(self, row: SealedGroup, key: SubjectKey, opened: dict[str, bytes]) -> None:
        try:
            if row.subject not in opened:
                opened[row.subject] = store.subject_key(key)
            fields = store.content_of(opened[row.subject], row).fields
        except sealing.Broken:
            return
        self._rows[row.pk] = (row.subject, row.group, row.version, fields)

    def _built(self) -> tuple[T, ...]:
        fresh = {self._rows[pk][0] for pk in self._rows.keys() - self._in_base}
        if not self._layers or len(fresh) > MOST_BESIDE or not self._in_base <= self._rows.keys():
            self._in_base = frozenset(self._rows)
            return (self.build(self._identities(None)),)
        return (self._layers[0], self.build(self._identities(fresh)))

    def _identities(self, only: set[str] | None) -> Iterator[Identity]:
        versions: dict[str, dict[str, list[tuple[int, Fields]]]] = {}
        for subject, group, version, fields in self._rows.values():
            if only is None or subject in only:
                versions.setdefault(subject, {}).setdefault(group, []).append((version, fields))
        for subject, groups in versions.items():
            ordered = {group: sorted(rows, key=lambda row: row[0]) for group, rows in groups.items()}
            yield Identity(subject, {group: merged([fields for _v, fields in rows]) for group, rows in ordered.items()})


_names: dict[str, Held[Names]] = {}
_matchers: dict[str, Held[Matcher]] = {}


def names(inquiry: str) -> tuple[Names, ...]:
    """The names of everybody in the inquiry's vault, in one layer or two."""
    return _names.setdefault(inquiry, Held(inquiry, ("names",), _index)).now()


def matchers(inquiry: str) -> tuple[Matcher, ...]:
    """What finds everybody in the inquiry's vault in a text, in one layer or two."""
    return _matchers.setdefault(inquiry, Held(inquiry, GROUPS, Matcher.build)).now()


def warm() -> None:
    """Build for every inquiry what the first reader would otherwise wait for."""
    for inquiry in SubjectKey.objects.values_list("inquiry", flat=True).distinct():
        names(inquiry)
        matchers(inquiry)


def _index(identities: Iterable[Identity]) -> Names:
    return Names((one.cipher, name) for one in identities for name in _own_names(one))


def _own_names(one: Identity) -> Iterator[str]:
    return (name for values in one.groups.get("names", {}).values() for name in values)
