"""The pages of the register and of items: what each person gets, and what never leaves."""

from __future__ import annotations

import pytest

from evidence.custody.models import Act, CustodyEntry
from evidence.ingestion import pipeline, reading
from evidence.intake.entering import INGEST
from evidence.items.models import Item, Page
from inquiry.audit.models import Entry
from inquiry.jobs.models import Job, JobStatus
from tests.evidence.cast import item_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def one_sandbox():
    yield
    reading.stop()


@pytest.fixture
def letter(inquiry, secretary, sent):
    item = item_of(inquiry, secretary, "C1", "Письмо <b>министру</b> о встрече.".encode(), "письмо.txt")
    for job in Job.objects.filter(task=INGEST, status=JobStatus.QUEUED):
        pipeline.run(job.pk)
    return item


def test_the_register_lists_what_one_may_read(letter, desk, secretary):
    answer = desk(secretary).get("/evidence/")
    assert answer.status_code == 200
    assert letter.ref in answer.text
    assert "письмо.txt" in answer.text


def test_of_what_one_may_only_know_neither_name_nor_title_is_shown(inquiry, sent, investigator, desk, secretary):
    item = item_of(inquiry, investigator, "C2", path="secret-name.txt")
    Item.objects.filter(pk=item.pk).update(title="Secret title")
    for address in ("/evidence/", f"/evidence/items/{item.ref}/", f"/evidence/items/{item.ref}/custody/"):
        answer = desk(secretary).get(address)
        assert answer.status_code == 200, address
        assert item.ref in answer.text or "custody" in address
        assert "secret-name" not in answer.text
        assert "Secret title" not in answer.text
        assert item.sha256 not in answer.text


def test_a_filter_is_no_oracle_for_names_one_may_not_read(inquiry, sent, investigator, desk, secretary):
    item = item_of(inquiry, investigator, "C2", path="secret-name.txt")
    for query in ("title=secret", "provider=A+provider"):
        assert item.ref not in desk(secretary).get(f"/evidence/?{query}").text


CLOSED = ["", "describe/", "classify/", "lower/", "download/", "links/", "custody/", "pages/1.png", "pages/1/small.png"]


@pytest.mark.parametrize("path", CLOSED)
def test_to_others_an_item_does_not_exist(path, letter, desk, outsider, stranger, administrator, client):
    for user in (outsider, stranger, administrator):
        browser = desk(user)
        hidden = browser.get(f"/evidence/items/{letter.ref}/{path}")
        missing = browser.get(f"/evidence/items/E-999999/{path}")
        assert hidden.status_code == missing.status_code == 404
        assert hidden.text.replace(letter.ref, "") == missing.text.replace("E-999999", "")
    assert client.get(f"/evidence/items/{letter.ref}/{path}").status_code == 302


def test_the_text_of_a_file_is_escaped_and_hits_are_marked(letter, desk, secretary):
    answer = desk(secretary).get(f"/evidence/items/{letter.ref}/?q=министр")
    assert "&lt;b&gt;" in answer.text
    assert ">министру</mark>" in answer.text


def test_reading_what_is_held_closely_is_recorded(inquiry, secretary, sent, protection_officer, desk):
    item = item_of(inquiry, secretary, "C3")
    assert desk(protection_officer).get(f"/evidence/items/{item.ref}/").status_code == 200
    assert Entry.objects.filter(act="evidence.read", about=item.ref, by=protection_officer).count() == 1
    assert CustodyEntry.objects.filter(item=item, act=Act.VIEWED).count() == 1


def test_an_original_leaves_only_as_an_attachment_after_a_warning(letter, desk, secretary):
    browser = desk(secretary)
    warning = browser.get(f"/evidence/items/{letter.ref}/download/")
    assert "harm" in warning.text
    assert not CustodyEntry.objects.filter(item=letter, act=Act.DOWNLOADED).exists()
    answer = browser.post(f"/evidence/items/{letter.ref}/download/")
    assert b"".join(answer.streaming_content).decode().startswith("Письмо")
    assert answer["Content-Disposition"] == f'attachment; filename="{letter.ref}.txt"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["Cache-Control"] == "no-store, private"
    assert CustodyEntry.objects.filter(item=letter, act=Act.DOWNLOADED).count() == 1


