"""What a record rests on: references to records of any kind, each perhaps with the passage, as lines of text.

`T-0031 §12`, `SO-0001 paragraph 4`, `E-000012 page 3`. A line is taken only if its writer may read the record, and is shown
only to whoever may.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from inquiry.shared.tables import Record, record_kinds, visible_record

LINE = re.compile(r"^(?P<ref>[A-Z]{1,4}-[0-9]{2,12})(?:[ ,]+(?P<passage>.{1,80}))?$")


@dataclass(frozen=True, slots=True)
class Resting:
    """One line: the record's reference, the passage in it, and the address of the record's page (empty where it has none)."""

    ref: str
    passage: str
    url: str


def check(lines: Iterable[str], user: Any, inquiry: int, field: str = "rests_on") -> None:
    """Refuse lines that are no reference, or that name what `user` may not see or what lies in another inquiry.

    Raises:
        ValidationError: with a sentence for each such line; hidden and missing read the same.
    """
    wrong = [sentence for line in lines if (sentence := _objection(line, user, inquiry))]
    if wrong:
        raise ValidationError({field: wrong})


def _objection(line: str, user: Any, inquiry: int) -> str:
    found = LINE.match(line)
    if found is None:
        return _("“%(line)s” is no reference. Write it like T-0031 §12 or SO-0001 paragraph 4.") % {"line": line[:60]}
    record = visible_record(found["ref"], user)
    if record is None or record.inquiry_id != inquiry:
        return _("There is no record %(ref)s that you may see.") % {"ref": found["ref"]}
    return ""


def seen_by(lines: Iterable[str], user: Any) -> list[Resting]:
    """The lines whose records `user` may read; the others are left out without a word."""
    asked = list(lines)
    found = seen(asked, user)
    return [found[line] for line in asked if line in found]


def seen(lines: Iterable[str], user: Any) -> dict[str, Resting]:
    """Line → what it names, for the lines whose records `user` may read: one query for each kind of record."""
    named = {line: match for line in lines if (match := LINE.match(line))}
    records = _records({match["ref"] for match in named.values()}, user)
    return {
        line: _resting(records[match["ref"]], match["passage"] or "")
        for line, match in named.items()
        if match["ref"] in records
    }


def _records(refs: set[str], user: Any) -> dict[str, Record]:
    """The records of `refs` that `user` may read, by reference."""
    kinds, found = record_kinds(), dict[str, Record]()
    for kind in {ref.partition("-")[0] for ref in refs} & set(kinds):
        rows = kinds[kind].objects.visible_to(user)  # type: ignore[attr-defined]
        found |= {row.ref: row for row in rows.filter(ref__in=[ref for ref in refs if ref.startswith(f"{kind}-")])}
    return found


def _resting(record: Record, passage: str) -> Resting:
    address = getattr(record, "get_absolute_url", None)
    return Resting(record.ref, passage, address() if address else "")
