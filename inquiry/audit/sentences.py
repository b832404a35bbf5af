"""Audit entries as sentences an auditor can read. Rooms need add nothing: an act without its own words reads from its name."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from inquiry.audit.verbs import past

WORDS: dict[str, str] = {
    "session.signed_in": "signed in",
    "session.signed_out": "signed out",
    "session.failed": "failed to sign in",
    "session.password_changed": "changed their password",
    "session.second_factor_added": "added a second factor to their sign-in",
    "session.second_factor_removed": "removed a second factor from their sign-in",
    "refused": "was refused “{tried}”: {said}",
    "address.not_found": "asked for {page}, which they may not see or which does not exist",
    "name.look_up": "looked a name up ({results} results)",
    "name_variant.assert": "recorded a spelling of the name of",
    "name_variant.generate": "generated {spellings} spellings of the name of",
    "name_variant.confirm": "confirmed a spelling of the name of",
    "name_variant.reject": "rejected a spelling of the name of",
    "name_variant.restore": "restored a spelling of the name of",
    "act.recount": "brought {acts} acts in step with the record of",
    "evaluation.follow": "brought {evaluations} medical evaluations in step with the record of",
    "name_variant.forget": "deleted {spellings} spellings, because a cipher protects",
    "act.record": "recorded an act done at {event}:",
    "act.list": "read what was done to",
    "involvement.record": "recorded who had a hand in {part_of}, and in what degree:",
    "evaluation.read": "read the medical evaluation",
    "evaluation.list": "read the list of the medical evaluations of",
    "ill_treatment.read": "read, method by method, the ill-treatment of",
    "casualty.merge": "recorded that {other} is the same person as",
    "casualty.separate": "took back that {other} is the same person as",
    "same_name.decide": "decided “{decision}” about {other} and",
    "evidence.search": "searched the evidence ({results} results)",
    "evidence.read": "read",
    "evidence.download": "downloaded the original of",
    "audit.read": "read the audit",
    "vault.rotate_key": "wrapped {wrapped} keys of the vault under {key}",
    "testimony.read_back": "recorded that version {version} was read back of",
    "testimony.refuse": "recorded that signing was refused of",
    "testimony.search": "searched the testimony ({found} found)",
    "interview.miss": "recorded that it did not take place:",
    "recording.play": "played bytes {first} to {last} of",
    "opening.ask": "asked for the identities of {witnesses} (to {aim}, for {hours} h) in",
    "opening.approve": "agreed as {agreed_as} to",
    "opening.refuse": "refused as {refused_as}",
    "opening.lapse": "noted that the time ran out of",
    "vault.deposit": "put {group} into the vault for",
    "vault.open": "read, under {opening}, the identity of",
    "vault.shred": "destroyed, under {request}, the identity of",
    "vault.ask": "asked the vault whether somebody is known",
    "vault.search": "searched the vault by name",
    "role.give": "gave the role {role} to {user}",
    "role.confirm": "confirmed, as the second person, the role {role} of {user}",
    "role.end": "ended the role {role} of {user}",
    "consent.read": "read the consent of",
    "consent.withdraw": "recorded that {of} withdrew consent:",
    "consent.note_use": "used what {of} said:",
    "consent.note_uncovered_use": "recorded that something of {of} went out without consent:",
    "consent.tell": "recorded what became of telling the recipient of",
    "protection.read": "read the protection in",
    "assignment.give": "assigned {user} to",
    "assignment.end": "ended the assignment of {user} to",
}
CLOSED = {"changes", "reason", "query", "note", "title"}  # what a record says: only for whoever may read the record
DIGEST = re.compile(r"[0-9a-f]{40,}")


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence(act: str, about: str, facts: dict[str, Any], *, whole: bool = True) -> str:
    """What happened, without who and when: “recorded a cancellation of the official request OR-0001 — channel: telephone”.

    Args:
        whole: the reader may read the record, so what it says may be told; else only which fields changed.
    """
    shown = facts if whole else {key: value for key, value in facts.items() if key not in CLOSED}
    if act == "address.not_found":
        shown = {**shown, "page": _page(shown)}
    template = WORDS.get(act)
    if template:
        return f"{_(template).format_map(_Facts(shown))} {about}".strip()
    subject, _dot, verb = act.rpartition(".")
    told = [_told(key, value) for key, value in shown.items() if value not in ("", None, False, [], {})]
    if not whole and isinstance(facts.get("changes"), dict):
        told.append("fields: " + ", ".join(name.replace("_", " ") for name in facts["changes"]))
    words = f"{past(verb)} the {subject.replace('_', ' ')} {about}".strip()
    return words + (" — " + "; ".join(told) if told else "")


def _page(facts: dict[str, Any]) -> str:
    """The page that somebody asked for: `witnesses:casualty` about CR-0007 is the page “casualty” of CR-0007."""
    name = str(facts.get("path", "")).rpartition(":")[2].replace("_", " ")
    of = ", ".join(str(one) for one in (facts.get("named") or {}).values())
    return _("the page “{name}” of {of}").format(name=name, of=of) if of else _("the page “{name}”").format(name=name)


def _told(key: str, value: Any) -> str:
    """One fact; of changes, what stood there and what stands there now."""
    if key == "changes" and isinstance(value, dict):
        return "; ".join(
            f"{name.replace('_', ' ')}: {_plain(old)} → {_plain(new)}" for name, (old, new) in value.items()
        )
    return f"{key.replace('_', ' ')}: {_plain(value)}"


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "—"
    if isinstance(value, str) and DIGEST.fullmatch(value):
        return f"{value[:12]}…"
    return "—" if value in ("", None) else str(value)
