"""Audit entries as sentences an auditor can read. Rooms need add nothing: an act without its own words reads from its name."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

WORDS: dict[str, str] = {
    "session.signed_in": "signed in",
    "session.signed_out": "signed out",
    "session.failed": "failed to sign in",
    "refused": "was refused “{tried}”: {said}",
    "address.not_found": "asked for {path}, which they may not see or which does not exist",
    "evidence.search": "searched the evidence for “{query}” ({results} results)",
    "evidence.read": "read",
    "evidence.download": "downloaded the original of",
    "role.give": "gave the role {role} to {user}",
    "role.end": "ended the role {role} of {user}",
}


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence(act: str, about: str, facts: dict[str, Any]) -> str:
    """What happened, without who and when: “recorded the cancellation OR-0001 (channel: telephone)”."""
    template = WORDS.get(act)
    if template:
        words = _(template).format_map(_Facts(facts))
        return f"{words} {about}".strip() if "{" not in template else words + (f" ({about})" if about else "")
    subject, _dot, verb = act.rpartition(".")
    words = f"{verb.replace('_', ' ')} ({subject.replace('_', ' ')})"
    told = "; ".join(
        f"{key.replace('_', ' ')}: {value}" for key, value in facts.items() if value not in ("", None, [], {})
    )
    return " ".join(part for part in (words, about, f"— {told}" if told else "") if part)
