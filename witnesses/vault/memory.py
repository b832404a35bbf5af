"""What the vault process keeps decoded in memory, per inquiry, and drops when rows change. Never used outside that process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
BATCH = 2000


@dataclass(slots=True, repr=False)
class Held(Generic[T]):
    """Something built from the decoded rows of `groups` of one inquiry, built again when the rows are others."""

    inquiry: str
    groups: tuple[str, ...]
    build: Callable[[Iterable[Identity]], T]
    _rows: dict[UUID, tuple[str, str, int, Fields]] = field(default_factory=dict)
    _stamp: Stamp | None = None
    _built: T | None = None
    _lock: Lock = field(default_factory=Lock)

    def now(self) -> T:
        """What stands for the rows as they are now; whoever comes while it is built waits for it."""
        with self._lock:
            stamp = self._look()
            if self._built is None or stamp != self._stamp:
                self._load()
                self._built, self._stamp = self.build(self._identities()), stamp
            return self._built

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

    def _identities(self) -> Iterable[Identity]:
        versions: dict[str, dict[str, list[tuple[int, Fields]]]] = {}
        for subject, group, version, fields in self._rows.values():
            versions.setdefault(subject, {}).setdefault(group, []).append((version, fields))
        for subject, groups in versions.items():
            ordered = {group: sorted(rows, key=lambda row: row[0]) for group, rows in groups.items()}
            yield Identity(subject, {group: merged([fields for _v, fields in rows]) for group, rows in ordered.items()})


_names: dict[str, Held[Names]] = {}
_matchers: dict[str, Held[Matcher]] = {}


def names(inquiry: str) -> Names:
    """The names of everybody in the inquiry's vault."""
    return _names.setdefault(inquiry, Held(inquiry, ("names",), _index)).now()


def matcher(inquiry: str) -> Matcher:
    """What finds everybody in the inquiry's vault in a text."""
    return _matchers.setdefault(inquiry, Held(inquiry, GROUPS, Matcher.build)).now()


def _index(identities: Iterable[Identity]) -> Names:
    return Names((one.cipher, name) for one in identities for name in _own_names(one))


def _own_names(one: Identity) -> Iterable[str]:
    return (name for values in one.groups.get("names", {}).values() for name in values)
