"""Pages and API of casualties, totals beside the figures of others, and pages of medical evaluations."""

from __future__ import annotations

import pytest

from inquiry.audit.models import Entry
from inquiry.public_statements import actions as statements
from tests.conftest import person
from tests.witnesses.wounds import agree, examined
from tests.witnesses.wrongs import furnish
from witnesses.casualties import actions
from witnesses.casualties.models import Casualty


@pytest.fixture
def made(inquiry, secretary, investigator):
    return furnish(inquiry, secretary, investigator)


def hidden_one(made, investigator):
    return actions.record(
        inquiry=made.event.inquiry, by=investigator, witness=made.witness, age=41, happened="2022-01-05", place=made.town,
        circumstances="At the northern gate.", note="A neighbour saw it.",
    )  # fmt: skip


@pytest.mark.parametrize("path", ["/casualties/", "/casualties/totals/", "/casualties/CR-0001/"])
def test_who_holds_no_right_finds_no_page(made, desk, inquiry, path):
    for role in ("secretariat", "administrator", "auditor", "translator", "clinician", ""):
        assert desk(person(role, inquiry)).get(path).status_code == 404, role
    for role in ("commissioner", "legal_analyst", "protection_officer", "investigator"):
        assert desk(person(role, inquiry)).get(path).status_code == 200, role


def test_our_total_and_the_published_ones_stand_apart(made, desk, secretary, investigator):
    statements.record_figure(
        inquiry=made.event.inquiry, measure="Deaths, January 2022", comparator="eq", value=238, unit="persons",
        stated_by="A newspaper", by=secretary,
    )  # fmt: skip
    page = desk(investigator).get("/casualties/totals/")
    assert page.context["totals"].standing == 1
    assert [figure.shown_value for figure in page.context["published"]] == ["= 238 persons"]
    assert sum(number for _label, number in page.context["statuses"]) == 1


def test_one_is_recorded_proposed_verified_and_merged_on_the_desk(made, desk, inquiry, investigator):
    mine, theirs = desk(investigator), desk(person("investigator", inquiry))
    typed = {
        "name": "SYNTHETIC Person Two", "sex": "female", "standing": "civilian", "happened": "5 January 2022",
        "happened_zone": "Asia/Almaty", "happened_basis": "stated", "manner": "homicide", "autopsy": "unknown",
        "family_present": "unknown", "rests_on": made.event.ref,
    }  # fmt: skip
    assert mine.post("/casualties/new/", typed).status_code == 302
    one = Casualty.objects.get(name="SYNTHETIC Person Two")
    assert mine.post(f"/casualties/{one.ref}/steps/propose/").status_code == 302
    assert mine.post(f"/casualties/{one.ref}/steps/verify/", {"reason": "Mine."}).status_code == 409
    assert theirs.post(f"/casualties/{one.ref}/steps/verify/", {"reason": "Two sources."}).status_code == 302
    merge = {"into": made.casualty.pk, "reason": "Alike."}
    assert mine.post(f"/casualties/{one.ref}/merge/", merge).status_code == 302
    assert mine.post(f"/casualties/{one.ref}/separate/", {"reason": "Not alike."}).status_code == 302
    assert mine.get(f"/casualties/{one.ref}/").status_code == 200
    assert mine.get(f"/casualties/{one.ref}/conceal/").status_code == 200
    assert mine.get(f"/casualties/{one.ref}/steps/explode/").status_code == 404


def test_of_somebody_under_a_cipher_others_read_little(made, desk, inquiry, investigator):
    one = hidden_one(made, investigator)
    browser = desk(person("investigator", inquiry))
    page = browser.get(f"/casualties/{one.ref}/").content.decode()
    for words in ("northern gate", "neighbour", ">Oidan<", "5 January", made.witness.ref):
        assert words not in page, words
    assert "30–44" in page
    assert browser.get(f"/casualties/{one.ref}/change/").status_code == 404
    assert "northern gate" in desk(investigator).get(f"/casualties/{one.ref}/").content.decode()


def test_the_api_tells_no_more(made, api, inquiry, investigator):
    one = hidden_one(made, investigator)
    row = api(person("investigator", inquiry)).get(f"/api/v1/casualties/{one.ref}/").json()
    told = {name: value for name, value in row.items() if value not in (None, "", [], False)}
    assert set(told) <= {
        "ref", "inquiry", "status", "under_cipher", "sex", "age_band", "standing", "happened", "manner",
    }  # fmt: skip
    assert (row["happened"], row["age_band"]) == ("2022-01", "30–44")
    assert api(investigator).get(f"/api/v1/casualties/{one.ref}/").json()["age"] == 41


def test_totals_by_api(made, api, desk, inquiry, investigator):
    found = api(investigator).get("/api/v1/casualties/totals/").json()
    assert found["suspected"] == 1
    assert found["by_sex"] == [{"key": "male", "verified": 0, "pending": 0, "suspected": 1}]
    assert api(person("secretariat", inquiry)).get("/api/v1/casualties/totals/").status_code == 404


def test_verbs_by_api(made, api, investigator):
    client = api(investigator)
    ref = made.casualty.ref
    assert (
        client.post(f"/api/v1/casualties/{ref}/discard/", {"reason": "Alive."}, format="json").json()["status"]
        == "discarded"
    )
    assert client.post(f"/api/v1/casualties/{ref}/verify/", {"reason": "x"}, format="json").status_code == 409


def test_reading_one_is_audited(made, desk, investigator):
    desk(investigator).get(f"/casualties/{made.casualty.ref}/")
    assert Entry.objects.filter(act="casualty.read", about=made.casualty.ref).count() == 1


def test_there_is_no_api_for_medicine(made, api, inquiry, investigator):
    agree(made.witness, investigator)
    evaluation, _allegation, _finding = examined(made.witness, person("clinician", inquiry), investigator)
    assert api(investigator).get(f"/api/v1/medical/{evaluation.ref}/").status_code == 404
    assert evaluation.ref not in str(api(investigator).get("/api/v1/schema/?format=json").content)
