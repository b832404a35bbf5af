"""What the vault's functions share: a subject and its lock, its key, its rows, and what the audit remembers of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from uuid import uuid4

from django.core.exceptions import ObjectDoesNotExist
from django.db import connections
from django.utils.translation import gettext as _

from inquiry.accounts.models import Inquiry, User
from inquiry.audit.models import Entry
from inquiry.shared.tables import Record, record_of
from inquiry.shared.workflow import NOT_OPEN, Refused
from witnesses.vault import sealing
from witnesses.vault.keys import KeySource, key_source
from witnesses.vault.models import SealedGroup, SubjectKey, Tombstone, Turn
from witnesses.vault.router import ALIAS
from witnesses.vault.sealing import Content, Place

DEPOSITED, DESTROYED = "vault.deposit", "vault.shred"  # acts in the audit that the vault compares itself with
Where = tuple[str, str, int]  # subject, group, version


@lru_cache(maxsize=1)
def keys() -> KeySource:
    """The key-encryption keys of this process."""
    return key_source()


def person(number: int) -> User:
    """The user as the database has them now: whoever was disabled meanwhile is nobody.

    Raises:
        Refused: there is no such user.
    """
    found = User.objects.filter(pk=number, is_active=True).first()
    if found is None:
        raise Refused(_("The vault does not know who asks."))
    return found


def record_under(cipher: str, inquiry: str, by: User) -> Record:
    """The record that bears the cipher, if `by` may see it and it is of this inquiry ("" for whichever it is of).

    Raises:
        ObjectDoesNotExist: there is none.
    """
    record = record_of(cipher, by)
    if inquiry and Inquiry.objects.get(pk=record.inquiry_id).ref != inquiry:
        raise ObjectDoesNotExist(cipher)
    return record


def require(by: User, right: str, record: Record) -> None:
    """Raises: Refused: `by` does not hold the right over the record now."""
    if not by.may(right, record):
        raise Refused(NOT_OPEN, verb=right, ref=record.ref)


def alone_with(subject: str) -> None:
    """Until the transaction on the vault's database ends, nobody else deposits for this subject or destroys its key."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 3))", [subject])


def turn(inquiry: str) -> None:
    """Say in this transaction that the inquiry's identities are others from now on."""
    Turn.objects.update_or_create(inquiry=inquiry, defaults={"mark": uuid4()})


def refuse_destroyed(subject: str) -> None:
    """Raises: Refused: the identity under this cipher was destroyed."""
    if Tombstone.objects.filter(subject=subject).exists():
        raise Refused(
            _("The identity under this cipher was destroyed. Nothing can be opened or deposited under it."), ref=subject
        )


def place_of(row: SealedGroup) -> Place:
    return Place(row.inquiry, row.subject, row.group, row.version)


def where(row: SealedGroup) -> Where:
    return (row.subject, row.group, row.version)


def digest_of(row: SealedGroup) -> str:
    return sealing.digest(bytes(row.sealed), place_of(row))


def subject_key(key: SubjectKey) -> bytes:
    """The subject's key, unwrapped.

    Raises:
        Broken: the row was changed or moved, or the key that wrapped it is not there.
    """
    try:
        kek = keys().key(key.kek)
    except KeyError:
        raise sealing.Broken("The key that wrapped this is not there.") from None
    return sealing.unwrap(kek, bytes(key.wrapped), inquiry=key.inquiry, subject=key.subject, kek_id=key.kek)


def content_of(dek: bytes, row: SealedGroup) -> Content:
    """What was sealed in the row. Raises: Broken."""
    return sealing.unseal(dek, bytes(row.sealed), place_of(row))


def recorded(subject: str = "") -> Iterator[tuple[Where, str, str]]:
    """What the audit remembers of deposits, oldest first: (where, digest of the sealed row, commitment of its content)."""
    entries = Entry.objects.filter(act=DEPOSITED).order_by("id")
    if subject:
        entries = entries.filter(about=subject)
    for about, facts in entries.values_list("about", "facts").iterator(chunk_size=2000):
        yield (
            (about, str(facts.get("group", "")), int(facts.get("version", 0))),
            facts.get("sealed", ""),
            facts.get("commitment", ""),
        )
