"""`verify` finds each way in which the vault may differ from what the audit remembers (T12 to T14), and nothing else."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from inquiry.audit.models import Entry
from tests.witnesses.vault_ground import BOTH, CONTACT, give, open_gate, witness_of
from witnesses.vault import door, sealing, store
from witnesses.vault.models import SealedGroup, SubjectKey, Tombstone

pytestmark = BOTH
__all__ = ["open_gate"]


@pytest.fixture
def pair(inquiry, protection_officer):
    """Two witnesses; the first has names in two versions and a contact."""
    one, other = (witness_of(inquiry, protection_officer) for _ in range(2))
    give(one, protection_officer)
    give(one, protection_officer, fields={"full": ["Other Name"]})
    give(one, protection_officer, "contact", CONTACT)
    give(other, protection_officer)
    assert door.verify() == []
    return one, other


@pytest.fixture
def behind():
    """Change the vault's tables as whoever owns the database can: with the triggers switched off and on again."""

    def change(statement, *values):
        with connections["vault"].cursor() as cursor:
            for table in ("vault_sealedgroup", "vault_tombstone"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
            cursor.execute(statement, values)
            changed = cursor.rowcount
            for table in ("vault_sealedgroup", "vault_tombstone"):
                cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only_row")
        assert changed

    return change


def test_a_row_taken_out_is_missed(pair, behind):
    behind('DELETE FROM vault_sealedgroup WHERE subject = %s AND "group" = %s', pair[0].ref, "contact")
    assert door.verify() == [f"{pair[0].ref}, contact, version 1 was deposited and is missing"]


def test_the_newest_version_taken_out_is_missed(pair, behind):
    behind("DELETE FROM vault_sealedgroup WHERE version = 2")
    assert door.verify() == [f"{pair[0].ref}, names, version 2 was deposited and is missing"]


def test_an_older_version_put_in_the_place_of_a_newer_is_found(pair, behind):
    old = SealedGroup.objects.get(subject=pair[0].ref, group="names", version=1)
    behind("UPDATE vault_sealedgroup SET sealed = %s WHERE version = 2", bytes(old.sealed))
    found = door.verify()
    assert f"{pair[0].ref}, names, version 2 is not what was deposited" in found
    assert f"{pair[0].ref}, names, version 2 does not open in its place" in found


def test_rows_of_two_people_exchanged_are_found(pair, behind):
    one, other = (SealedGroup.objects.get(subject=who.ref, group="names", version=1) for who in pair)
    behind("UPDATE vault_sealedgroup SET sealed = %s WHERE id = %s", bytes(one.sealed), other.pk)
    behind("UPDATE vault_sealedgroup SET sealed = %s WHERE id = %s", bytes(other.sealed), one.pk)
    assert sum("does not open in its place" in problem for problem in door.verify()) == 2


def test_a_row_given_to_another_person_is_found(pair, behind):
    behind('UPDATE vault_sealedgroup SET subject = %s WHERE "group" = %s', pair[1].ref, "contact")
    found = door.verify()
    assert f"{pair[1].ref}, contact, version 1 was never recorded" in found
    assert f"{pair[0].ref}, contact, version 1 was deposited and is missing" in found


def test_each_bit_of_ciphertext_counts(pair, behind):
    row = SealedGroup.objects.get(group="contact")
    altered = bytearray(row.sealed)
    altered[-1] ^= 1
    behind("UPDATE vault_sealedgroup SET sealed = %s WHERE id = %s", bytes(altered), row.pk)
    assert f"{pair[0].ref}, contact, version 1 does not open in its place" in door.verify()


def test_a_key_lost_without_a_tombstone_is_found(pair):
    SubjectKey.objects.filter(subject=pair[0].ref).delete()
    assert door.verify() == [f"The key of {pair[0].ref} is lost, and it was not destroyed"]


def test_keys_exchanged_are_found(pair):
    one, other = (SubjectKey.objects.get(subject=who.ref) for who in pair)
    SubjectKey.objects.filter(pk=one.pk).update(wrapped=bytes(other.wrapped))
    assert door.verify() == [f"The key of {pair[0].ref} does not open"]


def test_a_key_that_came_back_after_destruction_is_found(pair, protection_officer, open_gate):
    kept = SubjectKey.objects.get(subject=pair[0].ref)
    door.shred("VO-0001", pair[0].ref, by=protection_officer)
    assert door.verify() == []
    SubjectKey.objects.create(inquiry=kept.inquiry, subject=kept.subject, kek=kept.kek, wrapped=bytes(kept.wrapped))
    assert door.verify() == [f"{pair[0].ref} was destroyed and has a key again"]


def test_a_tombstone_taken_away_is_missed(pair, protection_officer, open_gate, behind):
    kept = SubjectKey.objects.get(subject=pair[0].ref)
    door.shred("VO-0001", pair[0].ref, by=protection_officer)
    behind("DELETE FROM vault_tombstone")
    SubjectKey.objects.create(inquiry=kept.inquiry, subject=kept.subject, kek=kept.kek, wrapped=bytes(kept.wrapped))
    assert f"{pair[0].ref} was destroyed and has no tombstone" in door.verify()


def test_a_tombstone_set_up_without_a_record_is_found(pair):
    SubjectKey.objects.filter(subject=pair[0].ref).delete()
    left = sealing.remains(store.digest_of(row) for row in SealedGroup.objects.filter(subject=pair[0].ref))
    Tombstone.objects.create(inquiry=pair[0].inquiry.ref, subject=pair[0].ref, remains=left)
    assert door.verify() == [f"{pair[0].ref} has a tombstone and its destruction was never recorded"]


def test_what_is_left_after_destruction_is_still_compared(pair, protection_officer, open_gate, behind):
    door.shred("VO-0001", pair[0].ref, by=protection_officer)
    behind("UPDATE vault_sealedgroup SET sealed = %s WHERE version = 2", bytes(60))
    found = door.verify()
    assert f"{pair[0].ref} was destroyed and what is left of it was changed" in found
    assert f"{pair[0].ref}, names, version 2 is not what was deposited" in found


def test_a_second_record_of_the_same_place_is_found(pair):
    entry = Entry.objects.filter(act="vault.deposit").first()
    again = Entry(act=entry.act, about=entry.about, inquiry=entry.inquiry, facts={**entry.facts, "sealed": "0" * 64})
    again.digest = again.committed()
    again.save()
    assert any("recorded twice" in problem for problem in door.verify())


def test_a_sealed_row_whose_commitment_is_another_is_found(pair, behind):
    """Whoever holds the keys can seal something else; the audit remembers another content."""
    row = SealedGroup.objects.get(group="contact")
    dek = store.subject_key(SubjectKey.objects.get(subject=row.subject))
    forged = sealing.seal(dek, sealing.Content({"phone": ["+7 000"]}, "11" * 32, 1), store.place_of(row))
    behind("UPDATE vault_sealedgroup SET sealed = %s WHERE id = %s", forged, row.pk)
    assert f"{pair[0].ref}, contact, version 1 holds something else than was committed to" in door.verify()


def test_a_trigger_switched_off_is_found(pair):
    with connections["vault"].cursor() as cursor:
        cursor.execute("ALTER TABLE vault_sealedgroup DISABLE TRIGGER append_only_row")
    assert door.verify() == ["vault_sealedgroup: its append-only trigger is missing or switched off"]


def test_no_sentence_says_what_is_sealed(pair, behind):
    behind("DELETE FROM vault_sealedgroup")
    SubjectKey.objects.all().delete()
    assert all("Ospanov" not in problem and "Оспан" not in problem for problem in door.verify())


def test_the_command_asks_the_vault_too(pair, behind, capsys):
    call_command("verify_ledgers")
    assert "The vault: holds" in capsys.readouterr().out
    behind("DELETE FROM vault_sealedgroup WHERE version = 2")
    with pytest.raises(CommandError):
        call_command("verify_ledgers")
    assert "names, version 2 was deposited and is missing" in capsys.readouterr().out


def test_the_command_says_when_the_vault_cannot_be_asked(pair, settings, tmp_path, capsys):
    settings.VAULT_SOCKET = str(tmp_path / "nobody.sock")
    call_command("verify_ledgers")
    assert "The vault cannot be reached" in capsys.readouterr().out
