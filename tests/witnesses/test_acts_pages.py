"""Pages and API of acts and events: who opens them, how exact they are, what is audited, forms that keep what was typed."""

from __future__ import annotations

import pytest

from inquiry.accounts import actions as accounts
from inquiry.audit.models import Entry
from tests.conftest import person
from tests.witnesses.wrongs import ARREST, BEATING, DIRECTLY, KILLING, TORTURE, done_to, furnish
from witnesses.acts import actions
from witnesses.acts.models import Act, Event, Involvement

LISTS = ("/acts/", "/acts/events/", "/acts/map/", "/acts/counts/")


@pytest.fixture
def made(inquiry, secretary, investigator):
    return furnish(inquiry, secretary, investigator)


@pytest.fixture
def full(made, investigator):
    """Three acts: to a witness in a town, to a casualty, to a group."""
    made.act = done_to(made, made.witness, investigator, methods=[BEATING], stated_reason="None was given.")
    made.killing = done_to(made, made.casualty, investigator, act_type=KILLING)
    made.arrests = done_to(made, "about fifty people", investigator, act_type=ARREST)
    made.involved = actions.add_involvement(act=made.act, official=made.official, degree=DIRECTLY, by=investigator)
    return made


@pytest.fixture
def reader(full, inquiry, protection_officer):
    """A commissioner who is assigned to the witness and does not keep them."""
    somebody = person("commissioner", inquiry)
    accounts.assign(somebody, full.witness, by=protection_officer)
    return somebody


@pytest.mark.parametrize("path", LISTS)
def test_who_holds_no_right_finds_no_page(full, desk, inquiry, path):
    for role in ("secretariat", "administrator", "auditor", "translator", "clinician", ""):
        assert desk(person(role, inquiry)).get(path).status_code == 404, role


@pytest.mark.parametrize("path", LISTS)
def test_every_list_opens_empty_and_full(inquiry, secretary, desk, path):
    investigator = person("investigator", inquiry)
    assert desk(investigator).get(path).status_code == 200
    done_to(furnish(inquiry, secretary, investigator), "about fifty people", investigator, act_type=ARREST)
    assert desk(investigator).get(path).status_code == 200


def test_the_page_of_an_act_says_who_did_what_to_whom(full, desk, investigator):
    page = desk(investigator).get(f"/acts/{full.act.ref}/").content.decode()
    for words in (
        full.witness.ref,
        "Torture",
        "Beating",
        "Directly carried out the act",
        "A. Example",
        "Oidan",
        "5 January 2022",
    ):
        assert words in page, words


def test_reading_an_act_is_audited_once(full, desk, investigator):
    desk(investigator).get(f"/acts/{full.act.ref}/")
    assert Entry.objects.filter(act="act.read", about=full.act.ref, by=investigator).count() == 1


def test_outside_the_team_an_act_is_told_by_month_and_country(full, desk, reader):
    browser = desk(reader)
    for path in (f"/acts/{full.act.ref}/", "/acts/?victim=" + full.witness.ref, f"/acts/about/{full.witness.ref}/"):
        page = browser.get(path).content.decode()
        assert "January 2022" in page, path
        assert "5 January 2022" not in page.replace("Demonstration", ""), path
        assert f"/authorities/places/{full.town.ref}/" not in page, path


def test_the_map_and_the_filter_tell_no_place_that_the_list_does_not(full, desk, reader, investigator):
    mine = desk(investigator).get("/acts/map/").content.decode()
    assert "<circle" in mine
    theirs = desk(reader).get("/acts/map/")
    spots = theirs.context["spots"]
    assert [(spot.name, spot.count) for spot in spots] == [("Oidan", 2)]  # the casualty and the group, not the witness
    assert ("Kazakhstan", 1) in [(name, count.acts) for name, count in theirs.context["unplaced"]]
    rows = desk(reader).get(f"/acts/?place={full.town.pk}").context["rows"]
    assert full.act.ref not in [row.act.ref for row in rows]


def test_filters_narrow(full, desk, investigator):
    browser = desk(investigator)
    for query, refs in (
        (f"kind={TORTURE}", {full.act.ref}),
        (f"method={BEATING}", {full.act.ref}),
        (f"event={full.event.pk}", {full.act.ref, full.killing.ref, full.arrests.ref}),
        (f"victim={full.casualty.ref}", {full.killing.ref}),
        ("kind=nonsense", {full.act.ref, full.killing.ref, full.arrests.ref}),
    ):
        assert {row.act.ref for row in browser.get(f"/acts/?{query}").context["rows"]} == refs, query


