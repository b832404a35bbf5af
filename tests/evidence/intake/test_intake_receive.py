"""Receiving: bytes, row, custody, audit and job together; names byte for byte; duplicates keep their occurrence."""

from __future__ import annotations

import hashlib
import io

import pytest
from django.core.exceptions import ValidationError

from evidence.custody.models import Act, CustodyEntry
from evidence.intake import actions as intake
from evidence.intake.models import Batch
from evidence.items.models import Item
from inquiry.audit.models import Entry
from inquiry.jobs.models import Job
from inquiry.shared.workflow import Refused
from tests.evidence.cast import child_of, item_of, open_batch, receive

pytestmark = pytest.mark.django_db


def test_what_is_received_has_a_row_a_custody_line_an_audit_line_and_a_job(inquiry, secretary, sent):
    item = item_of(inquiry, secretary, content=b"hello", path="папка/письмо.txt")
    assert item.ref.startswith("E-")
    assert len(item.ref) == 8
    assert item.sha256 == hashlib.sha256(b"hello").hexdigest()
    assert item.sha512 == hashlib.sha512(b"hello").hexdigest()
    assert (item.name, item.path) == ("письмо.txt", "папка/письмо.txt")
    line = CustodyEntry.objects.get(item=item)
    assert (line.number, line.act, line.by) == (1, Act.RECEIVED, secretary)
    assert Job.objects.get(about_ref=item.ref).task == "evidence.tasks.ingest"
    assert Entry.objects.filter(act="evidence.receive", about=item.ref).count() == 1


@pytest.mark.parametrize(
    "name",
    [
        "ә ғ қ ң ө ұ ү һ і.pdf".encode(),
        "مستند.doc".encode(),
        b"\xd4\xee\xf2\xee.jpg",
        b"a\nb\x00c",
        b"../../etc/passwd",
        "é".encode(),
    ],
)
def test_names_are_kept_byte_for_byte(name, inquiry, secretary, sent):
    item = receive(open_batch(inquiry, secretary), secretary, path=name)
    assert bytes(Item.objects.get(pk=item.pk).path_bytes) == name
    assert "\x00" not in item.name
    assert "\n" not in item.name


def test_a_path_from_a_disk_with_undecodable_bytes_is_kept(inquiry, secretary, sent):
    item = receive(open_batch(inquiry, secretary), secretary, path="a/\udcd4\udcee.txt")
    assert bytes(item.path_bytes) == b"a/\xd4\xee.txt"


def test_the_same_bytes_are_kept_once_and_every_occurrence_has_its_row(inquiry, secretary, sent, settings):
    first = item_of(inquiry, secretary, content=b"same", path="one.txt")
    second = item_of(inquiry, secretary, content=b"same", path="two.txt")
    assert second.duplicate_of == first
    assert second.ref != first.ref
    assert len([path for path in (settings.STORAGE_ROOT / "obj").rglob("*") if path.is_file()]) == 1


def test_the_same_bytes_in_another_inquiry_are_no_duplicate(inquiry, other_inquiry, secretary, outsider, sent):
    item_of(inquiry, secretary, content=b"same")
    assert item_of(other_inquiry, outsider, content=b"same").duplicate_of is None


def test_bytes_that_are_not_what_was_sent_are_refused(inquiry, secretary, sent):
    batch = open_batch(inquiry, secretary)
    with pytest.raises(Refused, match="differs"):
        intake.receive(io.BytesIO(b"x"), batch=batch.ref, path="x", by=secretary, claimed_digest="0" * 64)
    assert not Item.objects.exists()


def test_a_batch_says_how_it_is_classified(inquiry, secretary):
    with pytest.raises(ValidationError):
        open_batch(inquiry, secretary, classification="")


def test_nothing_is_received_into_a_closed_batch(inquiry, secretary, sent):
    batch = open_batch(inquiry, secretary)
    intake.close(batch.ref, by=secretary)
    with pytest.raises(Refused, match="closed"):
        receive(batch, secretary)
    intake.reopen(batch.ref, by=secretary)
    assert receive(batch, secretary)


def test_restricted_evidence_is_out_of_the_secretariats_sight_once_the_batch_is_closed(inquiry, secretary, sent):
    batch = open_batch(inquiry, secretary, "C3")
    receive(batch, secretary)
    assert Batch.objects.visible_to(secretary).filter(pk=batch.pk).exists()
    assert not Item.objects.visible_to(secretary).exists()
    intake.close(batch.ref, by=secretary)
    assert not Batch.objects.visible_to(secretary).exists()


def test_who_may_not_receive(inquiry, secretary, commissioner, outsider, sent):
    batch = open_batch(inquiry, secretary)
    with pytest.raises(Refused):
        receive(batch, commissioner)
    with pytest.raises(Batch.DoesNotExist):
        receive(batch, outsider)


def test_a_member_is_received_once_one_level_down_and_as_closely_held(inquiry, secretary, sent):
    parent = item_of(inquiry, secretary, "C1", path="outer.zip")
    Item.objects.filter(pk=parent.pk).update(classification="C3")
    parent.refresh_from_db()
    for _ in range(2):
        child = child_of(parent, name=b"inner/n\xe4me", shown="inner/näme")
    assert Item.objects.filter(parent=parent).count() == 1
    assert (child.depth, child.classification, child.path, child.name) == (1, "C3", "outer.zip!inner/näme", "näme")
    assert bytes(child.path_bytes) == b"inner/n\xe4me"
    assert CustodyEntry.objects.get(item=child).act == Act.UNPACKED
