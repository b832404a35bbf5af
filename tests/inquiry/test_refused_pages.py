"""What was refused is said once: no page leads back to itself, nothing typed is lost, a race is no defect."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError
from django.urls import reverse

from inquiry.commission.authorities.models import Authority
from inquiry.official_requests import actions
from inquiry.official_requests.models import OfficialRequest
from inquiry.petitions import actions as petitions
from tests.inquiry.dealings import NEEDED, drafted

HOST = "http://testserver"
RACE = "Somebody else has just recorded the same. Reload and look."
TYPED = {"kind": "meeting", "subject": "A long thought", "letter": "Dear Minister, at length", "language": "en",
         "authority_basis": "voluntary_protocol", "wanted_zone": "Asia/Almaty", "wanted_basis": "stated",
         "revision": 1}  # fmt: skip


def withdrawn(inquiry: Any, secretary: Any) -> OfficialRequest:
    """A request whose draft somebody has open while it is withdrawn."""
    request = drafted(inquiry, secretary)
    actions.VERBS["withdraw"](request.ref, by=secretary)
    return request


@pytest.mark.parametrize("verb", ["change", "send"])
def test_a_page_whose_step_is_gone_does_not_lead_back_to_itself(
    verb: str, inquiry: Any, secretary: Any, second_secretary: Any, desk: Any
) -> None:
    path = f"/requests/{withdrawn(inquiry, secretary).ref}/{verb}/"
    for back in (path, "/requests/"):
        answer = desk(second_secretary).get(path, headers={"Referer": HOST + back})
        assert answer.status_code == 409
        assert "not possible now" in answer.content.decode()


def test_the_page_that_refuses_leads_to_the_record(inquiry: Any, secretary: Any, desk: Any) -> None:
    request = withdrawn(inquiry, secretary)
    answer = desk(secretary).get(f"/requests/{request.ref}/change/").content.decode()
    assert reverse("inquiry:record", args=[request.ref]) in answer


def test_a_draft_sent_away_meanwhile_keeps_what_was_typed(inquiry: Any, secretary: Any, desk: Any) -> None:
    request = withdrawn(inquiry, secretary)
    path = f"/requests/{request.ref}/change/"
    typed = {**TYPED, "authority": request.authority_id}
    answer = desk(secretary).post(path, typed, headers={"Referer": HOST + path})
    assert answer.status_code == 409
    assert "Dear Minister, at length" in answer.content.decode()
    assert "not possible now" in answer.content.decode()


def test_a_step_taken_meanwhile_keeps_what_was_typed(
    inquiry: Any, secretary: Any, second_secretary: Any, desk: Any
) -> None:
    path = f"/requests/{withdrawn(inquiry, secretary).ref}/send/"
    typed = {**NEEDED["send"], "at_zone": "Asia/Almaty", "at_basis": "stated", "note": "By courier"}
    answer = desk(second_secretary).post(path, typed, headers={"Referer": HOST + path})
    assert answer.status_code == 409
    assert "By courier" in answer.content.decode()


def test_a_petition_filed_meanwhile_keeps_what_was_typed(inquiry: Any, secretary: Any, desk: Any) -> None:
    petition = petitions.draft(inquiry=inquiry, by=secretary, subject="Leave")
    petitions.VERBS["file"](petition.ref, by=secretary)
    answer = desk(secretary).post(f"/petitions/{petition.ref}/change/", {"subject": "Another thought", "revision": 1})
    assert answer.status_code == 409
    assert "Another thought" in answer.content.decode()


def test_a_step_taken_back_meanwhile_keeps_the_correction(inquiry: Any, secretary: Any, desk: Any) -> None:
    petition = petitions.draft(inquiry=inquiry, by=secretary, subject="Leave")
    petitions.VERBS["file"](petition.ref, by=secretary)
    petitions.VERBS["add_note"](petition.ref, by=secretary, note="Rang")
    petitions.VERBS["correct"](petition.ref, by=secretary, corrects=2, voids=True)
    typed = {
        "corrects": 2,
        "note": "Rang twice",
        "channel": "telephone",
        "at_zone": "Asia/Almaty",
        "at_basis": "stated",
    }
    answer = desk(secretary).post(f"/petitions/{petition.ref}/correct/", typed)
    assert answer.status_code == 409
    assert "Rang twice" in answer.content.decode()


class Fault(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.pgcode = code


def raises(code: str) -> Any:
    def action(*_args: Any, **_fields: Any) -> None:
        raise IntegrityError("Somebody's name stands in here") from Fault(code)

    return action


def test_a_race_on_a_page_without_form_says_so_and_shows_what_was_posted(
    inquiry: Any, secretary: Any, investigator: Any, desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inquiry.accounts.assignments.actions.unassign", raises("23505"))
    request = drafted(inquiry, secretary)
    sent = {"reason": "Because", "password": "not to be shown"}
    answer = desk(secretary).post(f"/assignments/about/{request.ref}/unassign/{investigator.pk}/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert RACE in page
    assert "Because" in page
    assert "not to be shown" not in page
    assert "name stands in here" not in page


def test_a_race_on_a_form_keeps_the_form(secretary: Any, desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inquiry.petitions.views.actions.draft", raises("23505"))
    answer = desk(secretary).post("/petitions/new/", {"subject": "A long thought"})
    assert answer.status_code == 409
    assert RACE in answer.content.decode()
    assert "A long thought" in answer.content.decode()


def test_a_race_by_api_is_a_problem(secretary: Any, api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from inquiry.petitions.api import PetitionViewSet

    monkeypatch.setattr(PetitionViewSet, "create_action", staticmethod(raises("23505")))
    answer = api(secretary).post("/api/v1/petitions/", {"subject": "Leave"}, format="json")
    assert (answer.status_code, answer.data["detail"]) == (409, RACE)


def test_what_no_race_explains_stays_a_defect(secretary: Any, desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inquiry.petitions.views.actions.draft", raises("23514"))
    with pytest.raises(IntegrityError):
        desk(secretary).post("/petitions/new/", {"subject": "A long thought"})


def test_a_real_unique_rule_is_read_as_a_race(inquiry: Any, secretary: Any) -> None:
    from django.db import transaction

    from inquiry.shared.tables import Taken, taken

    made = Authority.objects.create(inquiry=inquiry, created_by=secretary, name="A court", kind="court")
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Authority.objects.create(inquiry=inquiry, created_by=secretary, name="Another", kind="court", ref=made.ref)
    assert isinstance(taken(caught.value), Taken)
