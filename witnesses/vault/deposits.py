"""Put identities into the vault: write-only. The row and its audit entry stand together."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.views.decorators.debug import sensitive_variables

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.audit.models import Entry
from witnesses.vault import sealing, store
from witnesses.vault.fields import GROUPS, cleaned
from witnesses.vault.models import SealedGroup, SubjectKey, Tombstone
from witnesses.vault.router import ALIAS
from witnesses.vault.sealing import Content, Place


@sensitive_variables()
def deposit(cipher: str, *, inquiry: str, group: str, fields: Any, by: User) -> None:
    """Seal a further version of a group of fields.

    Raises:
        ObjectDoesNotExist: `by` sees no such record in this inquiry.
        Refused: `by` may not deposit for it, or its identity was destroyed.
        ValidationError: an unknown group or field, nothing, or too much.
    """
    record = store.record_under(cipher, inquiry, by)
    store.require(by, Right.VAULT_DEPOSIT, record)
    content = Content(cleaned(group, fields), secrets.token_hex(32), by.pk)
    # The vault commits first: what the audit then lacks after a crash in between, `settle` adds when the vault starts.
    with transaction.atomic(), transaction.atomic(using=ALIAS):
        row = _write(cipher, inquiry, group, content)
        _record(row, content, by)


def groups_held(cipher: str, *, inquiry: str) -> list[str]:
    """The groups in which something is sealed for this cipher and can still be opened, in their usual order."""
    if not SubjectKey.objects.filter(subject=cipher, inquiry=inquiry).exists():
        return []
    held = set(SealedGroup.objects.filter(subject=cipher, inquiry=inquiry).values_list("group", flat=True))
    return [group for group in GROUPS if group in held]


@sensitive_variables()
def _write(cipher: str, inquiry: str, group: str, content: Content) -> SealedGroup:
    store.alone_with(cipher)
    store.refuse_destroyed(cipher)
    dek = _key(cipher, inquiry)
    last: int | None = SealedGroup.objects.filter(subject=cipher, group=group).aggregate(last=Max("version"))["last"]
    place = Place(inquiry, cipher, group, (last or 0) + 1)
    store.turn(inquiry)
    return SealedGroup.objects.create(
        inquiry=inquiry, subject=cipher, group=group, version=place.version, sealed=sealing.seal(dek, content, place)
    )


def _key(cipher: str, inquiry: str) -> bytes:
    """The subject's key, made at the first deposit. The row is locked, so that no rotation wraps it meanwhile."""
    key = SubjectKey.objects.select_for_update().filter(subject=cipher).first()
    if key:
        return store.subject_key(key)
    dek, kek_id = sealing.new_key(), store.keys().active()
    wrapped = sealing.wrap(store.keys().key(kek_id), dek, inquiry=inquiry, subject=cipher, kek_id=kek_id)
    SubjectKey.objects.create(inquiry=inquiry, subject=cipher, kek=kek_id, wrapped=wrapped)
    return dek


def _record(row: SealedGroup, content: Content, by: User | None, **more: Any) -> None:
    audit.record(
        store.DEPOSITED,
        about=row.subject,
        by=by,
        inquiry=Inquiry.objects.get(ref=row.inquiry),
        group=row.group,
        version=row.version,
        sealed=store.digest_of(row),
        commitment=content.commitment(store.place_of(row)),
        **more,
    )


def settle() -> int:
    """Record what a crash between the commits of the two databases kept from being recorded; how many acts that were.

    Only what opens with the subject's key is taken for a deposit: whoever could only write into the database made none.
    """
    count = _settle_destruction()
    for row in _unrecorded():
        key = SubjectKey.objects.filter(subject=row.subject).first()
        content = _opened(key, row) if key else None
        if content:
            _record(row, content, User.objects.filter(pk=content.by).first(), completed=True)
            count += 1
    return count


def _settle_destruction() -> int:
    told = set(Entry.objects.filter(act=store.DESTROYED).values_list("about", flat=True))
    found = Tombstone.objects.exclude(subject__in=told)
    for one in found:
        inquiry = Inquiry.objects.get(ref=one.inquiry)
        audit.record(store.DESTROYED, about=one.subject, by=None, inquiry=inquiry, remains=one.remains, completed=True)
    return len(found)


def _unrecorded() -> Iterator[SealedGroup]:
    known = {place for place, _sealed, _commitment in store.recorded()}
    for row in SealedGroup.objects.order_by("subject", "group", "version").iterator(chunk_size=2000):
        if store.where(row) not in known:
            yield row


def _opened(key: SubjectKey, row: SealedGroup) -> Content | None:
    try:
        return store.content_of(store.subject_key(key), row)
    except sealing.Broken:
        return None
