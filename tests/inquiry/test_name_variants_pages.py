"""The pages, the API and the admin of names."""

from __future__ import annotations

import pytest

from inquiry.audit.models import Entry
from inquiry.commission import actions as commission
from inquiry.commission.authorities import actions as authorities
from inquiry.demonstration import loading, names, people
from inquiry.demonstration.shelf import Shelf
from inquiry.name_variants.lookup import look_up
from inquiry.name_variants.models import NameVariant, SameName


@pytest.fixture
def official(inquiry, secretary):
    return authorities.add_official(name="Нурлан Серикбаев", inquiry=inquiry, by=secretary)


@pytest.fixture
def member(inquiry, secretary):
    return commission.add_member(name="Nurlan Serikbayev", inquiry=inquiry, by=secretary)


def text(answer):
    return answer.content.decode()


def test_the_panel_stands_on_pages_of_those_who_bear_a_name_alone(official, inquiry, secretary, desk):
    browser = desk(secretary)
    assert f"/names/about/{official.ref}/" in text(browser.get(official.get_absolute_url()))
    area = commission.set_up(name="The commission", inquiry=inquiry, by=secretary)
    assert "/names/about/" not in text(browser.get(area.get_absolute_url()))


def test_a_spelling_is_recorded_on_the_desk(official, secretary, commissioner, desk):
    browser = desk(secretary)
    added = f"/names/about/{official.ref}/add/"
    answer = browser.post(added, {"text": "Нұрлан Серікбаев", "scheme": "as_given", "lang": "kk"})
    assert answer.status_code == 302
    page = text(browser.get(f"/names/about/{official.ref}/", headers={"HX-Request": "true"}))
    assert "Нұрлан Серікбаев" in page
    assert "Reject" in page
    again = browser.post(added, {"text": "Нұрлан Серікбаев", "scheme": "as_given"})
    assert again.status_code == 422
    assert "there already" in text(again)
    seen = text(desk(commissioner).get(f"/names/about/{official.ref}/", headers={"HX-Request": "true"}))
    assert "Нұрлан Серікбаев" in seen
    assert "Reject" not in seen
    assert desk(commissioner).get(added).status_code == 404


def test_spellings_are_generated_and_rejected_on_the_desk(official, secretary, desk):
    browser = desk(secretary)
    page = text(browser.get(f"/names/about/{official.ref}/generate/"))
    assert 'value="Нурлан Серикбаев"' in page
    assert browser.post(f"/names/about/{official.ref}/generate/", {"name": "Нурлан Серикбаев"}).status_code == 302
    row = NameVariant.objects.get(text="Nurlan Serikbaev")
    answer = browser.post(f"/names/variants/{row.ref}/reject/", {"reason": "Never."})
    assert (answer.status_code, answer["Location"]) == (302, official.get_absolute_url())
    assert browser.post(f"/names/variants/{row.ref}/reject/", {}).status_code == 409
    assert browser.get(f"/names/variants/{row.ref}/burn/").status_code == 404
    assert browser.post(f"/names/variants/{row.ref}/restore/").status_code == 302


def test_looking_up_shows_the_spelling_that_answered(official, member, commissioner, desk):
    page = text(desk(commissioner).post("/names/", {"secret-q": "Серікбаевтың"}))
    assert official.ref in page
    assert member.ref in page
    assert "Nurlan Serikbayev" in page
    empty = text(desk(commissioner).post("/names/", {"secret-q": "<b>Nobody</b>"}))
    assert "No name like this" in empty
    assert "<b>Nobody" not in empty


def test_a_name_that_is_looked_up_stands_in_no_address(official, commissioner, desk):
    browser = desk(commissioner)
    answer = browser.post("/names/", {"secret-q": "Серікбаевтың"})
    assert answer.status_code == 200, "the answer would be fetched from an address of its own"
    assert 'method="post"' in text(answer)
    assert "Серікбаевтың" not in str(dict(browser.session))
    assert "Серікбаевтың" not in str(list(Entry.objects.values_list("facts", flat=True)))
    assert official.ref not in text(browser.get("/names/", {"q": "Серікбаевтың"})), "an address was answered"
    assert browser.post("/names/", {}).status_code == 422


def test_the_names_page_says_what_it_is_for_when_nothing_is_suggested(inquiry, commissioner, desk):
    assert "until somebody decides" in text(desk(commissioner).get("/names/"))


