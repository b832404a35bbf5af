"""The whole demonstration: the first case, the synthetic documents, people to sign in as, and a second inquiry apart."""

from __future__ import annotations

from django.db import transaction

from inquiry.accounts import actions as accounts
from inquiry.accounts.models import Inquiry
from inquiry.commission import actions as commission
from inquiry.commission.models import Commission
from inquiry.demonstration import loading, names, papers, people
from inquiry.demonstration.shelf import Shelf
from witnesses.demonstration import everything as protected

TITLE = "Commission of inquiry into the case of Zhanbolat Mamay and the events of January 2022"
OTHER_TITLE = "SYNTHETIC: a second inquiry, kept apart"


def finished() -> bool:
    """Whether everything was loaded once; the second inquiry comes last. What people changed since stays changed."""
    return Commission.objects.filter(inquiry__title=OTHER_TITLE).exists()


def load() -> dict[str, int]:
    """Load what is not there yet, each subject in a transaction of its own; return how many records each has.

    A load that was interrupted is taken up where it stopped.
    """
    inquiry = _opened(TITLE)
    shelf = Shelf(inquiry, people.admit(people.CAST, inquiry))
    counts = loading.load(shelf)
    counts["names"] = names.load(shelf)
    counts["documents"] = papers.hand_over(shelf)
    papers.describe(shelf)
    papers.prove(shelf)
    papers.assign(shelf)
    counts |= protected.load(shelf)
    _load_other()
    return counts


def _opened(title: str) -> Inquiry:
    return Inquiry.objects.filter(title=title).first() or accounts.open_inquiry(title, by=None)


@transaction.atomic
def _load_other() -> None:
    inquiry = _opened(OTHER_TITLE)
    secretary = people.admit(people.ELSEWHERE, inquiry)["other.secretary"]
    about = "Nothing of the first inquiry is seen here, and nothing of this one there."
    commission.set_up(inquiry=inquiry, by=secretary, name="Second commission (SYNTHETIC)", about=about)
