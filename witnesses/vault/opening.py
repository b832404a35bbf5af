"""Open and destroy identities, each under a request that a second person agreed to.

What happens is committed to the audit before anything is decrypted: no record, no plaintext.
"""

from __future__ import annotations

from django.db import connections, transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.shared.workflow import Refused
from witnesses.vault import budgets, sealing, store
from witnesses.vault.fields import GROUPS, Groups, merged
from witnesses.vault.gate import gate
from witnesses.vault.models import SealedGroup, SubjectKey, Tombstone
from witnesses.vault.router import ALIAS


@sensitive_variables()
def open_subject(opening_ref: str, cipher: str, *, by: User) -> Groups:
    """Everything that the vault holds under the cipher, once, under an opening that a second person agreed to.

    Raises:
        ObjectDoesNotExist: `by` sees no such record.
        Refused: the right, the opening or the budget does not allow it, it was destroyed, or what is held is not what
            was deposited.
    """
    record = store.record_under(cipher, "", by)
    store.require(by, Right.VAULT_OPEN, record)
    _ask(gate().may_open(opening_ref, cipher, by.pk), "open", cipher)
    store.refuse_destroyed(cipher)
    budgets.spend(budgets.OPENING, by)
    with transaction.atomic(durable=True):
        gate().note_opened(opening_ref, cipher, by.pk)
        audit.record("vault.open", about=record, by=by, opening=opening_ref)
    return _revealed(cipher)


def shred(ref: str, cipher: str, *, by: User) -> None:
    """Destroy the subject's key, so that nobody can open what is left; a tombstone vouches for the rest.

    Raises:
        ObjectDoesNotExist: `by` sees no such record.
        Refused: the right or the request does not allow it, or it was destroyed before.
    """
    record = store.record_under(cipher, "", by)
    store.require(by, Right.VAULT_SHRED, record)
    _ask(gate().may_shred(ref, cipher, by.pk), "shred", cipher)
    # The vault commits first: an audit that promises destruction must never stand beside a key that still opens.
    with transaction.atomic(durable=True), transaction.atomic(using=ALIAS):
        tombstone = _destroy(cipher)
        gate().note_shredded(ref, cipher, by.pk)
        audit.record(store.DESTROYED, about=record, by=by, request=ref, remains=tombstone.remains)
    _wipe()


def _ask(objection: str, verb: str, cipher: str) -> None:
    if objection:
        raise Refused(objection, verb=verb, ref=cipher)


@sensitive_variables()
def _revealed(cipher: str) -> Groups:
    """The content of all versions, after each was compared with what the audit remembers of it."""
    known = {place: digest for place, digest, _commitment in store.recorded(cipher)}
    rows = list(SealedGroup.objects.filter(subject=cipher).order_by("version"))
    if {store.where(row): store.digest_of(row) for row in rows} != known:
        raise Refused(_altered(), verb="open", ref=cipher)
    if not rows:
        return {}
    try:
        dek = store.subject_key(SubjectKey.objects.get(subject=cipher))
        versions = [(row.group, store.content_of(dek, row).fields) for row in rows]
    except (sealing.Broken, SubjectKey.DoesNotExist):
        raise Refused(_altered(), verb="open", ref=cipher) from None
    held = {group: merged([fields for of, fields in versions if of == group]) for group in GROUPS}
    return {group: fields for group, fields in held.items() if fields}


def _altered() -> str:
    return _(
        "What the vault holds under this cipher is not what was deposited, so nothing is shown. Have the ledgers verified."
    )


def _destroy(cipher: str) -> Tombstone:
    store.alone_with(cipher)
    store.refuse_destroyed(cipher)
    key = SubjectKey.objects.select_for_update().filter(subject=cipher).first()
    if key is None:
        raise Refused(_("The vault holds nothing under this cipher."), verb="shred", ref=cipher)
    left = sealing.remains(store.digest_of(row) for row in SealedGroup.objects.filter(subject=cipher))
    key.delete()
    store.turn(key.inquiry)
    return Tombstone.objects.create(inquiry=key.inquiry, subject=cipher, remains=left)


def _wipe() -> None:
    """Write the table of keys anew, so that the destroyed one does not linger in its pages."""
    door = connections[ALIAS]
    if not door.in_atomic_block:
        with door.cursor() as cursor:
            cursor.execute(f"VACUUM FULL {door.ops.quote_name(SubjectKey._meta.db_table)}")
