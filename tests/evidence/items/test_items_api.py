"""Items and batches by API: receipts, changes with their version, what each person gets."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence.intake.models import Batch
from evidence.items import actions
from evidence.items.models import Item, Page
from tests.evidence.cast import item_of, open_batch

pytestmark = pytest.mark.django_db
ITEMS, BATCHES = "/api/v1/evidence/items/", "/api/v1/evidence/batches/"


def send(client, batch, content=b"hello", **more):
    said = {"batch": batch.ref, "file": SimpleUploadedFile("a.txt", content), **more.pop("said", {})}
    return client.post(ITEMS, said, format="multipart", **more)


def test_a_batch_is_opened_filled_and_closed(inquiry, secretary, sent, api):
    client = api(secretary)
    made = client.post(BATCHES, {"title": "Box", "provided_by": "A body", "how": "email"}, format="json")
    assert (made.status_code, made.data["classification"]) == (201, "C3")
    batch = Batch.objects.get()
    receipt = send(client, batch)
    assert receipt.status_code == 201, receipt.data
    assert receipt.data["sha256"] == hashlib.sha256(b"hello").hexdigest()
    assert client.post(f"{BATCHES}{batch.ref}/close/", {}, format="json").status_code in (200, 404)
    assert send(client, batch).status_code in (404, 409)


def test_the_same_key_receives_once(inquiry, secretary, sent, api):
    batch, client = open_batch(inquiry, secretary), api(secretary)
    first = send(client, batch, headers={"Idempotency-Key": "one"})
    again = send(client, batch, headers={"Idempotency-Key": "one"})
    assert first.data["ref"] == again.data["ref"]
    assert Item.objects.count() == 1


def test_a_path_is_given_byte_for_byte_and_the_digest_is_compared(inquiry, secretary, sent, api):
    batch, client = open_batch(inquiry, secretary), api(secretary)
    send(client, batch, said={"path": " папка/a&amp;b.txt "})
    assert bytes(Item.objects.get().path_bytes).decode() == " папка/a&amp;b.txt "
    assert send(client, batch, said={"sha256": "0" * 64}).status_code == 409


def test_describing_says_which_version_it_changes(inquiry, secretary, sent, api):
    item, client = item_of(inquiry, secretary), api(secretary)
    address = f"{ITEMS}{item.ref}/"
    tag = client.get(address)["ETag"]
    assert client.patch(address, {"title": "x"}, format="json").status_code == 428
    changed = client.patch(address, {"title": "x"}, format="json", headers={"If-Match": tag})
    assert (changed.status_code, changed.data["title"]) == (200, "x")
    assert client.patch(address, {"title": "y"}, format="json", headers={"If-Match": tag}).status_code == 412
    new = changed["ETag"]
    assert client.patch(address, {"sha256": "0"}, format="json", headers={"If-Match": new}).status_code in (200, 400)
    item.refresh_from_db()
    assert item.sha256 != "0"


def test_who_may_only_know_gets_four_facts(inquiry, secretary, sent, auditor, api):
    item = item_of(inquiry, secretary)
    known = {"ref", "inquiry", "classification", "media_type", "received_month", "readable", "allowed_actions"}
    client = api(auditor)
    assert set(client.get(f"{ITEMS}{item.ref}/").data) == known
    assert set(client.get(ITEMS).data["results"][0]) == known
    lines = client.get(f"{ITEMS}{item.ref}/custody/").data["results"]
    assert [(line["act"], line["by"], line["facts"]) for line in lines] == [("received", None, {})]
    for side_door in ("pages/1/", "links/", "download/"):
        assert client.get(f"{ITEMS}{item.ref}/{side_door}").status_code == 404


@pytest.mark.parametrize("path", ["", "pages/1/", "custody/", "links/", "download/"])
def test_to_a_stranger_it_does_not_exist(path, inquiry, secretary, sent, outsider, api):
    item = item_of(inquiry, secretary)
    assert api(outsider).get(f"{ITEMS}{item.ref}/{path}").status_code == 404
    assert api(outsider).get(ITEMS).data["results"] == []


def test_pages_links_and_the_original(inquiry, secretary, sent, api):
    item, other, client = item_of(inquiry, secretary, content=b"original"), item_of(inquiry, secretary), api(secretary)
    Page.objects.create(item=item, number=1, text="Words")
    assert client.get(f"{ITEMS}{item.ref}/pages/1/").data["text"] == "Words"
    made = client.post(f"{ITEMS}{item.ref}/links/", {"about_ref": other.ref, "relation": "proves"}, format="json")
    assert made.status_code == 201, made.data
    assert client.get(f"{ITEMS}{item.ref}/links/").data[0]["about_ref"] == other.ref
    answer = client.get(f"{ITEMS}{item.ref}/download/")
    assert b"".join(answer.streaming_content) == b"original"
    assert answer["Content-Disposition"].startswith("attachment")


def test_filters_are_on_a_list(inquiry, secretary, sent, api):
    item_of(inquiry, secretary, "C1")
    client = api(secretary)
    assert len(client.get(f"{ITEMS}?classification=C1&status=waiting").data["results"]) == 1
    assert client.get(f"{ITEMS}?classification=C0").data["results"] == []
    assert client.get(f"{ITEMS}?name=letter").status_code == 400


def test_holding_more_closely_by_api(inquiry, secretary, sent, api):
    item, client = item_of(inquiry, secretary), api(secretary)
    answer = client.post(f"{ITEMS}{item.ref}/classify/", {"to": "C2", "reason": "Names a source"}, format="json")
    assert (answer.status_code, answer.data["classification"], answer.data["readable"]) == (200, "C2", False)


def test_the_custody_of_an_item_is_given_whole_newest_first(inquiry, secretary, sent, api):
    item, client = item_of(inquiry, secretary), api(secretary)
    for number in range(4):
        actions.describe(item.ref, by=secretary, title=f"Title {number}")
    first = client.get(f"{ITEMS}{item.ref}/custody/?limit=3").data
    rest = client.get(first["next"]).data
    assert [row["number"] for row in first["results"]] == [5, 4, 3]
    assert [row["number"] for row in rest["results"]] == [2, 1]
    assert rest["next"] is None
