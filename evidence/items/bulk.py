"""Change several items at once: first what would change, then the change, item by item through the same action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from evidence.items import actions
from evidence.items.coding import Privilege, Relevance
from evidence.items.models import Item
from inquiry.accounts.rights import Right
from inquiry.rooms import opened_by, rows_of

MOST = 500
FIELDS: dict[str, Any] = {"relevance": Relevance, "privilege": Privilege}


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the preview."""

    ref: str
    url: str
    before: str
    after: str
    revision: int  # of the item as it was when the preview was made
    objection: str = ""


@require_POST
@opened_by(Right.EVIDENCE_DESCRIBE)
def change(http: HttpRequest) -> HttpResponse:
    name, value = _wanted(http.POST.get("verb", ""))
    chosen: Any = rows_of(http, Item).filter(ref__in=http.POST.getlist("ref")[:MOST]).order_by("-pk")
    changes = [_change(item, name, value) for item in chosen.with_rights(http.user)]
    if http.POST.get("confirmed") != "yes":
        context = {"changes": changes, "verb": f"{name}:{value}", "back_url": reverse("evidence:items")}
        return render(http, "evidence/items/bulk.html", context)
    seen = dict(mark.rpartition(":")[::2] for mark in http.POST.getlist("revision")[:MOST])
    done, left = actions.describe_several(
        {one.ref: seen.get(one.ref, "") for one in changes if not one.objection},
        by=http.user,  # type: ignore[arg-type]
        **{name: value},
    )
    messages.success(http, ngettext("%d item was changed.", "%d items were changed.", len(done)) % len(done))
    if left:
        messages.warning(http, _("A colleague changed these meanwhile; look at them again: %s.") % ", ".join(left))
    return redirect("evidence:items")


def _wanted(verb: str) -> tuple[str, str]:
    """The field and value of a verb like `relevance:key`. Http404 for what is on no list of ours."""
    name, _colon, value = verb.partition(":")
    if name not in FIELDS or value not in FIELDS[name].values:
        raise Http404
    return name, value


def _change(item: Any, name: str, value: str) -> Change:
    objection = ""
    if not item.readable or not item.may_describe:
        objection = _("You may not describe this item.")
    elif getattr(item, name) == value:
        objection = _("It says so already.")
    after = str(FIELDS[name](value).label)
    before = getattr(item, f"get_{name}_display")() if item.readable else ""
    return Change(item.ref, item.get_absolute_url(), str(before), after, item.revision, objection)
