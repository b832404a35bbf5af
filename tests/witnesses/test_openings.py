"""Openings on their pages: two persons, freshly confirmed, each identity shown once, and the trail that is left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils import timezone

from inquiry.accounts import actions as accounts
from inquiry.accounts.models import RoleHeld
from inquiry.audit.models import Entry
from inquiry.shared.workflow import Refused
from tests.conftest import PASSWORD, person
from tests.witnesses.people import SPOKEN, confirmed, registered
from witnesses.openings import actions, reading
from witnesses.openings.models import Opening
from witnesses.vault import door

pytestmark = pytest.mark.django_db(databases=("default", "vault"))
REASON = "A neighbour was questioned yesterday; we have to warn them."


@pytest.fixture
def witness(inquiry: Any, investigator: Any) -> Any:
    return registered(inquiry, investigator)


@pytest.fixture
def asked(inquiry: Any, investigator: Any, witness: Any) -> Any:
    return actions.ask(inquiry=inquiry, by=investigator, witnesses=[witness], purpose="danger", reason=REASON)


@pytest.fixture
def agreed(asked: Any, protection_officer: Any) -> Any:
    return actions.approve(asked.ref, by=protection_officer)


@pytest.fixture
def fresh(desk: Any) -> Any:
    def signed_in(user: Any) -> Any:
        browser = desk(user)
        assert confirmed(browser, PASSWORD).status_code == 302
        return browser

    return signed_in


def later(opening: Any, minutes: int) -> None:
    """Let the time of an opening go by: what was decided was decided earlier."""
    ago = timedelta(minutes=minutes)
    decided, until = opening.decided_at - ago, opening.valid_until - ago
    Opening.objects.filter(pk=opening.pk).update(decided_at=decided, valid_until=until)


def opened(browser: Any, opening: Any, witness: Any) -> Any:
    return browser.post(f"/witnesses/openings/{opening.ref}/read/{witness.ref}/")


def told(answer: Any) -> list[str]:
    return [word for word in SPOKEN if word in answer.content.decode()]


def test_asked_agreed_and_read_by_people_at_their_desks(fresh, inquiry, witness, investigator, protection_officer):
    asker, second = fresh(investigator), fresh(protection_officer)
    posted = {"witnesses": witness.ref.lower(), "purpose": "contact", "reason": REASON, "hours": "2"}
    address = asker.post("/witnesses/openings/new/", posted)["Location"]
    opening = Opening.objects.get()
    assert f"/witnesses/openings/{opening.ref}/" == address
    assert "Open once" not in asker.get(address).content.decode()
    assert opening.ref in second.get("/witnesses/openings/").content.decode()
    assert second.post(f"{address}steps/approve/").status_code == 302
    assert "Open once" in asker.get(address).content.decode()
    assert "Open once" not in second.get(address).content.decode()
    answer = opened(asker, opening, witness)
    assert answer.status_code == 200
    assert told(answer) == list(SPOKEN)


def test_what_is_shown_bears_the_readers_name_and_stays_nowhere(fresh, agreed, witness, investigator):
    answer = opened(fresh(investigator), agreed, witness)
    page = answer.content.decode()
    assert page.count(f"{investigator.name} · {investigator.email} · ") == len(reading.MARKS)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "data-copy" not in page
    assert "data-once" in page


def test_each_identity_is_shown_once(fresh, agreed, witness, investigator):
    browser = fresh(investigator)
    assert told(opened(browser, agreed, witness)) == list(SPOKEN)
    again = opened(browser, agreed, witness)
    assert again.status_code == 409
    assert told(again) == []
    agreed.refresh_from_db()
    assert agreed.status == "finished"
    assert Entry.objects.filter(act="vault.open", about=witness.ref).count() == 1


def test_reading_takes_a_post(fresh, agreed, witness, investigator):
    answer = fresh(investigator).get(f"/witnesses/openings/{agreed.ref}/read/{witness.ref}/")
    assert answer.status_code == 405
    assert told(answer) == []


def test_who_was_not_confirmed_lately_asks_agrees_and_reads_nothing(desk, asked, agreed, witness, investigator):
    browser = desk(investigator)
    assert browser.get("/witnesses/openings/new/")["Location"].startswith("/accounts/reauthenticate/?next=")
    answer = opened(browser, agreed, witness)
    assert answer["Location"] == f"/accounts/reauthenticate/?next=%2Fwitnesses%2Fopenings%2F{agreed.ref}%2F"
    assert "account_reauthentication_state" not in browser.session
    assert Entry.objects.filter(act="vault.open").count() == 0


def test_the_second_person_is_confirmed_too(desk, asked, protection_officer):
    browser = desk(protection_officer)
    answer = browser.post(f"/witnesses/openings/{asked.ref}/steps/approve/")
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    asked.refresh_from_db()
    assert asked.status == "asked"


def test_a_confirmation_is_good_for_five_minutes(fresh, agreed, witness, investigator):
    browser = fresh(investigator)
    session = browser.session
    session["account_authentication_methods"][-1]["at"] -= 299
    session.save()
    assert told(opened(browser, agreed, witness)) == list(SPOKEN)
    session["account_authentication_methods"][-1]["at"] -= 2
    session.save()
    assert opened(browser, agreed, witness)["Location"].startswith("/accounts/reauthenticate/")


def test_what_was_typed_is_sent_after_the_confirmation(desk, inquiry, witness, investigator):
    browser = desk(investigator)
    posted = {"witnesses": witness.ref, "purpose": "contact", "reason": REASON, "hours": "1"}
    answer = browser.post("/witnesses/openings/new/", posted)
    assert not Opening.objects.exists()
    answer = confirmed(browser, PASSWORD, back="/witnesses/openings/new/")
    opening = Opening.objects.get()
    assert answer["Location"] == f"/witnesses/openings/{opening.ref}/"
    assert opening.reason == REASON


def test_a_refused_request_comes_back_filled(fresh, investigator, witness):
    posted = {"witnesses": "W-0000", "purpose": "contact", "reason": "Too short", "hours": "1"}
    answer = fresh(investigator).post("/witnesses/openings/new/", posted)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "You may not ask for W-0000, or there is none." in page
    assert "Too short" in page
    assert not Opening.objects.exists()


def test_the_form_knows_for_whom_one_came(fresh, investigator, witness):
    assert f">\n{witness.ref}</textarea>" in fresh(investigator).get(
        f"/witnesses/openings/new/?witness={witness.ref}"
    ).content.decode()  # fmt: skip


def test_more_than_twenty_are_too_many(inquiry, protection_officer):
    crowd = [registered(inquiry, protection_officer, groups={}) for _ in range(21)]
    with pytest.raises(ValidationError, match="Name at most 20"):
        actions.ask(inquiry=inquiry, by=protection_officer, witnesses=crowd, purpose="contact", reason=REASON)
    assert actions.ask(inquiry=inquiry, by=protection_officer, witnesses=crowd[:20], purpose="contact", reason=REASON)


@pytest.mark.parametrize(
    "wrong", [{"reason": "Too short"}, {"hours": 5}, {"hours": 0}, {"purpose": "curiosity"}, {"witnesses": []}]
)
def test_what_a_request_needs(inquiry, investigator, witness, wrong):
    fields = {"witnesses": [witness], "purpose": "contact", "reason": REASON, **wrong}
    with pytest.raises(ValidationError):
        actions.ask(inquiry=inquiry, by=investigator, **fields)


def test_an_investigator_asks_for_witnesses_of_theirs_only(inquiry, witness, protection_officer):
    other = person("investigator", inquiry)
    with pytest.raises(Refused):
        actions.ask(inquiry=inquiry, by=other, witnesses=[witness], purpose="contact", reason=REASON)
    accounts.assign(other, witness, by=protection_officer)
    assert actions.ask(inquiry=inquiry, by=other, witnesses=[witness], purpose="contact", reason=REASON)


@pytest.mark.parametrize(
    ("asker", "second", "may"),
    [
        ("investigator", "protection_officer", True),
        ("commissioner", "protection_officer", True),
        ("protection_officer", "commissioner", True),
        ("protection_officer", "protection_officer", False),  # the same role
        ("investigator", "commissioner", False),  # no protection officer
        ("commissioner", "commissioner", False),
        ("protection_officer", "investigator", False),  # may not agree
        ("protection_officer", "legal_analyst", False),
        ("protection_officer", "administrator", False),
    ],
)
def test_which_two_persons(inquiry, witness, protection_officer, asker, second, may):
    first, other = person(asker, inquiry), person(second, inquiry)
    if asker != "protection_officer":
        accounts.assign(first, witness, by=protection_officer)
    opening = actions.ask(inquiry=inquiry, by=first, witnesses=[witness], purpose="contact", reason=REASON)
    if may:
        assert actions.approve(opening.ref, by=other).status == "approved"
    else:
        with pytest.raises((Refused, Opening.DoesNotExist)):
            actions.approve(opening.ref, by=other)


def test_somebody_with_two_roles_is_still_one_person(inquiry, witness, commissioner):
    accounts.give_role(commissioner, "protection_officer", inquiry=inquiry, by=None)
    opening = actions.ask(inquiry=inquiry, by=commissioner, witnesses=[witness], purpose="contact", reason=REASON)
    with pytest.raises(Refused, match="second person"):
        actions.approve(opening.ref, by=commissioner)


def test_only_whoever_asked_reads(fresh, agreed, witness, protection_officer, commissioner):
    assert opened(fresh(protection_officer), agreed, witness).status_code == 404
    assert opened(fresh(commissioner), agreed, witness).status_code == 404
    with pytest.raises(Refused):
        door.open_subject(agreed.ref, witness.ref, by=protection_officer)


def test_nothing_is_read_before_somebody_agreed(fresh, asked, witness, investigator):
    assert opened(fresh(investigator), asked, witness).status_code == 409


@pytest.mark.parametrize("verb", ["withdraw", "refuse"])
def test_nothing_is_read_after_it_was_taken_back_or_refused(asked, witness, investigator, protection_officer, verb):
    if verb == "withdraw":
        actions.approve(asked.ref, by=protection_officer)
        actions.withdraw(asked.ref, by=investigator)
    else:
        actions.refuse(asked.ref, by=protection_officer, reason="Ask them at the interview.")
    with pytest.raises(Refused, match="refused or withdrawn"):
        door.open_subject(asked.ref, witness.ref, by=investigator)


def test_nothing_is_read_when_its_time_is_over_and_it_is_called_lapsed(fresh, agreed, witness, investigator):
    later(agreed, 61)
    with pytest.raises(Refused, match="is over"):
        door.open_subject(agreed.ref, witness.ref, by=investigator)
    page = fresh(investigator).get(agreed.get_absolute_url()).content.decode()
    assert "Lapsed" in page
    assert "The time ran out." in page
    agreed.refresh_from_db()
    assert (agreed.status, agreed.ended_at) == ("lapsed", agreed.valid_until)


def test_a_role_that_ended_since_closes_it(inquiry, agreed, witness, investigator, protection_officer, administrator):
    held = RoleHeld.objects.get(user=protection_officer)
    RoleHeld.objects.filter(pk=held.pk).update(ended_at=timezone.now(), ended_by=administrator)
    with pytest.raises(Refused, match="has ended since"):
        door.open_subject(agreed.ref, witness.ref, by=investigator)
    RoleHeld.objects.filter(pk=held.pk).update(ended_at=None, ended_by=None)
    accounts.end_role(RoleHeld.objects.get(user=investigator).pk, by=administrator)
    with pytest.raises((Refused, ObjectDoesNotExist)):
        door.open_subject(agreed.ref, witness.ref, by=investigator)
    assert not Entry.objects.filter(act="vault.open").exists()


def test_an_assignment_that_ended_since_closes_it(inquiry, witness, protection_officer):
    reader = person("investigator", inquiry)
    accounts.assign(reader, witness, by=protection_officer)
    opening = actions.ask(inquiry=inquiry, by=reader, witnesses=[witness], purpose="contact", reason=REASON)
    actions.approve(opening.ref, by=protection_officer)
    accounts.unassign(reader, witness, by=protection_officer)
    with pytest.raises((Refused, ObjectDoesNotExist)):
        door.open_subject(opening.ref, witness.ref, by=reader)


def test_a_cipher_that_was_not_asked_for_is_not_opened(inquiry, agreed, investigator):
    other = registered(inquiry, investigator)
    with pytest.raises(Refused, match="no such request"):
        door.open_subject(agreed.ref, other.ref, by=investigator)


def test_the_audit_stands_before_anything_is_shown(agreed, witness, investigator, monkeypatch):
    def no_audit(*_given, **_named):
        raise OSError("The disk is full.")

    monkeypatch.setattr("inquiry.audit.ledger.record", no_audit)
    with pytest.raises(OSError):
        door.open_subject(agreed.ref, witness.ref, by=investigator)
    agreed.refresh_from_db()
    assert agreed.status == "approved"


def test_a_vault_that_is_down_uses_nothing_up(fresh, agreed, witness, investigator, settings, tmp_path):
    settings.VAULT_SOCKET = str(tmp_path / "nobody-listens")
    browser = fresh(investigator)
    assert opened(browser, agreed, witness).status_code == 409
    settings.VAULT_SOCKET = ""
    assert told(opened(browser, agreed, witness)) == list(SPOKEN)
