"""Uploads: by a plain form, and in parts that resume; whatever breaks off leaves nothing or can go on."""

from __future__ import annotations

import base64
import errno
import hashlib
import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from evidence.intake import actions as intake
from evidence.intake import uploads
from evidence.intake.models import Upload
from evidence.items.models import Item
from inquiry.audit.models import Entry
from inquiry.shared.workflow import Refused
from tests.evidence.cast import open_batch

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 40


@pytest.fixture
def batch(inquiry, secretary, sent):
    return open_batch(inquiry, secretary)


def metadata(**said):
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in said.items())


def begin(browser, batch, size=256 * 40, **said):
    said = {"filename": "скан.pdf", "relative_path": "папка/скан.pdf", "batch": batch.ref, **said}
    return browser.post("/evidence/uploads/", headers={"Upload-Length": str(size), "Upload-Metadata": metadata(**said)})


def part(browser, where, at, content):
    return browser.patch(
        where, content, content_type="application/offset+octet-stream", headers={"Upload-Offset": str(at)}
    )


def test_a_file_arrives_in_parts_and_is_received_with_the_last(batch, desk, secretary):
    browser = desk(secretary)
    answer = begin(browser, batch, sha256=hashlib.sha256(CONTENT).hexdigest())
    assert (answer.status_code, answer["Tus-Resumable"]) == (201, "1.0.0")
    where = answer["Location"]
    assert part(browser, where, 0, CONTENT[:4000])["Upload-Offset"] == "4000"
    assert not Item.objects.exists()
    assert browser.head(where)["Upload-Offset"] == "4000"
    last = part(browser, where, 4000, CONTENT[4000:])
    item = Item.objects.get()
    assert (last.status_code, last["Evidence-Ref"], last["Evidence-Sha256"]) == (204, item.ref, item.sha256)
    assert (item.path, item.sha256) == ("папка/скан.pdf", hashlib.sha256(CONTENT).hexdigest())
    assert browser.head(where)["Upload-Offset"] == str(len(CONTENT))


def test_a_part_out_of_step_is_told_where_to_go_on(batch, desk, secretary):
    browser = desk(secretary)
    where = begin(browser, batch)["Location"]
    part(browser, where, 0, CONTENT[:100])
    assert part(browser, where, 0, CONTENT[:100]).status_code == 409
    assert browser.head(where)["Upload-Offset"] == "100"


def test_what_broke_off_between_the_last_byte_and_the_receipt_is_received_at_the_next_question(
    batch, desk, secretary, monkeypatch
):
    browser = desk(secretary)
    where = begin(browser, batch)["Location"]

    def broken(*_arguments, **_more):
        raise OSError("power")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="power"):
        patched.setattr(intake, "enter", broken)
        part(browser, where, 0, CONTENT)
    assert not Item.objects.exists()
    assert browser.head(where)["Evidence-Ref"] == Item.objects.get().ref
    assert browser.head(where)["Evidence-Ref"] == Item.objects.get().ref


def test_bytes_that_are_not_those_that_were_sent_are_refused_with_a_sentence(batch, desk, secretary):
    browser = desk(secretary)
    where = begin(browser, batch, sha256="0" * 64)["Location"]
    answer = part(browser, where, 0, CONTENT)
    assert (answer.status_code, "differs" in answer.text) == (422, True)
    assert not Item.objects.exists()


def test_more_than_announced_is_refused(batch, desk, secretary):
    browser = desk(secretary)
    where = begin(browser, batch, size=10)["Location"]
    assert part(browser, where, 0, CONTENT).status_code == 422


def test_too_large_a_file_is_refused_before_it_is_sent(batch, desk, secretary):
    assert begin(desk(secretary), batch, size=11 * 2**30).status_code == 422


def test_an_empty_file_is_received_at_once(batch, desk, secretary):
    assert begin(desk(secretary), batch, size=0)["Evidence-Ref"] == Item.objects.get().ref


def test_an_upload_is_its_senders_own(batch, desk, secretary, second_secretary, outsider):
    where = begin(desk(secretary), batch)["Location"]
    assert desk(second_secretary).head(where).status_code == 404
    assert part(desk(second_secretary), where, 0, b"x").status_code == 404
    assert begin(desk(outsider), batch).status_code == 404


def test_an_upload_nobody_finishes_is_forgotten(batch, desk, secretary, settings):
    browser = desk(secretary)
    where = begin(browser, batch)["Location"]
    part(browser, where, 0, CONTENT[:10])
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert uploads.clean() == 1
    assert list(settings.UPLOAD_ROOT.iterdir()) == []
    assert browser.head(where).status_code == 404