def test_a_picture_of_a_page_has_headers_that_bind(letter, desk, secretary, settings):
    import io

    from evidence import storage

    digest = storage.put(io.BytesIO(b"\x89PNG"), kind=storage.PICTURES).sha256
    Page.objects.filter(item=letter).update(
        image_digest=digest, image_type="image/png", image_width=10, image_height=10
    )
    answer = desk(secretary).get(f"/evidence/items/{letter.ref}/pages/1.png")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_describing_by_form_and_changing_several(letter, desk, secretary):
    browser = desk(secretary)
    assert browser.get(f"/evidence/items/{letter.ref}/describe/").status_code == 200
    said = {
        "title": "Letter", "description": "", "dated": "16 January 2023", "dated_zone": "Asia/Almaty",
        "dated_basis": "stated", "place": "", "provider": "x", "language": "ru", "relevance": "key", "privilege": "none",
        "handling": "", "revision": Item.objects.get().revision,
    }  # fmt: skip
    assert browser.post(f"/evidence/items/{letter.ref}/describe/", said).status_code == 302
    letter.refresh_from_db()
    assert (letter.title, letter.dated) == ("Letter", "2023-01-16")
    chosen = {"verb": "relevance:relevant", "ref": [letter.ref]}
    preview = browser.post("/evidence/change/", chosen)
    assert "Key document" in preview.text
    letter.refresh_from_db()
    assert letter.relevance == "key"
    seen = {"revision": f"{letter.ref}:{letter.revision}"}
    assert seen["revision"] in preview.text
    assert browser.post("/evidence/change/", {**chosen, **seen, "confirmed": "yes"}).status_code == 302
    letter.refresh_from_db()
    assert letter.relevance == "relevant"


def test_links_are_made_shown_and_taken_back(letter, inquiry, desk, secretary, sent):
    other = item_of(inquiry, secretary)
    browser = desk(secretary)
    form = {"ref": letter.ref, "about_ref": other.ref, "relation": "proves", "part": "2"}
    assert browser.get(f"/evidence/links/new/?about_ref={other.ref}").status_code == 200
    assert browser.post("/evidence/links/new/", form).status_code == 302
    assert letter.ref in browser.get(f"/evidence/about/{other.ref}/").text
    panel = browser.get(f"/evidence/items/{letter.ref}/links/", headers={"HX-Request": "true"}).text
    assert other.ref in panel
    link = letter.links.get()
    assert browser.post(f"/evidence/items/{letter.ref}/links/{link.pk}/remove/").status_code == 302
    assert letter.ref not in browser.get(f"/evidence/about/{other.ref}/").text
    refused = browser.post("/evidence/links/new/", {**form, "about_ref": "OR-9999"})
    assert refused.status_code == 409


@pytest.mark.parametrize("path", ["overview/", "jobs/", "sandbox/", "batches/", "batches/new/", "search/"])
def test_the_other_pages_open(path, letter, desk, secretary):
    browser = desk(secretary)
    assert browser.get(f"/evidence/{path}").status_code == 200
    assert browser.get(f"/evidence/{path}", headers={"HX-Request": "true"}).status_code == 200


def test_lowering_by_two_persons_at_the_desk(inquiry, secretary, sent, protection_officer, desk):
    from tests.conftest import person

    second = person("protection_officer", inquiry)
    item = item_of(inquiry, secretary, "C3")
    browser = desk(protection_officer)
    assert "Only those assigned" in browser.get(f"/evidence/items/{item.ref}/lower/").text
    assert browser.post(f"/evidence/items/{item.ref}/lower/", {"to": "C1", "reason": "Published"}).status_code == 302
    assert desk(second).post(f"/evidence/items/{item.ref}/lower/approve/").status_code == 302
    item.refresh_from_db()
    assert item.classification == "C1"
    raised = desk(secretary).post(f"/evidence/items/{item.ref}/classify/", {"to": "C3", "reason": "After all"})
    assert raised.url == "/evidence/"
