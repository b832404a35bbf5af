"""Who asked, why, who agreed, what was opened when: told to those it concerns, to the protection officer and to the auditor."""

from __future__ import annotations

from typing import Any

import pytest

from inquiry.accounts import actions as accounts
from tests.conftest import PASSWORD, person
from tests.witnesses.people import SPOKEN, confirmed, registered
from witnesses.openings import actions
from witnesses.vault import door

pytestmark = pytest.mark.django_db(databases=("default", "vault"))
REASON = "A neighbour was questioned yesterday; we have to warn them."


@pytest.fixture
def witness(inquiry: Any, investigator: Any) -> Any:
    return registered(inquiry, investigator)


@pytest.fixture
def read(inquiry: Any, investigator: Any, protection_officer: Any, witness: Any) -> Any:
    """An opening that was asked, agreed to and used."""
    opening = actions.ask(inquiry=inquiry, by=investigator, witnesses=[witness], purpose="danger", reason=REASON)
    actions.approve(opening.ref, by=protection_officer)
    door.open_subject(opening.ref, witness.ref, by=investigator)
    return opening


def test_the_trail_tells_who_why_who_agreed_and_what_when(desk, read, witness, investigator, protection_officer):
    page = desk(protection_officer).get(read.get_absolute_url()).content.decode()
    for words in (
        f"{investigator.name} asked that {witness.ref} be opened. Purpose: Act on a danger to them.",
        f"{protection_officer.name} agreed as Witness-protection officer, for 1 h; it was asked as Investigator.",
        f"{investigator.name} opened {witness.ref}.",
        REASON,
    ):
        assert words in page
    assert [word for word in SPOKEN if word in page] == []


def test_those_concerned_read_it_and_nobody_else(desk, inquiry, other_inquiry, read, investigator, protection_officer):
    others = [
        person(role, inquiry)
        for role in ("investigator", "commissioner", "secretariat", "auditor", "administrator", "")
    ]
    elsewhere = person("protection_officer", other_inquiry)
    second_officer = person("protection_officer", inquiry)
    for somebody, code in (
        (investigator, 200), (protection_officer, 200), (second_officer, 200), (elsewhere, 404),
        *((one, 404) for one in others),
    ):  # fmt: skip
        assert desk(somebody).get(read.get_absolute_url()).status_code == code, somebody


def test_the_auditor_reads_the_trail_without_the_reason(desk, read, witness, auditor, investigator):
    page = desk(auditor).get("/witnesses/openings/trail/").content.decode()
    assert f"{investigator.name} opened {witness.ref}." in page
    assert REASON not in page
    assert [word for word in SPOKEN if word in page] == []


def test_the_protection_officer_reads_the_trail_with_the_reason(desk, read, protection_officer):
    assert REASON in desk(protection_officer).get("/witnesses/openings/trail/").content.decode()


@pytest.mark.parametrize("role", ["investigator", "commissioner", "secretariat", "administrator", "translator", ""])
def test_the_whole_trail_is_closed_to_others(desk, inquiry, read, role):
    assert desk(person(role, inquiry)).get("/witnesses/openings/trail/").status_code == 404


def test_the_trail_narrows_by_cipher(desk, inquiry, read, witness, protection_officer):
    other = registered(inquiry, protection_officer, groups={})
    more = actions.ask(inquiry=inquiry, by=protection_officer, witnesses=[other], purpose="contact", reason=REASON)
    page = desk(protection_officer).get(f"/witnesses/openings/trail/?cipher={witness.ref}").content.decode()
    assert read.ref in page
    assert more.ref not in page


def test_each_witness_has_a_panel_of_its_openings(
    desk, inquiry, read, witness, investigator, protection_officer, commissioner
):
    panel = f"/witnesses/openings/about/{witness.ref}/"
    assert read.ref in desk(investigator).get(panel).content.decode()
    accounts.assign(commissioner, witness, by=protection_officer)
    assert read.ref not in desk(commissioner).get(panel).content.decode()


def test_a_commissioner_sees_what_waits_for_a_commissioner_only(desk, inquiry, witness, investigator, commissioner):
    officer = person("protection_officer", inquiry)
    theirs = actions.ask(inquiry=inquiry, by=officer, witnesses=[witness], purpose="contact", reason=REASON)
    others = actions.ask(inquiry=inquiry, by=investigator, witnesses=[witness], purpose="contact", reason=REASON)
    page = desk(commissioner).get("/witnesses/openings/").content.decode()
    assert theirs.ref in page
    assert others.ref not in page
    assert "waits for a decision" in desk(commissioner).get("/witnesses/").content.decode()


def test_reasons_are_not_told_in_the_audit_to_whoever_may_not_read_the_opening(desk, read, auditor):
    page = desk(auditor).get("/audit/?act=opening").content.decode()
    assert read.ref in page
    assert REASON not in page


def test_destroying_takes_a_protection_officer_and_a_commissioner(
    desk, inquiry, settings, witness, investigator, protection_officer, commissioner
):
    settings.VAULT_KEY_BACKUP_DAYS = 35
    officer, second = desk(protection_officer), desk(commissioner)
    for browser in (officer, second):
        confirmed(browser, PASSWORD)
    posted = {"witnesses": witness.ref, "purpose": "erasure", "reason": "They asked us to forget them.", "hours": "1"}
    address = officer.post("/witnesses/openings/destroy/", posted)["Location"]
    assert "Destroy now" not in officer.get(address).content.decode()
    assert second.post(f"{address}steps/approve/").status_code == 302
    page = officer.get(address).content.decode()
    assert "Destroy now" in page
    assert "Destroy now" not in second.get(address).content.decode()
    assert officer.post(f"{address}destroy/{witness.ref}/")["Location"] == address
    assert door.groups_held(witness.ref, inquiry=inquiry.ref) == []
    page = officer.get(address).content.decode()
    assert f"{protection_officer.name} destroyed {witness.ref}." in page
    assert "The erasure is effective on" in page
    assert desk(investigator).get("/witnesses/openings/destroy/").status_code == 404


def test_what_was_agreed_for_reading_destroys_nothing(inquiry, witness, protection_officer, commissioner):
    opening = actions.ask(inquiry=inquiry, by=protection_officer, witnesses=[witness], purpose="contact", reason=REASON)
    actions.approve(opening.ref, by=commissioner)
    with pytest.raises(actions.Refused, match="no such request"):
        actions.destroy(opening.ref, witness.ref, by=protection_officer)
    assert door.groups_held(witness.ref, inquiry=inquiry.ref) == ["names", "contact"]


def test_destroying_is_confirmed_afresh(desk, inquiry, witness, protection_officer, commissioner):
    opening = actions.ask(
        inquiry=inquiry, by=protection_officer, witnesses=[witness], purpose="erasure", reason=REASON, aim="destroy"
    )
    actions.approve(opening.ref, by=commissioner)
    answer = desk(protection_officer).post(f"/witnesses/openings/{opening.ref}/destroy/{witness.ref}/")
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert door.groups_held(witness.ref, inquiry=inquiry.ref) == ["names", "contact"]
