"""What the audit says of a request: who asked for whom, and that another person agreed afterwards.

The rows of a request can be written by whoever holds the application's database; the audit takes entries and lets none be
changed. So a request counts only where both of its persons stand in the audit, too. Whoever can write rows can also
write such entries: this makes a forged request a lasting, chained record under two names, not an impossible one.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from inquiry.audit.models import Entry
from inquiry.shared.ledgers import stamp
from witnesses.openings.models import Opening

ASKED, AGREED = "opening.ask", "opening.approve"


def objection(opening: Opening) -> str:
    """Why the audit does not bear out what the rows of an agreed `opening` say; empty when it does."""
    asked, agreed = _entries(opening.ref)
    ciphers = set(opening.subjects.values_list("witness__ref", flat=True))
    borne_out = (
        asked is not None
        and agreed is not None
        and opening.decided_by_id is not None
        and opening.valid_until is not None
        and (asked.by_id, agreed.by_id) == (opening.created_by_id, opening.decided_by_id)
        and _two_in_order(asked, agreed)
        and asked.facts.get("aim") == opening.aim
        and _ciphers(asked) == ciphers
        and (agreed.facts.get("asked_as"), agreed.facts.get("agreed_as")) == (opening.asked_as, opening.decided_as)
        and stamp(opening.valid_until) <= str(agreed.facts.get("until", ""))
    )
    return "" if borne_out else _("The audit does not say that two persons agreed to this request as it stands.")


def in_audit(ref: str, cipher: str, user_id: int, before: int) -> bool:
    """Whether `user_id` asked for `cipher` under `ref` and somebody else agreed, both in the audit before entry `before`."""
    asked, agreed = _entries(ref)
    return (
        asked is not None
        and agreed is not None
        and asked.by_id == user_id
        and _two_in_order(asked, agreed)
        and agreed.pk < before
        and cipher in _ciphers(asked)
    )


def _entries(ref: str) -> tuple[Entry | None, Entry | None]:
    """The one entry of asking and the one of agreeing; None where there is none, or more than one."""
    rows = list(Entry.objects.filter(about=ref, act__in=[ASKED, AGREED]).order_by("pk")[:3]) if ref else []
    asked, agreed = ([row for row in rows if row.act == act] for act in (ASKED, AGREED))
    return (asked[0], agreed[0]) if len(asked) == len(agreed) == 1 else (None, None)


def _two_in_order(asked: Entry, agreed: Entry) -> bool:
    return None not in (asked.by_id, agreed.by_id) and asked.by_id != agreed.by_id and asked.pk < agreed.pk


def _ciphers(asked: Entry) -> set[str]:
    return set(str(asked.facts.get("witnesses", "")).split(", "))