def test_giving_up(batch, desk, secretary, settings):
    browser = desk(secretary)
    assert browser.delete(begin(browser, batch)["Location"]).status_code == 204
    assert list(settings.UPLOAD_ROOT.iterdir()) == []


def test_without_scripts_files_are_sent_by_a_plain_form_and_receipted(batch, desk, secretary):
    files = [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("ә.txt", b"b")]
    browser = desk(secretary)
    answer = browser.post(f"/evidence/batches/{batch.ref}/", {"files": files}, follow=True)
    assert answer.status_code == 200
    for item in Item.objects.all():
        assert item.ref in answer.text
        assert item.sha256 in answer.text
    assert set(Item.objects.values_list("name", flat=True)) == {"a.txt", "ә.txt"}


def test_a_batch_is_opened_by_a_form_that_chooses_no_classification(inquiry, desk, secretary, sent):
    browser = desk(secretary)
    page = browser.get("/evidence/batches/new/").text
    assert "Only those assigned by name" in page
    assert 'type="radio"' in page
    assert not re.search('name="classification"[^>]*checked', page)
    said = {
        "title": "Box 3", "provided_by": "A lawyer", "provided": "January 2023", "provided_zone": "Asia/Almaty",
        "provided_basis": "stated", "how": "by_hand", "conditions": "", "note": "",
    }  # fmt: skip
    assert browser.post("/evidence/batches/new/", said).status_code == 422
    answer = browser.post("/evidence/batches/new/", {**said, "classification": "C3"}, follow=True)
    assert "Box 3" in answer.text
    assert "January 2023" in answer.text
    ref = answer.redirect_chain[0][0].rstrip("/").rpartition("/")[2]
    assert browser.get(f"/evidence/batches/{ref}/progress/", headers={"HX-Request": "true"}).status_code == 200
    closed = browser.post(f"/evidence/batches/{ref}/close/")
    assert closed.url == "/evidence/batches/"
    assert browser.get(f"/evidence/batches/{ref}/").status_code == 404


def test_the_receipt_of_restricted_files_is_there_while_the_batch_is_open(inquiry, desk, secretary, sent):
    restricted = open_batch(inquiry, secretary, "C3")
    browser = desk(secretary)
    browser.post(f"/evidence/batches/{restricted.ref}/", {"files": [SimpleUploadedFile("a.txt", b"a")]})
    assert Item.objects.get().sha256 in browser.get(f"/evidence/batches/{restricted.ref}/receipt/").text
    assert Item.objects.get().ref not in browser.get("/evidence/").text


def test_progress_is_asked_for_until_nothing_more_can_come(inquiry, desk, secretary):
    batch = open_batch(inquiry, secretary, "C1")
    asked = f"/evidence/batches/{batch.ref}/progress/"
    browser = desk(secretary)
    assert browser.get(asked, headers={"HX-Request": "true"}).status_code == 200
    intake.close(batch.ref, by=secretary)
    assert browser.get(asked, headers={"HX-Request": "true"}).status_code == 286


def test_the_same_mark_is_the_same_upload_and_its_bytes_are_not_taken_twice(batch, desk, secretary):
    browser = desk(secretary)
    where = begin(browser, batch, mark="m1")["Location"]
    part(browser, where, 0, CONTENT[:4000])
    again = begin(browser, batch, mark="m1")
    assert (again["Location"], again["Upload-Offset"]) == (where, "4000")
    assert begin(browser, batch, mark="m2")["Location"] != where
    asked = browser.post("/evidence/uploads/", {"batch": batch.ref, "marks": ["m1", "m3"]}, "application/json").json()
    assert asked == {"m1": [where, 4000, "", ""]}
    part(browser, where, 4000, CONTENT[4000:])
    item = Item.objects.get()
    asked = browser.post("/evidence/uploads/", {"batch": batch.ref, "marks": ["m1"]}, "application/json").json()
    assert asked == {"m1": [where, len(CONTENT), item.ref, item.sha256]}


def test_what_is_under_way_is_ones_own_and_can_be_forgotten(batch, desk, secretary, second_secretary, settings):
    begin(desk(secretary), batch, mark="m1")
    said = {"batch": batch.ref}
    assert set(desk(secretary).post("/evidence/uploads/", said, "application/json").json()) == {"m1"}
    assert desk(second_secretary).post("/evidence/uploads/", said, "application/json").status_code in {200, 404}
    assert desk(secretary).post("/evidence/uploads/", {**said, "forget": True}, "application/json").json() == {}
    assert list(settings.UPLOAD_ROOT.iterdir()) == []


