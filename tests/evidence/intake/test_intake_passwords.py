"""A batch's passwords: sealed, numbered for good, told by label only; they open what is locked when it is read again."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from evidence.custody import ledger as custody
from evidence.ingestion import locked, placing
from evidence.ingestion.findings import Child, Findings
from evidence.ingestion.models import StageRun
from evidence.intake import actions as intake
from evidence.intake import passwords
from evidence.intake.entering import INGEST
from evidence.intake.models import Batch
from evidence.intake.password_list import BatchPassword
from evidence.items.models import Item
from inquiry.audit.models import Entry
from inquiry.jobs.models import Job
from inquiry.shared.workflow import Refused
from tests.evidence.cast import child_of, open_batch, receive

pytestmark = pytest.mark.django_db
WORD = "қыс-2024-Schlüssel"


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def batch(inquiry, secretary, sent):
    return open_batch(inquiry, secretary, "C1")


def add(batch, by, label="from the letter", password=WORD):
    return passwords.add(batch.ref, by=by, label=label, password=password)


def test_a_password_is_sealed_and_given_to_readers_only(batch, secretary):
    row = add(batch, secretary)
    row.refresh_from_db()
    assert WORD.encode() not in bytes(row.sealed)
    known = passwords.known(batch.pk)
    assert (known.words, known.numbers) == ((WORD,), (1,))
    assert WORD not in repr(known)
    assert WORD not in str(list(Entry.objects.values()))
    assert Entry.objects.get(act="batch.password_add").facts == {"number": 1, "label": "from the letter"}


def test_another_installation_cannot_open_it_and_an_older_key_still_does(batch, secretary, settings):
    add(batch, secretary)
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another key of another installation, long enough to be one"
    assert passwords.known(batch.pk).words == ()
    settings.SECRET_KEY_FALLBACKS = [old]
    assert passwords.known(batch.pk).words == (WORD,)


def test_a_sealed_password_opens_in_its_own_batch_only(batch, inquiry, secretary):
    other = open_batch(inquiry, secretary, "C1")
    stolen = bytes(add(batch, secretary).sealed)
    add(other, secretary, password="else")
    BatchPassword.objects.filter(batch=other).update(sealed=stolen)
    assert passwords.known(other.pk).words == ()


def test_numbers_are_never_given_twice_and_what_is_taken_off_is_wiped(batch, secretary):
    add(batch, secretary, password="one")
    second = add(batch, secretary, password="two")
    passwords.remove(batch.ref, by=secretary, number=second.number)
    third = add(batch, secretary, password="two")
    assert (third.number, passwords.known(batch.pk).numbers) == (3, (1, 3))
    second.refresh_from_db()
    assert (bytes(second.sealed), second.removed_by) == (b"", secretary)
    with pytest.raises(BatchPassword.DoesNotExist):
        passwords.remove(batch.ref, by=secretary, number=2)


@pytest.mark.parametrize(
    ("label", "password"), [("again", WORD), (f"it is {WORD.upper()}", WORD), ("x", ""), ("x", "y" * 201)]
)
def test_what_cannot_stand_on_the_list_is_refused(batch, secretary, label, password):
    if label == "again":
        add(batch, secretary)
    with pytest.raises(Refused):
        add(batch, secretary, label, password)


def test_who_may_not_receive_has_no_list(batch, commissioner, auditor, stranger, desk, api):
    with pytest.raises(Refused):
        add(batch, commissioner)
    with pytest.raises(Batch.DoesNotExist):
        add(batch, stranger)
    assert desk(auditor).get(f"/evidence/batches/{batch.ref}/passwords/").status_code == 404
    assert api(commissioner).get(f"/api/v1/evidence/batches/{batch.ref}/passwords/").status_code in (403, 404)


@pytest.mark.parametrize(
    ("said", "wanted"), [(2, 7), ([1, 2], [4, 7]), (3, None), ("1", None), ([0, -1, True, 2], 7), ({}, None)]
)
def test_places_become_lasting_numbers_and_nonsense_nothing(said, wanted):
    facts = {"opened_with": said}
    passwords.Known((4, 7), ("a", "b")).numbered(facts)
    assert facts.get("opened_with") == wanted


def test_the_page_takes_a_password_and_never_shows_it(batch, desk, secretary):
    browser, address = desk(secretary), f"/evidence/batches/{batch.ref}/passwords/"
    refused = browser.post(f"{address}new/", {"label": WORD, "secret": WORD})
    assert refused.status_code == 409
    assert refused.text.count(WORD) == 1, "the label, which the person typed; not the password"
    assert browser.post(f"{address}new/", {"label": "the letter", "secret": WORD}).status_code == 302
    shown = browser.get(address).text
    assert ("the letter" in shown, WORD in shown) == (True, False)
    assert browser.post(f"{address}1/remove/").status_code == 302
    assert "taken off the list" in browser.get(address).text
    assert browser.post(f"{address}1/remove/").status_code == 404


def test_a_list_is_pasted_and_numbers_are_name_enough(batch, desk, secretary):
    browser, address = desk(secretary), f"/evidence/batches/{batch.ref}/passwords/"
    add(batch, secretary, "old", "two")
    answer = browser.post(f"{address}new/", {"label": "", "secret": " one\r\ntwo\r\n\r\nthree \r\n"}, follow=True)
    assert "2 passwords were put on the list." in answer.text
    assert passwords.known(batch.pk).words == ("two", " one", "three "), "blanks may be part of a password"
    assert list(BatchPassword.objects.values_list("number", "label")) == [(1, "old"), (2, ""), (3, "")]
    assert browser.post(f"{address}new/", {"label": "", "secret": "two\nthree "}).status_code == 409
    assert browser.post(f"{address}new/", {"label": "", "secret": "\n"}).status_code == 422
    assert browser.post(f"{address}new/", {"label": "", "secret": f"four\n{'x' * 201}"}).status_code == 409
    assert len(passwords.known(batch.pk).words) == 3, "all of a list or none of it"


def test_a_password_is_not_tried_until_something_was_read_with_it(batch, desk, secretary):
    browser, address = desk(secretary), f"/evidence/batches/{batch.ref}/"
    receive(batch, secretary, path="a.zip")
    item = Item.objects.get()
    Item.objects.update(status="encrypted")
    said = {"version": "1", "outcome": "encrypted", "findings_digest": "", "stage": "unpack", "item": item}
    StageRun.objects.create(**said)
    add(batch, secretary)
    assert "Not tried yet." in browser.get(f"{address}passwords/").text
    answer = browser.post(f"{address}read-locked/", follow=True)
    assert "1 locked item is read again now." in answer.text
    assert "Not tried yet with every file" in browser.get(f"{address}passwords/").text
    Item.objects.update(status="encrypted")
    StageRun.objects.create(**said)
    cache.clear()
    assert "Opened nothing that you may read." in browser.get(f"{address}passwords/").text
    Item.objects.update(status="read")
    StageRun.objects.all().delete()
    assert "Nothing is locked" in browser.post(f"{address}read-locked/", follow=True).text


def test_the_panel_is_asked_again_until_the_batch_is_closed_and_read(batch, desk, secretary):
    browser, address = desk(secretary), f"/evidence/batches/{batch.ref}/passwords/"
    page = browser.get(f"/evidence/batches/{batch.ref}/").text
    assert "every" in page.partition(f'hx-get="{address}"')[2].partition(">")[0]
    assert browser.get(address, headers={"HX-Request": "true"}).status_code == 200
    intake.close(batch.ref, by=secretary)
    assert browser.get(address, headers={"HX-Request": "true"}).status_code == 286


def test_the_api_takes_a_password_and_never_gives_it(batch, api, secretary):
    client, address = api(secretary), f"/api/v1/evidence/batches/{batch.ref}/"
    made = client.post(f"{address}passwords/", {"label": "the letter", "password": WORD}, format="json")
    assert (made.status_code, made.json()["number"], "password" in made.json()) == (201, 1, False)
    assert [row["label"] for row in client.get(f"{address}passwords/").json()] == ["the letter"]
    assert client.post(f"{address}password_remove/", {"number": 1}, format="json").json()["removed_at"]
    assert client.post(f"{address}password_remove/", {"number": 1}, format="json").status_code == 404
    assert client.post(f"{address}read_locked_again/", {}, format="json").json() == {"items": 0}


def test_the_locked_items_are_read_again_and_no_others(batch, secretary, sent):
    for name, status in (("a.zip", "encrypted"), ("b.zip", "read"), ("c.zip", "failed")):
        receive(batch, secretary, path=name)
        Item.objects.filter(path=name).update(status=status)
    Job.objects.update(status="done", ended_at="2026-01-01T00:00Z")
    assert locked.read_locked_again(batch.ref, by=secretary) == 1
    assert Item.objects.get(path="a.zip").status == "waiting"
    assert Job.objects.filter(task=INGEST, status="queued").count() == 1
    assert Entry.objects.get(act="evidence.read_locked_again").facts == {"items": 1}
    assert list(custody.problems()) == []


def _found(*names: str) -> Findings:
    found = Findings()
    for order, name in enumerate(names, 1):
        found.add(Child(order, name.encode(), name, "member", None, 1))  # type: ignore[arg-type]
    return found


def test_members_keep_their_places_when_a_password_shows_more(batch, secretary):
    item = receive(batch, secretary, path="a.zip")
    assert placing.places(item, _found("a", "c")) == {1: 1, 2: 2}
    for order, name in ((1, "a"), (2, "c")):
        child_of(item, name.encode(), order, name.encode())
    places = placing.places(item, _found("a", "b", "c", "d"))
    assert (places[1], places[3], places[4]) == (1, 2, 4)
    assert places[2] not in (1, 2, 4)
    child_of(item, b"b", places[2], b"b")
    assert placing.places(item, _found("a", "b", "c", "d")) == places, "the same when it is done once more"


def test_two_members_of_one_name_keep_a_place_each(batch, secretary):
    item = receive(batch, secretary, path="a.zip")
    for order in (1, 2):
        child_of(item, b"%d" % order, order, b"a")
    assert placing.places(item, _found("a", "a", "a")) == {1: 1, 2: 2, 3: 3}
