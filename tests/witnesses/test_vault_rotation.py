"""Rotation: every key wrapped anew in batches while readers go on; what was lost or cut short is found or taken up again."""

from __future__ import annotations

import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from inquiry.audit.models import Entry
from inquiry.embedded.vault import make_keys
from tests.witnesses.vault_ground import BOTH, COMMITTED, NAMES, give, open_gate, witness_of
from witnesses.vault import door, keys, rotation, sealing, store
from witnesses.vault.models import SealedGroup, SubjectKey

__all__ = ["open_gate"]


@pytest.fixture(autouse=True)
def file(settings, tmp_path):
    """A key file of the test's own."""
    settings.VAULT_KEY_FILE = str(make_keys(tmp_path / "keys"))
    store.keys.cache_clear()
    yield tmp_path / "keys"
    store.keys.cache_clear()


def rotate(*flags: str) -> str:
    out = StringIO()
    call_command("rotate_vault_key", *flags, stdout=out)
    return out.getvalue()


def fill(count: int) -> None:
    """Many subjects with a key and names, straight into the tables."""
    kek_id = store.keys().active()
    kek, made = store.keys().key(kek_id), []
    for number in range(count):
        subject, dek = f"W-{number:05d}", sealing.new_key()
        wrapped = sealing.wrap(kek, dek, inquiry="IQ-0001", subject=subject, kek_id=kek_id)
        place = sealing.Place("IQ-0001", subject, "names", 1)
        sealed = sealing.seal(dek, sealing.Content({"full": [f"Name {number}"]}, "00" * 32, 1), place)
        made.append((SubjectKey(inquiry="IQ-0001", subject=subject, kek=kek_id, wrapped=wrapped),
                     SealedGroup(inquiry="IQ-0001", subject=subject, group="names", version=1, sealed=sealed)))  # fmt: skip
    SubjectKey.objects.bulk_create([key for key, _row in made])
    SealedGroup.objects.bulk_create([row for _key, row in made])


@BOTH
def test_after_a_rotation_everything_opens_under_the_new_key_and_nothing_is_under_the_old(
    inquiry, protection_officer, open_gate, file
):
    witness, old = witness_of(inquiry, protection_officer), store.keys().active()
    give(witness, protection_officer)
    said = rotate()
    new = store.keys().active()
    assert new != old
    assert f"1 keys are under {new} now, 0 under any other." in said
    assert list(SubjectKey.objects.values_list("kek", flat=True)) == [new]
    keys.write_keys(file, {new: store.keys().key(new)})  # the old key is thrown away
    assert door.open_subject("VO-0001", witness.ref, by=protection_officer) == {"names": NAMES}
    assert door.verify() == []
    assert Entry.objects.get(act="vault.rotate_key").facts == {"key": new, "wrapped": 1}


@BOTH
def test_new_deposits_take_the_new_key(inquiry, protection_officer):
    rotate()
    give(witness_of(inquiry, protection_officer), protection_officer)
    assert SubjectKey.objects.get().kek == store.keys().active()


@BOTH
def test_a_rotation_that_was_cut_short_is_taken_up_again(file):
    fill(1200)
    active = keys.add_key(file)
    assert rotation.rewrap_batch(active) == rotation.BATCH
    assert rotation.left() == {next(kek for kek in keys.read_keys(file) if kek != active): 700}
    assert "700 keys are under" in rotate("--no-new-key")
    assert rotation.left() == {}


@BOTH
def test_a_key_that_is_missing_stops_the_rotation_and_changes_nothing(file):
    fill(3)
    before = list(SubjectKey.objects.order_by("pk").values_list("kek", "wrapped"))
    file.unlink()
    make_keys(file)
    with pytest.raises(CommandError, match="What was wrapped before stays readable"):
        rotate("--no-new-key")
    assert list(SubjectKey.objects.order_by("pk").values_list("kek", "wrapped")) == before


@COMMITTED
def test_readers_go_on_while_the_keys_are_wrapped_anew(file):
    fill(3000)
    ends, seen, failed = threading.Event(), [0], list[BaseException]()

    def read() -> None:
        try:
            while not ends.is_set():
                for key in SubjectKey.objects.order_by("?")[:50]:
                    row = SealedGroup.objects.get(subject=key.subject)
                    number = int(key.subject.removeprefix("W-"))
                    assert store.content_of(store.subject_key(key), row).fields == {"full": [f"Name {number}"]}
                    seen[0] += 1
        except BaseException as problem:
            failed.append(problem)
        finally:
            connections.close_all()

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        while seen[0] < 100 and not failed:
            ends.wait(0.01)
        began = seen[0]
        rotate()
        during = seen[0] - began
    finally:
        ends.set()
        for reader in readers:
            reader.join()
    assert failed == []
    assert during > 0
    assert rotation.left() == {}


@COMMITTED
def test_a_row_that_somebody_holds_is_passed_over_and_taken_later(file):
    fill(5)
    active = keys.add_key(file)
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic(using="vault"):
            SubjectKey.objects.select_for_update().get(subject="W-00003")
            held.set()
            let_go.wait(10)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(10)
        assert rotation.rewrap_batch(active) == 4
    finally:
        let_go.set()
        holder.join()
    assert rotation.rewrap() == 1
