"""What the lines of a register rest on: items of evidence and passages of sources, as far as one person may see them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from evidence.items.links import ItemLink
from inquiry.accounts.models import User
from inquiry.shared.dates import in_words
from inquiry.sources.models import Citation, Source
from reports.builders.document import Part, Proof

STEP = re.compile(r"\D*(\d+)")


def of(refs: Iterable[str], user: User) -> dict[Part, list[Proof]]:
    """The proofs of each record and of each of its steps."""
    wanted = list(refs)
    found: dict[Part, list[Proof]] = defaultdict(list)
    links = ItemLink.objects.visible_to(user).filter(about_ref__in=wanted).select_related("item")
    for link in links.order_by("item__ref", "id"):
        page = _(", page %(page)d") % {"page": link.page} if link.page else ""
        found[link.about_ref, link.part].append(Proof(f"{link.item.ref}{page}", link.item.ref))
    cited = Citation.objects.visible_to(user).standing().filter(about_ref__in=wanted).select_related("source")
    for citation in cited.order_by("source__ref", "id"):
        where = f", {citation.locator}" if citation.locator else ""
        proof = Proof(f"{citation.source.ref}{where}", citation.source.ref, named(citation.source))
        found[citation.about_ref, _step(citation.about_part)].append(proof)
    return dict(found)


def _step(part: str) -> int:
    """The number of the step that a citation names ("4", "step 4"); 0 for the whole record."""
    match = STEP.fullmatch(part.strip())
    return int(match[1]) if match else 0


def named(source: Source) -> str:
    """A source as a footnote names it: author, title, publisher, date."""
    day = in_words(source.published_moment) if source.published_moment else _("date not stated")
    own = _("the commission's own") if source.is_own else ""
    return ", ".join(part for part in (source.author, source.title, source.publisher, day, own) if part)
