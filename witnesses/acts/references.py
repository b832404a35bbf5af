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

from inquiry.shared.tables import visible_record

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
    found = []
    for line in lines:
        match = LINE.match(line)
        record = visible_record(match["ref"], user) if match else None
        if match and record is not None:
            address = getattr(record, "get_absolute_url", None)
            found.append(Resting(record.ref, match["passage"] or "", address() if address else ""))
    return found
