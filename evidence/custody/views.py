"""The custody of an item, as a panel for those who may know that the item exists."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from evidence.custody.models import CustodyEntry
from evidence.items import access, ancestry
from evidence.items.models import Item
from inquiry.accounts.rights import Right
from inquiry.rooms import opened_by
from inquiry.shared.web import found, paged, panel

TOLD = (
    "outcome",
    "classification",
    "was",
    "about",
    "relation",
    "page",
    "pages",
    "problem",
    "copied_from",
    "parent",
    "with_item",
)


@opened_by(Right.EVIDENCE_LIST_C0)
def custody(http: HttpRequest, ref: str) -> HttpResponse:
    """Every act on an item, newest first; what was said in them only for those who may read it."""
    item = found(Item.objects.visible_to(http.user), ref=ref)
    page = paged(http, CustodyEntry.objects.filter(item=item).select_related("by", "link"), ("-number",))
    open_to = access.may_read(http.user, item)  # type: ignore[arg-type]
    facts = ancestry.facts_told(page.rows, http.user) if open_to else [{} for _row in page.rows]
    lines = [(row, told(said)) for row, said in zip(page.rows, facts, strict=True)]
    context = {"item": item, "lines": lines, "open_to": open_to, "page": page}
    return panel(http, "evidence/custody/_panel.html", _("Custody"), context)


def told(facts: dict[str, Any]) -> str:
    """What an entry says, in a line; digests are shown with the item."""
    said = [f"{name.replace('_', ' ')}: {_plain(facts[name])}" for name in TOLD if facts.get(name)]
    return "; ".join([*said, *map(_changed, facts.get("changes", {}).items())])


def _changed(change: tuple[str, list[Any]]) -> str:
    """What stood in a field and what stands there since."""
    name, (old, new) = change
    return f"{name.replace('_', ' ')}: {_plain(old) or '—'} → {_plain(new) or '—'}"


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
