"""A change of a draft, an assurance or a petition leaves in the audit what stood there before; of a letter only its digest."""

from __future__ import annotations

import hashlib
from typing import Any

from inquiry.audit.models import Entry
from inquiry.official_requests import actions as requests
from inquiry.official_requests.assurances import actions as assurances
from inquiry.petitions import actions as petitions
from tests.inquiry.dealings import authority, drafted


def changes(act: str) -> Any:
    return Entry.objects.get(act=act).facts["changes"]


def digest(text: str) -> str:
    return "SHA-256 " + hashlib.sha256(text.encode()).hexdigest()


def test_a_changed_draft_is_audited_with_what_stood_there(inquiry: Any, secretary: Any) -> None:
    request = drafted(inquiry, secretary, letter="Dear Minister")
    theirs, court = str(request.authority and request.authority.ref), authority(inquiry, secretary, "A court", "court")
    new: dict[str, Any] = {"subject": "Two meetings", "letter": "Dear Judge", "authority": court, "kind": "meeting"}
    requests.change(request.ref, by=secretary, **new)
    assert changes("official_request.change") == {
        "subject": ["A meeting", "Two meetings"],
        "letter": [digest("Dear Minister"), digest("Dear Judge")],
        "authority": [theirs, court.ref],
    }


def test_a_changed_petition_is_audited_with_what_stood_there(inquiry: Any, secretary: Any) -> None:
    petition = petitions.draft(inquiry=inquiry, by=secretary, subject="Leave")
    petitions.change(petition.ref, by=secretary, subject="Leave to meet", case_number="")
    assert changes("petition.change") == {"subject": ["Leave", "Leave to meet"]}


def test_a_changed_assurance_is_audited_with_what_stood_there(inquiry: Any, secretary: Any) -> None:
    made = assurances.give(inquiry=inquiry, by=secretary, words="All is well", authority=authority(inquiry, secretary))
    assurances.change(made.ref, by=secretary, words="All will be well")
    assert changes("assurance.change") == {"words": ["All is well", "All will be well"]}
