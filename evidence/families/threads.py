"""Threads of mail from what the messages claim: ids first, and where there are none the subject and the people. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MARK = re.compile(
    r"^\s*(?:\[[^\]]{0,40}\]\s*)?(?:re|aw|fwd?|fw|wg|sv|vs|ответ|отв|на|пересл|жауап)\s*(?:\[\d+\]|\(\d+\))?\s*:\s*",
    re.I,
)
BETWEEN = re.compile(r"[\s<>,;:\"'()]+")
LONGEST_ADDRESS = 320
LONGEST_SUBJECT = 500
"""Characters of a subject that are looked at: whoever writes mail writes its headers, and MARK may go back over what it has
seen."""
PEOPLE = ("claimed_from", "claimed_to", "claimed_cc", "claimed_sender", "claimed_reply_to")
SHORTEST_SUBJECT = 8
"""Letters that a subject has at least to lead to another message: "Hello" leads nowhere."""
MOST_IDS = 100


def own_id(claimed: Mapping[str, Any]) -> str:
    """The message's own id; "" where it claims none."""
    return _one(claimed.get("claimed_message_id"))


def answered(claimed: Mapping[str, Any]) -> list[str]:
    """The ids that it refers to, the one it answers first, then the last before it, and so on back."""
    before = claimed.get("claimed_references") or []
    before = list(before) if isinstance(before, list) else [before]
    return list(dict.fromkeys(filter(None, map(_one, [claimed.get("claimed_in_reply_to"), *reversed(before)]))))[
        :MOST_IDS
    ]


def ids(claimed: Mapping[str, Any]) -> list[str]:
    """All ids that lead to its thread."""
    return list(dict.fromkeys(filter(None, [own_id(claimed), *answered(claimed)])))


def _one(value: Any) -> str:
    value = value[0] if isinstance(value, list) and value else value
    return value.strip() if isinstance(value, str) else ""


def subject(claimed: Mapping[str, Any]) -> str:
    """The subject without "Re:" and the like, in one case; "" when it is too short to lead anywhere."""
    said = _subject(claimed)
    while (bare := MARK.sub("", said, count=1)) != said:
        said = bare
    said = " ".join(said.casefold().split())
    return said if len(said) >= SHORTEST_SUBJECT else ""


def is_answer(claimed: Mapping[str, Any]) -> bool:
    """Whether the subject says that it answers or forwards another."""
    return bool(MARK.match(_subject(claimed)))


def _subject(claimed: Mapping[str, Any]) -> str:
    """Its beginning, in which blanks stand alone."""
    return " ".join(_one(claimed.get("claimed_subject"))[:LONGEST_SUBJECT].split())


def people(claimed: Mapping[str, Any]) -> set[str]:
    """The addresses of those between whom it went."""
    said: list[str] = []
    for name in PEOPLE:
        value = claimed.get(name)
        said += [str(one) for one in (value if isinstance(value, list) else [value]) if one]
    return {word.casefold() for one in said for word in BETWEEN.split(one) if _is_address(word)}


def _is_address(word: str) -> bool:
    """Whether it may be one: a single @ with something on either side, no longer than an address is."""
    return len(word) <= LONGEST_ADDRESS and word.count("@") == 1 and word[0] != "@" != word[-1]


def by_subject(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether nothing but subject and people make two messages one thread: one of them must say that it answers."""
    same = bool(subject(one)) and subject(one) == subject(other)
    return same and (is_answer(one) or is_answer(other)) and bool(people(one) & people(other))


@dataclass(frozen=True, slots=True)
class Line:
    """A message in the tree: how deep it stands, and its number among those given."""

    depth: int
    at: int


def tree(claimed: Sequence[Mapping[str, Any]]) -> list[Line]:
    """The messages in the order of the conversation: each below the one it answers, or the nearest before it that is there;
    brothers by the time that they claim."""
    known = {own_id(one): at for at, one in reversed(list(enumerate(claimed))) if own_id(one)}
    parents = {at: _parent(at, one, known) for at, one in enumerate(claimed)}
    below: dict[int | None, list[int]] = {}
    for at in _by_time(claimed, range(len(claimed))):
        below.setdefault(None if _circle(at, parents) else parents[at], []).append(at)
    found: list[Line] = []
    waiting = [(0, at) for at in reversed(below.get(None, []))]
    while waiting:
        depth, at = waiting.pop()
        found.append(Line(depth, at))
        waiting += [(depth + 1, child) for child in reversed(below.get(at, []))]
    return found


def _parent(at: int, one: Mapping[str, Any], known: Mapping[str, int]) -> int | None:
    return next((known[other] for other in answered(one) if other in known and known[other] != at), None)


def _circle(at: int, parents: Mapping[int, int | None]) -> bool:
    """Whether the message answers itself in the end, as only a forged one does."""
    seen, upper = {at}, parents[at]
    while upper is not None and upper not in seen:
        seen.add(upper)
        upper = parents[upper]
    return upper == at


def _by_time(claimed: Sequence[Mapping[str, Any]], rows: Iterable[int]) -> list[int]:
    return sorted(rows, key=lambda at: (_one(claimed[at].get("claimed_sent_at")) or "9999", at))
