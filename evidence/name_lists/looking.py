"""Look for the names of a list, for its owner with the owner's rights of now: at once for a few, else as a job."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from evidence.ingestion.lease import Lease, LeaseLost
from evidence.items.models import Item
from evidence.name_lists.models import NameLine, NameList
from evidence.saved_searches.models import searching
from evidence.search.pages import pages_hit
from evidence.search.query import QueryError
from evidence.search.results import found_ids
from inquiry.jobs import actions as jobs

FIRST, MOST_PAGES = 5, 20
MOST_FOUND = 200
"""Items that are noted of a name; where there may be more, they are counted when the table is looked at."""
AT_ONCE = 10  # names between two signs of life
log = logging.getLogger(__name__)


def run(job_id: int) -> None:
    """Look for every name of the list of a job that was not looked for yet; goes on where a lost worker stopped."""
    job = jobs.take(job_id)
    if job is None:
        return
    names = NameList.objects.select_related("created_by", "inquiry").get(pk=job.about_id)
    try:
        with Lease(job) as lease:
            _all(names, lease)
            _end(names, lease)
    except LeaseLost:
        log.info("Another worker looks for the names of %s.", names.ref)
    except Exception:
        log.exception("The names of %s could not all be looked for.", names.ref)
        jobs.give_back(job, "The search broke off; it is tried again by itself.")


def _all(names: NameList, lease: Lease) -> None:
    """Raises LeaseLost: another worker does it."""
    while lines := list(NameLine.objects.filter(of=names, looked_at=None).order_by("number")[:AT_ONCE]):
        for line in lines:
            look(line, names)
            lease.tell("search")
        lease.hold(stage="search", done=lines[-1].number, total=names.names)


@transaction.atomic
def _end(names: NameList, lease: Lease) -> None:
    NameList.objects.filter(pk=names.pk).update(looked_at=timezone.now())
    lease.finish()


@transaction.atomic
def look(line: NameLine, names: NameList) -> None:
    """Look for one name, and note where it was found and on which pages of the first few."""
    owner, found, problem = names.created_by, [], ""
    try:
        if owner.is_active and names.removed_at is None and names.inquiry_id in searching(owner):
            found = found_ids(line.query, by=owner, inquiry=names.inquiry)[:MOST_FOUND] if line.query else []
    except QueryError as error:
        problem = error.sentence[:300]
    first = Item.objects.readable_by(owner).filter(pk__in=found[:FIRST])
    pages = {str(item.pk): pages_hit(item, line.query)[:MOST_PAGES] for item in first}
    said = {"found": found, "pages": pages, "problem": problem, "looked_at": timezone.now()}
    NameLine.objects.filter(pk=line.pk).update(**said)  # nothing, where the list was taken away meanwhile
