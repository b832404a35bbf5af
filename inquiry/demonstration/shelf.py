"""What the loader has put into the inquiry so far, by the keys that the data files use."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.policy import today
from inquiry.shared.tables import Record
from inquiry.sources import actions as sources
from inquiry.sources.models import Source

FACTS = Path(__file__).parent / "facts"
RELATIVE = re.compile(r"^today(?P<days>[+-]\d+)?(?P<clock>T\d\d:\d\d)?$")
Entry = dict[str, Any]


def entries(subject: str) -> list[Entry]:
    """The rows of `facts/SUBJECT.json`: `key`, `fields`, `cites`, and what the subject has besides."""
    found: list[Entry] = json.loads((FACTS / f"{subject}.json").read_text(encoding="utf-8"))
    return found


class Shelf:
    """Records by key, the inquiry they belong to, and the two secretaries who write them down."""

    def __init__(self, inquiry: Inquiry, people: Mapping[str, User]) -> None:
        self.inquiry = inquiry
        self.people = people
        self.records: dict[str, Any] = {}

    @property
    def writer(self) -> User:
        """Whoever records and drafts."""
        return self.people["secretary"]

    @property
    def second(self) -> User:
        """Whoever sends what the first one drafted, and records what became of it."""
        return self.people["second.secretary"]

    def put(self, entry: Entry, record: Record) -> None:
        self.records[entry["key"]] = record

    def resolved(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The fields with `$key` replaced by its record, and `today+9` by that day."""
        return {name: self._value(value) for name, value in fields.items()}

    def _value(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._value(one) for one in value]
        if not isinstance(value, str):
            return value
        if value.startswith("$"):
            return self.records[value[1:]]
        if found := RELATIVE.match(value):
            day = today() + timedelta(days=int(found["days"] or 0))
            return day.isoformat() + (found["clock"] or "")
        return value

    def cite(self, about: Record, cites: Mapping[str, str], part: str = "") -> None:
        """Cite each `SOURCE: where @part` for `about`, with what it says there in our words."""
        for key, words in cites.items():
            name, _, where = key.partition(": ")
            locator, _, own = where.partition(" @")
            source: Source = self.records[name]
            sources.cite(
                source=source, about_ref=about.ref, by=self.writer, about_part=part or own, locator=locator, note=words
            )