def test_a_small_file_comes_with_its_announcement(batch, desk, secretary):
    said = metadata(filename="a.txt", batch=batch.ref, mark="m", sha256=hashlib.sha256(b"hello").hexdigest())
    sent = {
        "headers": {"Upload-Length": "5", "Upload-Metadata": said},
        "content_type": "application/offset+octet-stream",
    }
    answers = [desk(secretary).generic("POST", "/evidence/uploads/", b"hello", **sent) for _ in range(2)]
    assert {answer["Evidence-Ref"] for answer in answers} == {Item.objects.get().ref}


def test_the_digest_that_comes_with_the_last_part_is_compared_and_what_differs_is_not_kept(
    batch, desk, secretary, settings
):
    browser = desk(secretary)
    where = begin(browser, batch)["Location"]
    headers = {"Upload-Offset": "0", "Upload-Sha256": "0" * 64}
    answer = browser.patch(where, CONTENT, content_type="application/offset+octet-stream", headers=headers)
    assert (answer.status_code, "differs" in answer.text) == (422, True)
    assert not Upload.objects.exists()
    for root in (settings.UPLOAD_ROOT, settings.STORAGE_ROOT, settings.SCRATCH_ROOT):
        assert not [path for path in root.rglob("*") if path.is_file()]


def test_a_disk_that_is_full_is_507_and_the_upload_goes_on_later(batch, desk, secretary, monkeypatch):
    browser = desk(secretary)
    where = begin(browser, batch)["Location"]
    whole = uploads._written

    def fills_up(file, chunk):
        whole(file, chunk[:1000])
        raise uploads.actions.NoRoom("There is not enough room on the disk.", verb="upload")

    with monkeypatch.context() as patched:
        patched.setattr(uploads, "_written", fills_up)
        assert part(browser, where, 0, CONTENT).status_code == 507
    assert browser.head(where)["Upload-Offset"] == "1000"
    assert part(browser, where, 1000, CONTENT[1000:])["Evidence-Sha256"] == hashlib.sha256(CONTENT).hexdigest()


def test_the_system_s_own_word_for_a_full_disk_is_understood(batch, secretary):
    class Full:
        def write(self, _chunk):
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(intake.NoRoom, match="room on the disk"):
        uploads._written(Full(), b"x")


def test_that_an_upload_began_and_was_given_up_is_in_the_audit(batch, secretary):
    upload = uploads.begin(batch=batch.ref, path="a.txt", size=5, by=secretary, mark="m")
    uploads.begin(batch=batch.ref, path="a.txt", size=5, by=secretary, mark="m")
    uploads.give_up(upload, by=secretary)
    said = Entry.objects.filter(act__startswith="upload.").order_by("pk").values_list("act", "about", "facts")
    assert list(said) == [
        ("upload.begin", batch.ref, {"size": 5}),
        ("upload.give_up", batch.ref, {"size": 5, "arrived": 0}),
    ]


@pytest.mark.parametrize("other", [{"size": 4}, {"relative_path": "b.pdf"}])
def test_another_file_under_a_known_mark_is_refused(other, batch, desk, secretary):
    browser = desk(secretary)
    begin(browser, batch, mark="m1")
    answer = begin(browser, batch, mark="m1", **other)
    assert (answer.status_code, "Another file" in answer.text) == (422, True)
    assert Upload.objects.count() == 1


def test_one_person_has_so_many_uploads_under_way_and_no_more(batch, secretary, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_OPEN", 2)
    begun = [uploads.begin(batch=batch.ref, path=name, size=1, by=secretary, mark=name) for name in "ab"]
    with pytest.raises(Refused, match="did not end"):
        uploads.begin(batch=batch.ref, path="c", size=1, by=secretary, mark="c")
    assert uploads.begin(batch=batch.ref, path="a", size=1, by=secretary, mark="a") == begun[0]
    uploads.give_up(begun[0], by=secretary)
    assert uploads.begin(batch=batch.ref, path="c", size=1, by=secretary, mark="c").pk


@pytest.mark.parametrize("said", [{"mark": "a\0b"}, {"batch": "B\0"}])
def test_an_announcement_with_what_no_text_has_is_400(said, batch, desk, secretary):
    headers = {"Upload-Length": "1", "Upload-Metadata": metadata(**{"filename": "a", "batch": batch.ref, **said})}
    answer = desk(secretary).post("/evidence/uploads/", headers=headers)
    assert (answer.status_code, answer.text.endswith(".")) == (400, True)


@pytest.mark.parametrize(
    "said", [{"batch": "B\0"}, {"batch": "\ud800"}, {"marks": ["a\0b"]}, {"marks": ["m", "\udfff"]}]
)
def test_a_question_with_what_no_text_has_is_400(said, batch, desk, secretary):
    asked = json.dumps({"batch": batch.ref, **said})
    answer = desk(secretary).post("/evidence/uploads/", asked, "application/json")
    assert (answer.status_code, answer.text.endswith(".")) == (400, True)
