"""The same rooms by API: the verbs, what they ask, what they refuse."""

from __future__ import annotations

from typing import Any

import pytest

from inquiry.official_requests.steps import STEPS
from tests.inquiry.dealings import NEEDED, authority, brought_to, drafted
from tests.inquiry.story import Story

BASE = "/api/v1/official-requests/"


def as_sent(verb: str) -> dict[str, Any]:
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in NEEDED.get(verb, {}).items()
    }


def test_a_request_is_drafted_changed_and_sent(inquiry: Any, secretary: Any, second_secretary: Any, api: Any) -> None:
    ministry = authority(inquiry, secretary)
    mine, theirs = api(secretary), api(second_secretary)
    sent = {"kind": "meeting", "subject": "A meeting", "authority": ministry.ref, "letter": "Dear Minister"}
    made = mine.post(BASE, sent, format="json", headers={"Idempotency-Key": "one"})
    assert made.status_code == 201, made.data
    assert mine.post(BASE, sent, format="json", headers={"Idempotency-Key": "one"}).data["ref"] == made.data["ref"]
    path = f"{BASE}{made.data['ref']}/"
    assert mine.patch(path, {"subject": "Another"}, format="json").status_code == 428
    changed = mine.patch(path, {"subject": "Another"}, format="json", headers={"If-Match": made["ETag"]})
    assert changed.data["subject"] == "Another"
    assert "send" not in changed.data["allowed_actions"]
    refused = mine.post(path + "send/", as_sent("send"), format="json")
    assert (refused.status_code, refused.data["title"]) == (409, "Not possible now")
    assert theirs.post(path + "send/", as_sent("send"), format="json").data["status"] == "sent"
    assert theirs.get(path + "events/").data[0]["letter_digest"]


@pytest.mark.parametrize("step", [step for step in STEPS if step.verb != "change"], ids=lambda step: step.verb)
def test_every_step_can_be_taken(step: Any, inquiry: Any, secretary: Any, second_secretary: Any, api: Any) -> None:
    request = brought_to(step.sources[0], inquiry, secretary, second_secretary)
    answer = api(second_secretary).post(f"{BASE}{request.ref}/{step.verb}/", as_sent(step.verb), format="json")
    assert answer.status_code == 200, answer.data
    assert answer.data["status"] == (step.target or step.sources[0])


def test_what_does_not_fit_is_said_field_by_field(
    inquiry: Any, secretary: Any, second_secretary: Any, api: Any
) -> None:
    request = brought_to("scheduled", inquiry, secretary, second_secretary)
    path = f"{BASE}{request.ref}/record_cancellation/"
    more = ({"at": "noon"}, {"colour": "red"}, {"official": "OF-0999"})
    unfit = [({}, "reason_given"), *(({"reason_given": "no", **facts}, next(iter(facts))) for facts in more)]
    for sent, field in [*unfit, ({"reason_given": "yes"}, "reason")]:
        answer = api(secretary).post(path, sent, format="json")
        assert answer.status_code == 400, answer.data
        assert field in answer.data["errors"]
    assert request.events.count() == 3


def test_a_stranger_finds_nothing(inquiry: Any, secretary: Any, outsider: Any, api: Any) -> None:
    request = drafted(inquiry, secretary)
    assert api(outsider).get(f"{BASE}{request.ref}/").status_code == 404
    assert api(outsider).post(f"{BASE}{request.ref}/withdraw/", {}, format="json").status_code == 404
    assert api(outsider).get(BASE).data["results"] == []


def test_the_story_is_told(inquiry: Any, secretary: Any, second_secretary: Any, api: Any) -> None:
    story = Story(inquiry, secretary, second_secretary)
    client = api(secretary)
    told = client.get(f"{BASE}{story.r01.ref}/events/").data
    assert [row["verb"] for row in told][2:5] == ["schedule", "record_cancellation", "reschedule"]
    assert told[3]["notice"] == "at most 31 hours"
    assert [row["ref"] for row in client.get(f"{BASE}?status=not_held").data["results"]] == [story.r04.ref]
    decisions = client.get(f"/api/v1/petitions/{story.petition.ref}/decisions/").data
    assert [row["verb"] for row in decisions] == ["record_grant", "record_revocation"]
    asked = client.get(f"/api/v1/petitions/{story.petition.ref}/in-force/?day=2023-01-18").data
    assert asked == {"day": "2023-01-18", "in_force": False}
    assert client.get(f"/api/v1/petitions/{story.petition.ref}/in-force/?day=yesterday").status_code == 400
    kept = client.get("/api/v1/assurances/?status=broken").data["results"][0]
    assert kept["request"] == story.r05.ref
    assert client.get(f"/api/v1/assurances/{kept['ref']}/events/").data[0]["shown_by"] == story.r01.ref


def test_petitions_and_assurances_are_written(inquiry: Any, secretary: Any, api: Any) -> None:
    client = api(secretary)
    court = authority(inquiry, secretary, "A court", "court")
    made = client.post("/api/v1/petitions/", {"subject": "Leave", "court": court.ref}, format="json").data
    path = f"/api/v1/petitions/{made['ref']}/"
    client.post(path + "file/", {"at": "2023-01-03"}, format="json")
    granted = client.post(path + "record_grant/", {"at": "2023-01-05", "valid_until": "2023-01-10"}, format="json")
    assert granted.data["status"] == "granted"
    client.post(path + "record_act/", {"at": "2023-01-12", "note": "A meeting."}, format="json")
    assert "No permission" in client.get(path + "acts/").data[0]["warning"]
    given = client.post(
        "/api/v1/assurances/", {"words": "All will be well.", "authority": court.ref}, format="json"
    ).data
    kept = client.post(f"/api/v1/assurances/{given['ref']}/record_kept/", {}, format="json")
    assert kept.data["status"] == "kept"
