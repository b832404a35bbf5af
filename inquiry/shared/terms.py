"""Days without a clock time: EDTF texts in words, and whether something was in force on a day."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from inquiry.shared.dates import Moment, in_words, parse


def words_of(text: str) -> str:
    """The EDTF `text` in words; empty for empty."""
    return in_words(parse(text)) if text else ""


def term_words(since: str, until: str) -> str:
    """ "October 2022 – 19 January 2024", "since October 2022", or empty when neither is known."""
    if since and until:
        return _("%(since)s – %(until)s") % {"since": words_of(since), "until": words_of(until)}
    if since:
        return _("since %(since)s") % {"since": words_of(since)}
    return _("until %(until)s") % {"until": words_of(until)} if until else ""


def in_force(since: str, until: str, on: date) -> bool | None:
    """Whether a term from `since` until `until` (EDTF, either may be empty) covers the day `on`; None when it may or may not.

    An empty end goes on; an empty beginning is not known.
    """
    first = Moment.of(since, "UTC") if since else None
    last = Moment.of(until, "UTC") if until else None
    if (first and first.earliest_day and on < first.earliest_day) or (
        last and last.latest_day and on > last.latest_day
    ):
        return False
    begun = bool(first and first.latest_day and on >= first.latest_day)
    going = last is None or bool(last.earliest_day and on <= last.earliest_day)
    return True if begun and going else None