def test_a_pair_is_decided_and_the_decision_taken_back_on_the_desk(official, member, investigator, commissioner, desk):
    browser = desk(investigator)
    pair = f"/names/pair/?one={member.ref}&other={official.ref}"
    assert "Compare and decide" in text(browser.get("/names/"))
    assert "Nurlan Serikbayev" in text(browser.get(pair))
    answer = browser.post(pair, {"decision": "different", "reason": "Father and son."})
    assert answer.status_code == 302
    page = text(browser.get(answer["Location"]))
    assert "Father and son." in page
    assert 'value="same"' not in page
    assert browser.post(pair, {"decision": "same", "reason": "After all."}).status_code == 422
    assert browser.post(pair, {"decision": "withdrawn", "reason": "A mistake."}).status_code == 302
    listed = text(desk(commissioner).get("/names/decisions/"))
    assert "a later row counts" in listed
    assert "Father and son." in listed
    assert "decided by investigators" in text(desk(commissioner).get(pair))
    assert desk(commissioner).post(pair, {"decision": "same", "reason": "I say so."}).status_code == 409


def test_the_pair_of_what_one_may_not_see_is_not_found(official, member, outsider, investigator, desk):
    pair = f"/names/pair/?one={official.ref}&other={member.ref}"
    assert desk(outsider).get(pair).status_code == 404
    assert desk(investigator).get(f"/names/pair/?one={official.ref}&other=DT-9999").status_code == 404
    assert desk(investigator).get("/names/pair/").status_code == 200
    assert "Choose two different records" in text(
        desk(investigator).get(f"/names/pair/?one={official.ref}&other={official.ref}")
    )


def test_by_api(official, member, secretary, investigator, commissioner, api):
    client = api(secretary)
    sent = {"about_ref": official.ref, "text": "Нұрлан Серікбаев", "scheme": "as_given", "lang": "kk"}
    made = client.post("/api/v1/name-variants/", sent, format="json")
    assert made.status_code == 201, made.data
    assert (made.data["status"], made.data["script"]) == ("asserted", "Cyrl")
    assert made.data["allowed_actions"] == ["reject"]
    told = client.post(f"/api/v1/name-variants/{made.data['ref']}/reject/", {"reason": "No."}, format="json")
    assert told.data["status"] == "rejected"
    assert client.get(f"/api/v1/name-variants/?about={official.ref}&status=rejected").data["results"]
    found = api(commissioner).get("/api/v1/names/", {"q": "Серикбаевым"}).data["results"]
    assert {row["ref"] for row in found} == {official.ref, member.ref}
    assert client.get("/api/v1/names/").status_code == 400


def test_decisions_by_api(official, member, investigator, secretary, api):
    sent = {"one_ref": official.ref, "other_ref": member.ref, "decision": "different", "reason": "Two."}
    assert api(secretary).post("/api/v1/name-decisions/", sent, format="json").status_code == 409
    made = api(investigator).post("/api/v1/name-decisions/", sent, format="json")
    assert made.status_code == 201, made.data
    assert made.data["number"] == 1
    again = api(investigator).post("/api/v1/name-decisions/", {**sent, "decision": "same"}, format="json")
    assert again.status_code == 409
    assert "Withdraw" in again.data["detail"]


def test_the_secretariat_adds_spellings_in_the_admin(official, secretary, desk):
    browser = desk(secretary)
    sent = {"about_ref": official.ref, "text": "Нұрлан Серікбаев", "scheme": "as_given", "lang": "kk", "citation": ""}
    assert browser.post("/admin/inquiry/namevariant/add/", sent).status_code == 302
    row = NameVariant.objects.get()
    assert row.key
    assert row.ref in text(browser.get("/admin/inquiry/namevariant/"))
    page = text(browser.get(f"/admin/inquiry/namevariant/{row.pk}/change/"))
    assert 'name="_save"' not in page
    assert browser.get("/admin/inquiry/samename/").status_code == 200


def test_the_demonstration_spells_public_names_and_keeps_the_two_alis_apart(inquiry, settings, tmp_path):
    settings.STATE_DIR = tmp_path
    shelf = Shelf(inquiry, people.admit(people.CAST, inquiry))
    for subject in loading.SUBJECTS[:6]:
        loading.load_subject(shelf, subject)
    written = names.load(shelf)
    assert written > 50
    decided = SameName.objects.get()
    assert (decided.decision, decided.created_by) == ("different", shelf.people["analyst"])
    pair = {decided.one_ref, decided.other_ref}
    assert pair == {shelf.records["tayab"].ref, shelf.records["rushanara"].ref}
    assert names.load(shelf) == written
    assert SameName.objects.count() == 1
    for asked in ("Токаевым", "Toqaev", "Тоқаевтың", "Tokajew"):
        assert [hit.ref for hit in look_up(asked, by=shelf.writer, inquiry=inquiry)] == [shelf.records["tokayev"].ref]
