"""What the vault process keeps decoded in memory, per inquiry, and drops when rows change. Never used outside that process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import Cast

from inquiry.shared.names import keys as keys_of_names
from inquiry.shared.names import likeness as likeness_of_names
from witnesses.vault import likeness, sealing, store
from witnesses.vault.fields import GROUPS, Fields, merged
from witnesses.vault.identities import Identity
from witnesses.vault.likeness import Names
from witnesses.vault.matching import Matcher
from witnesses.vault.models import SealedGroup, SubjectKey, Turn
from witnesses.vault.sealing import Place

T = TypeVar("T")
Row = tuple[str, str, int, Fields]  # subject, group, version, content
FEW = 500  # rows that are asked for by their keys rather than all
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
    _rows: dict[str, Row] = field(default_factory=dict)
    _in_base: frozenset[str] = frozenset()
    _mark: UUID | None = None
    _layers: tuple[T, ...] = ()
    _lock: Lock = field(default_factory=Lock)

    def now(self) -> tuple[T, ...]:
        """The base and perhaps the patch for the rows as they are now; whoever comes while they are built waits."""
        with self._lock:
            mark = self._look()
            if not self._layers or mark != self._mark:
                self._load()
                self._layers, self._mark = self._built(), mark
            return self._layers

    def _look(self) -> UUID | None:
        """Changes whenever something is deposited or destroyed in the inquiry."""
        return Turn.objects.filter(inquiry=self.inquiry).values_list("mark", flat=True).first()

    def _load(self) -> None:
        """Decode what is not decoded yet and forget what is gone. What does not open is left to `verify`."""
        opener = Opener(self.inquiry)
        rows = SealedGroup.objects.filter(inquiry=self.inquiry, group__in=self.groups)
        named = rows.annotate(name=Cast("pk", TextField()))
        present = {name for name, subject in named.values_list("name", "subject") if opener.opens(subject)}
        gone = self._rows.keys() - present
        for name in gone:
            del self._rows[name]
        if gone:
            forget_spellings()
        missing = present - self._rows.keys()
        if len(missing) < FEW:
            named = named.filter(pk__in=missing)
        for name, subject, group, version, sealed in named.values_list("name", "subject", "group", "version", "sealed"):
            if name in missing:
                fields = opener.fields(Place(self.inquiry, subject, group, version), sealed)
                if fields is not None:
                    self._rows[name] = (subject, group, version, fields)

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


class Opener:
    """Opens many rows of one inquiry, with each key unwrapped once; forgotten when they are read."""

    def __init__(self, inquiry: str) -> None:
        rows = SubjectKey.objects.filter(inquiry=inquiry).values_list("subject", "kek", "wrapped")
        self._wrapped = {subject: (kek, wrapped) for subject, kek, wrapped in rows}
        self._keks: dict[str, bytes] = {}
        self._keys: dict[str, bytes] = {}

    def opens(self, subject: str) -> bool:
        """Whether there is a key of this subject."""
        return subject in self._wrapped

    def fields(self, place: Place, sealed: bytes | memoryview) -> Fields | None:
        """The fields sealed there; None where they do not open."""
        try:
            return sealing.unseal(self._key(place), bytes(sealed), place).fields
        except (sealing.Broken, KeyError):
            return None

    def _key(self, place: Place) -> bytes:
        found = self._keys.get(place.subject)
        if found is None:
            kek_id, wrapped = self._wrapped[place.subject]
            if kek_id not in self._keks:
                self._keks[kek_id] = store.keys().key(kek_id)
            at = {"inquiry": place.inquiry, "subject": place.subject, "kek_id": kek_id}
            found = self._keys[place.subject] = sealing.unwrap(self._keks[kek_id], bytes(wrapped), **at)
        return found


def forget_spellings() -> None:
    """Empty the memories in which comparing names keeps words: those of a destroyed identity may be among them."""
    for module in (keys_of_names, likeness_of_names, likeness):
        for one in vars(module).values():
            if hasattr(one, "cache_clear"):
                one.cache_clear()


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
