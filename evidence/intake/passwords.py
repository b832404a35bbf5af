"""A batch's passwords: put on the list and taken off it; and what a reader is given of them.

A password is sealed under a key that follows from the installation's SECRET_KEY, so that a copy of the database alone opens
nothing. It is never in the audit, a log, a job's arguments or a page; a label that people choose and a number stand for it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from evidence.intake.models import Batch
from evidence.intake.password_list import BatchPassword
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.shared.workflow import NOT_OPEN, Refused

MOST, LONGEST = 50, 200
_NONCE, _PURPOSE = 12, b"inquiry evidence batch password"


@dataclass(frozen=True, slots=True)
class Known:
    """The passwords of a batch in the order in which they are tried, and the number of each."""

    numbers: tuple[int, ...] = ()
    words: tuple[str, ...] = ()

    def numbered(self, facts: dict[str, Any]) -> None:
        """In `facts`, what a reader says by place in the list it was given, said by lasting number instead.

        A place that was not on the list is left out: readers are not believed.
        """
        if "opened_with" not in facts:
            return
        said = facts.pop("opened_with")
        places = said if isinstance(said, list) else [said]
        numbers = [self.numbers[one - 1] for one in places if type(one) is int and 0 < one <= len(self.numbers)]
        if numbers:
            facts["opened_with"] = numbers[0] if len(numbers) == 1 else numbers

    def __repr__(self) -> str:
        return f"Known({len(self.words)} passwords)"


def _bound(batch_id: int, number: int) -> bytes:
    return f"{batch_id}:{number}".encode()


def _key(secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())


@sensitive_variables()
def _seal(password: str, batch_id: int, number: int) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, password.encode(), _bound(batch_id, number))


@sensitive_variables()
def _opened(row: BatchPassword) -> str | None:
    """The password; None when it was sealed under a key that this installation no longer has."""
    sealed = bytes(row.sealed)
    for secret in (settings.SECRET_KEY, *getattr(settings, "SECRET_KEY_FALLBACKS", ())):
        try:
            plain = AESGCM(_key(secret)).decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(row.batch_id, row.number))
        except (InvalidTag, ValueError):
            continue
        return plain.decode()
    return None


@sensitive_variables()
def known(batch_id: int) -> Known:
    """What readers of this batch's files may try."""
    rows = BatchPassword.objects.filter(batch=batch_id).usable().order_by("number")
    pairs = [(row.number, word) for row in rows if (word := _opened(row)) is not None]
    return Known(tuple(number for number, _ in pairs), tuple(word for _, word in pairs))


def may_add(batch: Batch, by: User) -> bool:
    """Whether `by` may put passwords on the batch's list: whoever may take documents in."""
    return by.holds(Right.EVIDENCE_RECEIVE, batch.inquiry)


def _batch(ref: str, by: User, verb: str) -> Batch:
    batch = Batch.objects.visible_to(by).select_for_update(of=("self",), no_key=True).get(ref=ref)
    if not may_add(batch, by):
        raise Refused(NOT_OPEN, verb=verb, ref=ref)
    return batch


@sensitive_variables("password", "batch_passwords")
@transaction.atomic
def add(ref: str, *, by: User, label: str, password: str) -> BatchPassword:
    """Put a password on the list of a batch; the locked files in it are tried with it when they are next read.

    Args:
        label: what people call it, for example "from the accountant's letter"; empty when its number is name enough.
            Never the password.

    Raises:
        Batch.DoesNotExist: `by` may not see it.
        Refused: `by` may not receive, the list is full, the password is on it, or the label gives it away.
    """
    batch = _batch(ref, by, "password_add")
    batch_passwords = known(batch.pk).words
    sentence = _objection(label, password, batch_passwords)
    if sentence:
        raise Refused(sentence, verb="password_add", ref=ref)
    number = (batch.passwords.aggregate(last=Max("number"))["last"] or 0) + 1
    made = BatchPassword(batch=batch, number=number, label=label.strip(), added_by=by)
    made.sealed = _seal(password, batch.pk, number)
    made.save(force_insert=True)
    audit.record("batch.password_add", about=batch, by=by, number=number, label=made.label)
    return made


@sensitive_variables("several")
@transaction.atomic
def add_each(ref: str, *, by: User, label: str, several: list[str]) -> int:
    """Put several on the list under one label, each with a number of its own; returns how many were not on it before.

    Raises:
        Batch.DoesNotExist: `by` may not see it.
        Refused: `by` may not receive, one of them cannot stand on the list (then none is put on it), or all are on it.
    """
    batch = _batch(ref, by, "password_add")
    present = known(batch.pk).words
    fresh = [one for one in dict.fromkeys(several) if one not in present] or several[:1]
    for one in fresh:
        add(ref, by=by, label=label, password=one)
    return len(fresh)


@sensitive_variables()
def _objection(label: str, password: str, present: tuple[str, ...]) -> str:
    """Why this cannot be put on the list; empty when it can."""
    if not password or len(password) > LONGEST:
        return _("A password has between 1 and %(most)d characters.") % {"most": LONGEST}
    if password.casefold() in label.casefold():
        return _("The label is seen by others: it must not contain the password.")
    if password in present:
        return _("This password is on the list already.")
    if len(present) >= MOST:
        return _("There are %(most)d passwords on the list. Take off what is not needed.") % {"most": MOST}
    return ""


@transaction.atomic
def remove(ref: str, *, by: User, number: int) -> BatchPassword:
    """Take a password off the list: its bytes are wiped, its number and label stay.

    Raises:
        Batch.DoesNotExist, BatchPassword.DoesNotExist: `by` may not see it, or it is off the list.
        Refused: `by` may not receive.
    """
    batch = _batch(ref, by, "password_remove")
    row = BatchPassword.objects.filter(batch=batch).usable().select_for_update(of=("self",)).get(number=number)
    row.sealed, row.removed_at, row.removed_by = b"", timezone.now(), by
    row.save(update_fields=["sealed", "removed_at", "removed_by"])
    audit.record("batch.password_remove", about=batch, by=by, number=number, label=row.label)
    return row


def opened_by(number: int) -> Q:
    """The condition on a batch's items that the password of that number opened."""
    return Q(claimed__opened_with=number) | Q(claimed__opened_with__contains=[number])
