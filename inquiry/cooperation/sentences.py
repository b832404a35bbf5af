"""What a line of the register says, as sentences that stand by themselves and claim no more than is recorded."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inquiry.cooperation.values import CooperationRegister, Counts, Happening
from inquiry.life_cycles.history import ReasonGiven
from inquiry.shared.dates import Moment, shown


def when(moment: Moment | None) -> str:
    """A time in words with its own zone where a clock time is told, and its basis unless it is stated in the source."""
    told = shown(moment)
    if told is None or moment is None:
        return _("time not stated")
    words = told.both_zones[0]
    return words if moment.basis == "stated" else _("%(when)s (%(basis)s)") % {"when": words, "basis": told.basis_label}


def reason(happening: Happening) -> str:
    """Whether a reason came with it; empty where none was to be expected."""
    if happening.reason_given == ReasonGiven.YES:
        return _("Reason given: %(reason)s") % {"reason": happening.reason}
    if happening.reason_given == ReasonGiven.NO:
        return _("No reason was given.")
    return _("Whether a reason was given is not stated.") if happening.reason_given else ""


def notice(happening: Happening) -> str:
    """The notice in words; empty where nothing was taken back."""
    if happening.notice is None:
        return ""
    words = _("Notice: %(notice)s") % {"notice": happening.notice.words}
    day = happening.notice.day_words
    return f"{words}, {day}." if day else f"{words}."


def details(happening: Happening) -> str:
    """Everything beside what and when, in one paragraph."""
    channel = _("Channel: %(channel)s.") % {"channel": happening.channel} if happening.channel else ""
    who = f"{happening.by}." if happening.by else ""
    set_for = _("Set for %(when)s.") % {"when": when(happening.set_for)} if happening.set_for else ""
    parts = (channel, who, set_for, notice(happening), reason(happening), happening.note)
    return " ".join(part for part in parts if part)


def totals(counts: Counts) -> list[tuple[str, int]]:
    """Label and figure of each count, in the order in which they are read."""
    return [
        (_("Requests"), counts.requests),
        (_("Held"), counts.held),
        (_("Cancellations"), counts.cancellations),
        (_("Postponements"), counts.postponements),
        (_("Moved to another time"), counts.moved),
        (_("Refusals"), counts.refusals),
        (_("Unanswered"), counts.unanswered),
        (_("Taken back or refused, reason given"), counts.reasons_given),
        (_("Taken back or refused, no reason"), counts.reasons_not_given),
        (_("Taken back or refused, reason not stated"), counts.reasons_not_stated),
        (_("Assurances"), counts.assurances),
        (_("Assurances kept"), counts.assurances_kept),
        (_("Assurances not kept"), counts.assurances_not_kept),
        (_("Permissions granted"), counts.permissions_granted),
        (_("Permissions revoked"), counts.permissions_revoked),
    ]


def method() -> str:
    """How notice is computed, for the reader of the register."""
    return _(
        "Notice is the time between the moment at which word came and the time for which something was set. Both are"
        " kept as exactly as they are known, in their own time zones, so notice is a range: its lower end takes the"
        " latest moment at which word may have come and the earliest time for which it may have been set, its upper end"
        " the reverse. Lower ends are rounded down and upper ends up. Where one of the two times is not recorded, the"
        " notice is not known."
    )


def told_of(register: CooperationRegister) -> str:
    """One sentence on what the register covers."""
    lines = sum(len(party.lines) for party in register.parties)
    return _("%(lines)d entries under %(parties)d headings.") % {"lines": lines, "parties": len(register.parties)}
