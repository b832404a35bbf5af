"""Arranging for the tests of requests, assurances and petitions: through the actions, as people would."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from inquiry.accounts.policy import today
from inquiry.commission.authorities.models import Authority, Official
from inquiry.commission.places.models import Place
from inquiry.official_requests import actions
from inquiry.official_requests.models import OfficialRequest

SAID = {"at_zone": "Asia/Almaty", "at_basis": "stated"}
EVENING = {"at": "2023-01-16T17:00/2023-01-16T23:59", **SAID}
SET = {"appointment": "2023-01-17", "appointment_zone": "Asia/Almaty", "appointment_basis": "stated"}

# What each step needs to be taken at all.
NEEDED: dict[str, dict[str, Any]] = {
    "send": {"at": "2023-01-02", "channel": "letter"},
    "schedule": SET,
    "reschedule": SET,
    "record_postponement": {"reason_given": "no"},
    "record_cancellation": {"reason_given": "no", "at": "2023-01-16"},
    "record_not_held": {"reason_given": "not_stated"},
    "record_refusal": {"reason_given": "no"},
    "record_partial_answer": {"note": "Half of it."},
    "record_partly_kept": {"note": "Half of it."},
    "record_not_known": {"note": "Nobody could say."},
    "remind": {"at": "2023-01-10"},
    "extend": {"due_on": today() + timedelta(days=30)},
    "add_note": {"note": "Somebody rang."},
    "record_revocation": {"reason_given": "no"},
    "record_act": {"note": "A conversation of an hour."},
    "correct": {"corrects": 1, "note": "Read again."},
}


def authority(inquiry: Any, by: Any, name: str = "Ministry of Foreign Affairs", kind: str = "ministry") -> Authority:
    made: Authority = Authority.objects.create(inquiry=inquiry, created_by=by, name=name, kind=kind)
    return made


def official(inquiry: Any, by: Any, name: str = "", role: str = "Deputy minister") -> Official:
    made: Official = Official.objects.create(inquiry=inquiry, created_by=by, name=name, role_title=role)
    return made


def place(inquiry: Any, by: Any, name: str = "Astana") -> Place:
    made: Place = Place.objects.create(inquiry=inquiry, created_by=by, name=name)
    return made


def drafted(inquiry: Any, by: Any, **fields: Any) -> OfficialRequest:
    """A draft that may be sent by somebody else."""
    given = {"kind": "meeting", "subject": "A meeting", "letter": "Dear Minister, we ask to meet you.", **fields}
    if not {"authority", "official", "addressee"} & set(given):
        given["authority"] = authority(inquiry, by)
    return actions.draft(inquiry=inquiry, by=by, **given)


# The steps that lead to each status, after the draft.
WAYS: dict[str, tuple[str, ...]] = {
    "draft": (),
    "sent": ("send",),
    "acknowledged": ("send", "acknowledge"),
    "agreed": ("send", "record_agreement"),
    "scheduled": ("send", "record_agreement", "schedule"),
    "postponed": ("send", "record_agreement", "schedule", "record_postponement"),
    "cancelled": ("send", "record_agreement", "schedule", "record_cancellation"),
    "held": ("send", "record_agreement", "schedule", "record_meeting"),
    "not_held": ("send", "record_agreement", "record_not_held"),
    "refused": ("send", "record_refusal"),
    "unanswered": ("send", "record_silence"),
    "partly_answered": ("send", "record_partial_answer"),
    "complete": ("send", "complete"),
    "withdrawn": ("withdraw",),
}


def brought_to(status: str, inquiry: Any, by: Any, second: Any, **fields: Any) -> OfficialRequest:
    """A request in `status`: drafted by `by`, every step taken by `second`."""
    request = drafted(inquiry, by, **fields)
    for verb in WAYS[status]:
        actions.VERBS[verb](request.ref, by=second, **NEEDED.get(verb, {}))
    request.refresh_from_db()
    return request
