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

PAST = {
    "record": "recorded",
    "change": "changed",
    "set_up": "set up",
    "name_speakers": "named the speakers of",
    "plan": "planned",
    "begin": "recorded the beginning of",
    "end": "recorded the end of",
    "cancel": "cancelled",
    "withdraw": "withdrew",
    "invite": "invited",
    "make": "made",
    "revoke": "revoked",
    "give": "gave",
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
    noun = subject.replace("_", " ")
    words = f"{PAST[verb]} the {noun}" if verb in PAST else f"{verb.replace('_', ' ')} ({noun})"
    told = "; ".join(_told(key, value) for key, value in facts.items() if value not in ("", None, [], {}))
    return " ".join(part for part in (words, about, f"— {told}" if told else "") if part)


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
    return "—" if value in ("", None) else str(value)