def test_a_list_asks_as_often_for_ten_acts_as_for_three(full, desk, investigator, django_assert_max_num_queries):
    browser = desk(investigator)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser.get("/acts/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get("/acts/")
    for _number in range(7):
        done_to(full, full.casualty, investigator, act_type=KILLING)
    with django_assert_max_num_queries(len(few)):
        browser.get("/acts/")


def test_counts_are_of_persons(full, desk, investigator):
    done_to(full, full.witness, investigator, act_type=ARREST)
    count = desk(investigator).get("/acts/counts/").context["all"]
    assert (count.persons, count.acts, count.groups) == (2, 3, 1)


def test_an_act_is_recorded_on_the_desk(made, desk, investigator):
    browser = desk(investigator)
    typed = {
        "event": made.event.pk, "victim_ref": made.witness.ref, "counting_unit": "010000000000", "act_type": TORTURE,
        "methods": [BEATING], "happened": "5 January 2022", "happened_zone": "Asia/Almaty", "happened_basis": "stated",
        "victim_status": "990000000000", "violation": "990000000000",
    }  # fmt: skip
    wrong = browser.post("/acts/new/", {**typed, "rests_on": "T-9999 §12"})
    assert wrong.status_code == 422
    assert "5 January 2022" in wrong.content.decode() or "2022-01-05" in wrong.content.decode()
    assert browser.post("/acts/new/", typed).status_code == 302
    assert Act.objects.get().methods == [BEATING]


def test_an_event_and_an_involvement_are_recorded_on_the_desk(full, desk, investigator):
    browser = desk(investigator)
    typed = {
        "title": "A raid", "happened": "2022-01-07", "happened_zone": "Asia/Almaty", "happened_basis": "stated",
        "areas": [full.area.pk], "status": "990000000000",
    }  # fmt: skip
    assert browser.post("/acts/events/new/", typed).status_code == 302
    event = Event.objects.get(title="A raid")
    assert [area.code for area in event.areas.all()] == ["M2b"]
    page = browser.get(f"/acts/events/{event.ref}/change/")
    assert page.status_code == 200
    involved = {
        "described": "a man in a mask",
        "perpetrator_type": "010104000000",
        "degree": DIRECTLY,
        "reliability": "990000000000",
    }
    assert browser.post(f"/acts/{full.act.ref}/involvements/new/", involved).status_code == 302
    row = Involvement.objects.get(described="a man in a mask")
    assert browser.get(f"/acts/involvements/{row.ref}/change/").status_code == 200
    assert browser.get(f"/acts/{full.act.ref}/change/").status_code == 200


def test_hidden_and_missing_read_the_same(full, desk, inquiry):
    browser = desk(person("legal_analyst", inquiry))
    hidden, missing = browser.get(f"/acts/{full.act.ref}/"), browser.get("/acts/AC-9999/")
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert browser.get(f"/acts/about/{full.witness.ref}/").status_code == 404


def test_the_api_tells_what_the_desk_tells(full, api, investigator, reader):
    client = api(investigator)
    row = client.get(f"/api/v1/acts/{full.act.ref}/").json()
    assert (row["victim_ref"], row["happened"], row["place"]) == (full.witness.ref, "2022-01-05", full.town.ref)
    assert Entry.objects.filter(act="act.read", about=full.act.ref).exists()
    assert client.get("/api/v1/events/").json()["results"]
    assert client.get(f"/api/v1/involvements/?act={full.act.ref}").json()["results"][0]["official"] == full.official.ref
    assert client.get("/api/v1/acts/?place=PL-0001").status_code == 400


def test_what_is_read_by_api_is_audited_once_for_each_record_and_answer(full, api, investigator):
    def notes(act, record):
        return Entry.objects.filter(act=act, about=record.ref, by=investigator, through="api").count()

    client = api(investigator)
    done_to(full, full.witness, investigator)
    client.get(f"/api/v1/events/{full.raid.ref}/")
    assert (notes("event.read", full.raid), notes("event.read", full.event)) == (1, 0)
    client.get("/api/v1/events/")
    assert (notes("event.read", full.raid), notes("event.read", full.event)) == (2, 1)
    client.get(f"/api/v1/involvements/{full.involved.ref}/")
    client.get(f"/api/v1/involvements/?act={full.act.ref}")
    assert (notes("act.read", full.act), notes("act.read", full.killing)) == (2, 0)
    client.get("/api/v1/acts/")
    assert (notes("act.read", full.act), notes("act.read", full.killing)) == (3, 1)


def test_the_api_outside_the_team_tells_the_month(full, inquiry, api, protection_officer):
    somebody = person("investigator", inquiry)
    accounts.assign(somebody, full.casualty, by=protection_officer)
    actions.change_act(full.killing.ref, by=full.killing.created_by)
    Act.objects.filter(pk=full.killing.pk).update(witness=full.witness)
    row = api(somebody).get(f"/api/v1/acts/{full.killing.ref}/").json()
    assert (row["happened"], row["place"]) == ("2022-01", None)


def test_an_act_is_recorded_by_api(made, api, investigator):
    client = api(investigator)
    body = {"event": made.event.ref, "victim_ref": made.casualty.ref, "act_type": KILLING, "happened": "2022-01-05"}
    made_row = client.post("/api/v1/acts/", body, format="json")
    assert made_row.status_code == 201, made_row.json()
    ref = made_row.json()["ref"]
    changed = client.patch(f"/api/v1/acts/{ref}/", {"note": "x"}, format="json", HTTP_IF_MATCH=made_row["ETag"])
    assert changed.status_code == 200
    assert client.post("/api/v1/acts/", {**body, "group": "fifty"}, format="json").status_code == 400
