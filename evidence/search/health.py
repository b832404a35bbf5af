"""Whether the index of words is here and keeps up, for the health page."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.search import engine, queue
from evidence.search.models import IndexPending, IndexState
from inquiry.health.facts import Fact

LATE = timedelta(minutes=10)


def look() -> list[Fact]:
    name = _("Index of words")
    state = IndexState.objects.first()
    if state is not None and not (engine.root() / state.folder).is_dir():
        words = _("It is not on this machine; it was on %(host)s.") % {"host": state.host}
        return [Fact(name, False, words, _("Nothing can be searched from here."))]
    waiting = queue.waiting()
    oldest = IndexPending.objects.aggregate(oldest=Min("noted_at"))["oldest"]
    late = oldest is not None and oldest < timezone.now() - LATE
    words = _("%(waiting)d items wait to be indexed.") % {"waiting": waiting}
    if state is not None and state.building:
        words += " " + _("A new index is being made.")
    return [Fact(name, not late, words, _("What was received last cannot be found yet.") if late else "")]
