"""What stands against sending a request, as sentences. Pure: values in, sentences out."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from inquiry.official_requests.steps import DUE_NEEDED


def sending(kind: str, letter: str, due_on: date | None, today: date) -> list[str]:
    """What a request lacks before it may go out."""
    found = []
    if not letter.strip():
        found.append(_("There is no letter yet: write its text in the draft first."))
    if kind in DUE_NEEDED and due_on is None:
        found.append(_("A request for documents or a statement names the day by which they are due."))
    if due_on is not None and due_on < today:
        found.append(_("The day on which the answer is due has passed already."))
    return found
