"""The dealings of a week in January 2023, as far as two published sources tell them: recorded afterwards, with gaps.

R01–R03 are meetings agreed, set for the 17th and cancelled on the evening of the 16th; R04 is access to a detained
politician by leave of a court; R05 a meeting with an ambassador and an assurance; R06 the visit; R07 meetings with others.
"""

from __future__ import annotations

from typing import Any

from inquiry.official_requests import actions
from inquiry.official_requests.assurances import actions as assurances
from inquiry.official_requests.assurances.models import Assurance
from inquiry.official_requests.models import OfficialRequest
from inquiry.petitions import actions as petitions
from inquiry.petitions.models import Petition
from tests.inquiry.dealings import EVENING, SAID, SET, authority, drafted, official, place

BEFORE = {"at": "../2023-01-14", **SAID}
Steps = list[tuple[str, dict[str, Any]]]


class Story:
    """Everything recorded, by two people, so that whoever drafted did not record the sending."""

    def __init__(self, inquiry: Any, one: Any, other: Any) -> None:
        self.inquiry, self.one, self.other = inquiry, one, other
        self.ministry = authority(inquiry, one, "Ministry of Foreign Affairs")
        self.parliament = authority(inquiry, one, "Committee on Foreign Affairs, Defence and Security", "parliament")
        self.police = authority(inquiry, one, "Law enforcement", "law_enforcement")
        self.embassy = authority(inquiry, one, "Embassy in London", "embassy")
        self.court = authority(inquiry, one, "Court (name not stated)", "court")
        self.government = authority(inquiry, one, "Government", "government")
        self.astana = place(inquiry, one)
        self.minister = official(inquiry, one, "Roman Vassilenko", "Deputy Foreign Minister")
        self.ambassador = official(inquiry, one, "", "Ambassador")
        self._meetings()
        self._access()
        self._others()

    def told(self, subject: str, steps: Steps, **fields: Any) -> OfficialRequest:
        """A request of the past with its steps."""
        request = drafted(self.inquiry, self.one, subject=subject, letter="", **fields)
        for verb, facts in [("record_past_sending", {}), *steps]:
            actions.VERBS[verb](request.ref, by=self.other, **facts)
        request.refresh_from_db()
        return request

    def _meetings(self) -> None:
        set_for = {**SET, "place": self.astana}
        cancelled = ("record_cancellation", {**EVENING, "reason_given": "no"})
        begun: Steps = [("record_agreement", BEFORE), ("schedule", set_for), cancelled]
        again: Steps = [
            ("reschedule", {"at": "2023-01-17/2023-01-19", **SAID}),
            ("record_cancellation", {"at": "2023-01-19", "at_basis": "resolved_relative", "reason_given": "not_stated"}),
            ("record_refusal", {"at": "../2023-01-20", "channel": "press", "reason_given": "yes",
                                "reason": "They were no delegation of their government."}),
        ]  # fmt: skip
        whom = {"authority": self.ministry, "official": self.minister}
        self.r01 = self.told("Meeting with the Deputy Foreign Minister", begun + again, **whom)
        blocked = ("add_note", {"at": "2023-01-17", **SAID, "note": "The secretariat said that it had been blocked."})
        self.r02 = self.told("Meeting with the chair of the committee", [*begun, blocked], authority=self.parliament)
        self.r03 = self.told("Meetings with law enforcement", begun, authority=self.police)

    def _access(self) -> None:
        morning = {"at": "2023-01-17T06:00/2023-01-17T11:59", **SAID}
        self.r04 = self.told("Access to a detained politician", [
            ("record_agreement", {"at": "../2023-01-16", "channel": "court", "at_basis": "inferred"}),
            ("record_cancellation", {**morning, "channel": "court", "reason_given": "no"}),
            ("record_not_held", {"at": "../2023-01-20", "reason_given": "not_stated"}),
        ], kind="person", authority=self.court)  # fmt: skip
        asked = petitions.draft(
            inquiry=self.inquiry, by=self.one, subject="Leave to meet him", court=self.court, request=self.r04,
            person="A politician",
        )  # fmt: skip
        petitions.VERBS["file"](asked.ref, by=self.one, at="../2023-01-16", at_basis="inferred")
        petitions.VERBS["record_grant"](asked.ref, by=self.one, at="../2023-01-16", at_basis="inferred")
        petitions.VERBS["record_revocation"](asked.ref, by=self.one, **morning, reason_given="no")
        self.petition = Petition.objects.get(pk=asked.pk)

    def _others(self) -> None:
        whom = {"authority": self.embassy, "official": self.ambassador}
        self.r05 = self.told("Meeting before the journey", [("record_meeting", BEFORE)], **whom)
        given = assurances.give(
            inquiry=self.inquiry, by=self.one, official=self.ambassador, authority=self.embassy, request=self.r05,
            words="The commission is welcome and will find a high degree of cooperation.", given="../2023-01-14",
            given_zone="Europe/London",
        )  # fmt: skip
        assurances.VERBS["record_broken"](
            given.ref, by=self.one, at="2023-01-17", shown_by=self.r01, shown_by_number=4,
            note="So the secretariat characterised it.",
        )  # fmt: skip
        self.assurance = Assurance.objects.get(pk=given.pk)
        self.r06 = self.told("The visit", [("record_agreement", {})], kind="visit", authority=self.government)
        self.r07 = self.told("Meetings with civil society", [
            ("record_partial_answer", {"at": "2023-01-17", **SAID, "note": "Some were held; others went on."}),
        ], addressee="Representatives of civil society", authority=None)  # fmt: skip
