"""Look for the names of a list, for its owner with the owner's rights of now: at once for a few, else as a job."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from evidence.items.models import Item
from evidence.name_lists.models import NameLine, NameList
from evidence.saved_searches.models import searching
from evidence.search.pages import pages_hit
from evidence.search.query import QueryError
from evidence.search.results import found_ids
from inquiry.jobs import actions as jobs
from inquiry.jobs.models import Job

TASK = "evidence.tasks.look_names"
FIRST, MOST_PAGES = 5, 20
AT_ONCE = 10  # names between two signs of life
log = logging.getLogger(__name__)


def run(job_id: int) -> None:
    """Look for every name of the list of a job that was not looked for yet; goes on where a lost worker stopped."""
    job = jobs.take(job_id)
    if job is None:
        return
    names = NameList.objects.select_related("created_by", "inquiry").get(pk=job.about_id)
    try:
        if _all(names, job) and jobs.finish(job):
            NameList.objects.filter(pk=names.pk).update(looked_at=timezone.now())
    except Exception:
        log.exception("The names of %s could not all be looked for.", names.ref)
        jobs.give_back(job, "The search broke off; it is tried again by itself.")


def _all(names: NameList, job: Job) -> bool:
    """False when the lease was lost to another worker."""
    while lines := list(NameLine.objects.filter(of=names, looked_at=None).order_by("number")[:AT_ONCE]):
        for line in lines:
            look(line, names)
        if not jobs.advance(job, stage="search", done=lines[-1].number, total=names.names):
            return False
    return True


@transaction.atomic
def look(line: NameLine, names: NameList) -> None:
    """Look for one name, and note where it was found and on which pages of the first few."""
    owner = names.created_by
    line.found, line.pages, line.problem = [], {}, ""
    try:
        if owner.is_active and names.removed_at is None and names.inquiry_id in searching(owner):
            line.found = found_ids(line.query, by=owner, inquiry=names.inquiry) if line.query else []
    except QueryError as error:
        line.problem = error.sentence[:300]
    first = Item.objects.readable_by(owner).filter(pk__in=line.found[:FIRST])
    line.pages = {str(item.pk): pages_hit(item, line.query)[:MOST_PAGES] for item in first}
    line.looked_at = timezone.now()
    line.save(update_fields=["found", "pages", "problem", "looked_at"])
