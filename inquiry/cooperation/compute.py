"""From steps to the register: which happening is which, what is counted. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from inquiry.cooperation.values import CooperationRegister, Counts, Happening, Line, Mark, Party
from inquiry.life_cycles.history import Channel, Told
from inquiry.official_requests.notice import Notice, notices

MARKS: dict[str, Mark] = {
    **dict.fromkeys(("send", "record_past_sending", "remind", "extend", "file"), Mark.ASKED),
    **dict.fromkeys(
        ("acknowledge", "record_agreement", "record_meeting", "record_partial_answer", "complete"), Mark.GIVEN
    ),
    **dict.fromkeys(("record_grant", "record_kept", "record_partly_kept", "give"), Mark.GIVEN),
    **dict.fromkeys(("schedule", "reschedule"), Mark.SET),
    **dict.fromkeys(
        ("record_postponement", "record_cancellation", "record_revocation", "record_variation"), Mark.TAKEN_BACK
    ),
    **dict.fromkeys(
        ("record_refusal", "record_silence", "record_broken", "record_not_held", "record_lapse"), Mark.REFUSED
    ),
}
WITH_REASON = frozenset(
    {"record_postponement", "record_cancellation", "record_refusal", "record_revocation", "record_not_held"}
)


def happenings(steps: Sequence[Told[Any]]) -> tuple[Happening, ...]:
    """The standing `steps` of a request, an assurance or a petition."""
    noticed = {one.number: one for one in notices(steps)}
    return tuple(_happening(step, noticed.get(step.number)) for step in steps)


def _happening(step: Told[Any], notice: Notice | None) -> Happening:
    facts = step.facts
    return Happening(
        number=step.number,
        words=step.first.happened,
        mark=MARKS.get(step.verb, Mark.OTHER),
        at=step.at,
        channel=str(facts.get_channel_display()) if facts.channel != Channel.NOT_KNOWN else "",
        set_for=getattr(facts, "appointment_moment", None),
        notice=notice,
        reason_given=facts.reason_given if step.verb in WITH_REASON or notice else "",
        reason=facts.reason,
        note=facts.note,
        by=str(getattr(facts, "official", None) or getattr(facts, "decided_by", "") or ""),
    )


def counted(verbs: Iterable[tuple[str, str]], status: str) -> Counts:
    """What the steps of one request amount to.

    Args:
        verbs: each standing step's verb and, where a reason was to be expected, whether one was given.
        status: where the request stands.
    """
    rows = list(verbs)
    said = [verb for verb, _reason in rows]
    reasons = [reason for _verb, reason in rows if reason]
    return Counts(
        requests=1,
        held=said.count("record_meeting"),
        cancellations=said.count("record_cancellation"),
        postponements=said.count("record_postponement"),
        moved=sum(1 for verb, reason in rows if verb == "reschedule" and reason),
        refusals=said.count("record_refusal"),
        unanswered=int(status == "unanswered"),
        reasons_given=reasons.count("yes"),
        reasons_not_given=reasons.count("no"),
        reasons_not_stated=reasons.count("not_stated"),
    )


def of_request(steps: Sequence[Told[Any]], status: str) -> Counts:
    """The counts of one request's standing steps."""
    told = zip(steps, happenings(steps), strict=True)
    return counted([(step.verb, one.reason_given) for step, one in told], status)


def of_assurance(status: str) -> Counts:
    """The counts of one assurance with this outcome."""
    return Counts(assurances=1, assurances_kept=int(status == "kept"), assurances_not_kept=int(status == "broken"))


def of_petition(steps: Sequence[Told[Any]]) -> Counts:
    """The counts of one petition's standing steps."""
    said = [step.verb for step in steps]
    reasons = [step.facts.reason_given for step in steps if step.verb in WITH_REASON]
    return Counts(
        permissions_granted=said.count("record_grant"),
        permissions_revoked=said.count("record_revocation"),
        reasons_given=reasons.count("yes"),
        reasons_not_given=reasons.count("no"),
        reasons_not_stated=reasons.count("not_stated"),
    )


def register(
    commission: str, inquiry: str, lines: Iterable[tuple[tuple[str, str], Line, Counts]]
) -> CooperationRegister:
    """Lines put under their authorities, by name; those to nobody's authority stand last.

    Args:
        lines: for each the (reference, name) of the authority, the line, and its counts.
    """
    grouped: dict[tuple[str, str], list[Line]] = defaultdict(list)
    counts: dict[tuple[str, str], Counts] = defaultdict(Counts)
    for party, line, count in lines:
        grouped[party].append(line)
        counts[party] += count
    order = sorted(grouped, key=lambda party: (not party[0], party[1].casefold(), party[0]))
    parties = [
        Party(party[0], party[1], tuple(sorted(grouped[party], key=lambda line: line.ref)), counts[party])
        for party in order
    ]
    return CooperationRegister(commission, inquiry, parties, sum((party.counts for party in parties), Counts()))
