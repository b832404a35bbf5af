"""Pages of medical evaluations: the clinician's way through one, and the caveat wherever an examination is shown."""

from __future__ import annotations

import pytest

from inquiry.accounts import actions as accounts
from inquiry.audit.models import Entry
from tests.conftest import person
from tests.witnesses.wounds import WRITTEN, clinician, examined, made
from tests.witnesses.wrongs import BEATING, done_to
from witnesses.medical.findings import Allegation, Finding, Rating
from witnesses.medical.models import MedicalEvaluation

__all__ = ["clinician", "made"]
AUTHORITIES = "Authorities were present"
CREDIBILITY = "lowers nobody"


@pytest.fixture
def watched(made, clinician, investigator):
    """An examination at which authorities were present."""
    return examined(made.witness, clinician, investigator, authorities_present="yes", place=made.town)[0]


def test_a_clinicians_way(made, desk, clinician, investigator):
    mine, theirs = desk(clinician), desk(investigator)
    case = {
        "about_ref": made.witness.ref, "clinician": clinician.pk, "examined": "10 February 2022",
        "examined_zone": "Asia/Almaty", "examined_basis": "stated", "informed_consent": "yes", "authorities_present": "no",
        "restrained": "no",
    }  # fmt: skip
    assert theirs.post("/medical/new/", case).status_code == 302
    ref = MedicalEvaluation.objects.get().ref
    assert theirs.post(f"/medical/{ref}/allegations/new/", {"method": BEATING, "words": "Sticks."}).status_code == 302
    assert theirs.get(f"/medical/{ref}/findings/new/").status_code == 404
    assert mine.post(f"/medical/{ref}/findings/new/", {"what": "A scar", "sites": ["back"]}).status_code == 302
    finding, allegation = Finding.objects.get(), Allegation.objects.get()
    rating = {"finding": finding.pk, "allegation": allegation.pk, "degree": "highly_consistent"}
    assert mine.get(f"/medical/{ref}/ratings/new/?finding={finding.pk}").status_code == 200
    assert mine.post(f"/medical/{ref}/ratings/new/", rating).status_code == 302
    assert Rating.objects.get().degree == "highly_consistent"
    assert mine.post(f"/medical/{ref}/clinical/", {**WRITTEN, "revision": "1"}).status_code == 302
    assert mine.post(f"/medical/{ref}/steps/sign/", {"place": "Oidan"}).status_code == 302
    assert mine.post(f"/medical/{ref}/steps/add_addendum/", {"text": "The X-ray came."}).status_code == 302
    page = mine.get(f"/medical/{ref}/").content.decode()
    for words in ("Highly consistent with", "The X-ray came.", "A scar", "Back", CREDIBILITY):
        assert words in page, words


def test_a_clinician_finds_their_own_and_no_people(made, watched, desk, clinician, inquiry):
    browser = desk(clinician)
    assert [row["one"] for row in browser.get("/medical/").context["rows"]] == [watched]
    assert browser.get(f"/medical/about/{made.witness.ref}/").status_code == 404
    assert browser.get("/casualties/").status_code == 404
    assert desk(person("clinician", inquiry)).get(f"/medical/{watched.ref}/").status_code == 404


def test_presence_of_authorities_is_said_wherever_it_is_shown(made, watched, desk, investigator):
    browser = desk(investigator)
    for path in ("/medical/", f"/medical/{watched.ref}/", f"/medical/about/{made.witness.ref}/"):
        assert "uthorities present" in browser.get(path).content.decode().replace(
            "Authorities were present", "Authorities present"
        ), path
    ill = browser.get(f"/medical/about/{made.witness.ref}/ill-treatment/").content.decode()
    assert AUTHORITIES in ill


def test_that_nothing_found_lowers_no_credibility_is_printed_always(made, desk, clinician, investigator):
    quiet = examined(made.witness, clinician, investigator)[0]
    browser = desk(investigator)
    for path in (f"/medical/{quiet.ref}/", f"/medical/about/{made.witness.ref}/"):
        assert CREDIBILITY in browser.get(path).content.decode(), path


def test_the_summary_shows_acts_and_degrees_of_one_person(made, desk, clinician, investigator):
    evaluation, allegation, finding = examined(made.witness, clinician, investigator)
    from witnesses.medical import actions

    actions.rate(evaluation.ref, by=clinician, finding=finding, allegation=allegation, degree="typical")
    done_to(made, made.witness, investigator, methods=[BEATING])
    done_to(made, made.witness, investigator, methods=[BEATING])
    page = desk(investigator).get(f"/medical/about/{made.witness.ref}/ill-treatment/")
    (line,) = page.context["lines"]
    assert (line.words, len(line.acts), line.degree_words) == ("Beating", 2, [("Typical of", 1)])


@pytest.mark.parametrize("role", ["secretariat", "administrator", "auditor", "translator", ""])
def test_others_find_no_page(watched, desk, inquiry, role):
    browser = desk(person(role, inquiry))
    assert browser.get("/medical/").status_code == 404
    assert browser.get(f"/medical/{watched.ref}/").status_code == 404


def test_outside_the_team_the_day_is_a_month_and_the_place_a_country(made, watched, desk, inquiry, protection_officer):
    reader = person("legal_analyst", inquiry)
    accounts.assign(reader, made.witness, by=protection_officer)
    page = desk(reader).get(f"/medical/{watched.ref}/").content.decode()
    assert "February 2022" in page
    assert "10 February" not in page
    assert "Oidan" not in page


def test_reading_one_is_audited(watched, desk, investigator):
    desk(investigator).get(f"/medical/{watched.ref}/")
    assert Entry.objects.filter(act="evaluation.read", about=watched.ref).count() == 1


def test_striking_out_is_posted(made, desk, clinician, investigator):
    evaluation, _allegation, finding = examined(made.witness, clinician, investigator)
    assert desk(clinician).get(f"/medical/{evaluation.ref}/strike/finding/1/").status_code == 405
    assert desk(clinician).post(f"/medical/{evaluation.ref}/strike/finding/1/").status_code == 302
    finding.refresh_from_db()
    assert finding.struck_by == clinician
    assert desk(clinician).post(f"/medical/{evaluation.ref}/strike/rating/1/").status_code == 404
