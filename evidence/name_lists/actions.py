"""Look for a list of names, look again, take the list away, take the answer away. The audit has numbers, never a name."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.name_lists import looking, names
from evidence.name_lists.models import LONGEST, MOST_NAMES, TASK, NameLine, NameList
from evidence.saved_searches.models import searching
from evidence.search import naming
from inquiry.accounts.models import Inquiry, User
from inquiry.audit import ledger as audit
from inquiry.jobs import actions as jobs
from inquiry.shared.workflow import NOT_OPEN, Refused

FEW = 20
"""Names that are looked for at once; more are looked for by a worker."""
MOST_LISTS = 50


@transaction.atomic
def make(*, inquiry: Inquiry, by: User, title: str, given: Sequence[str]) -> NameList:
    """Look for names in the evidence of an inquiry.

    Raises:
        Refused: `by` may not search there; there are no names, more than 2,000, or one of more than 200 characters; or they
            have 50 lists already.
    """
    chosen = names.cleaned(given)
    if inquiry.pk not in searching(by):
        raise Refused(NOT_OPEN, verb="make")
    _refuse(_("Give at least one name.") if not chosen else "")
    _refuse(_("At most 2,000 names at once.") if len(chosen) > MOST_NAMES else "")
    _refuse(_("A name has at most 200 characters.") if any(len(one) > LONGEST for one in chosen) else "")
    kept = NameList.objects.filter(created_by=by, removed_at=None).count()
    _refuse(_("You have 50 lists of names: take one away first.") if kept >= MOST_LISTS else "")
    made = NameList(inquiry=inquiry, created_by=by, title=title, names=len(chosen))
    made.full_clean(exclude=["ref", "created_by"])
    made.save(force_insert=True)
    rows = [NameLine(of=made, number=n, name=one, query=naming.query(one)) for n, one in enumerate(chosen, start=1)]
    NameLine.objects.bulk_create(rows, batch_size=500)
    audit.record("name_list.make", about=made, by=by, names=len(chosen))
    _look(made, by)
    return made


def _refuse(sentence: str) -> None:
    if sentence:
        raise Refused(sentence, verb="make")


def _look(made: NameList, by: User) -> None:
    if made.names > FEW:
        jobs.ask(TASK, made, by=by, total=made.names)
        return
    for line in made.lines.order_by("number"):
        looking.look(line, made)
    made.looked_at = timezone.now()
    made.save(update_fields=["looked_at"])


@transaction.atomic
def look_again(ref: str, *, by: User) -> NameList:
    """Look for the same names anew.

    Raises:
        NameList.DoesNotExist: `by` has no such list. Refused: they are being looked for still.
    """
    made = _own(ref, by)
    if made.in_work:
        raise Refused(_("The names are being looked for still."), verb="look_again", ref=ref)
    made.lines.update(looked_at=None)
    made.looked_at = None
    made.save(update_fields=["looked_at"])
    audit.record("name_list.look_again", about=made, by=by, names=made.names)
    _look(made, by)
    return made


@transaction.atomic
def remove(ref: str, *, by: User) -> NameList:
    """Take a list away, the names with it."""
    made = _own(ref, by)
    made.lines.all().delete()
    made.title, made.removed_at = "-", timezone.now()
    made.save(update_fields=["title", "removed_at"])
    audit.record("name_list.remove", about=made, by=by, names=made.names)
    return made


@transaction.atomic
def note_export(ref: str, *, by: User, kind: str) -> NameList:
    """Record that `by` takes the answer away as a file."""
    made = _own(ref, by)
    audit.record("name_list.export", about=made, by=by, names=made.names, kind=kind)
    return made


def _own(ref: str, by: User) -> NameList:
    return NameList.objects.visible_to(by).select_for_update(of=("self",)).select_related("inquiry").get(ref=ref)
