"""Panels and pages of links: which items speak of a record, and of what an item speaks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from evidence.items import actions
from evidence.items.coding import Relation
from evidence.items.links import ItemLink
from evidence.items.models import Item
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.rooms import add_page, may_here, opened_by
from inquiry.shared.tables import record_of, refs_visible_to
from inquiry.shared.web import found, panel
from inquiry.shared.workflow import Refused

MOST = 200


class LinkForm(forms.Form):
    """An item says something about a record."""

    ref = forms.CharField(label=_("Item"), max_length=16, help_text=_("Its reference, for example E-000912."))
    about_ref = forms.CharField(label=_("Record"), max_length=16, help_text=_("Its reference, for example OR-0031."))
    relation = forms.ChoiceField(label=_("What it does"), choices=Relation.choices)
    part = forms.IntegerField(
        label=_("Number of the event"), min_value=0, initial=0, help_text=_("0 when it is about the record as a whole.")
    )
    page = forms.IntegerField(label=_("Page"), min_value=1, required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)


@opened_by(Right.EVIDENCE_LIST_C0)
def items_about(http: HttpRequest, ref: str) -> HttpResponse:
    """The items linked to a record, as far as the reader may read them; for those who may see the record itself."""
    record = _record(ref, http.user)
    rows = ItemLink.objects.visible_to(http.user).filter(about_ref=record.ref).select_related("item", "created_by")
    context = {
        "links": rows.order_by("part", "pk")[:MOST],
        "ref": record.ref,
        "may_link": may_here(http, Right.EVIDENCE_DESCRIBE),
        "swapped": bool(
            http.headers.get("HX-Request")
        ),  # then each step of the record's history gets its own proofs too
    }
    return panel(http, "evidence/items/_about.html", _("Evidence"), context)


def _record(ref: str, user: Any) -> Any:
    return record_of(ref, user)


@opened_by(Right.EVIDENCE_LIST_C0)
def item_links(http: HttpRequest, ref: str) -> HttpResponse:
    """What an item is linked to, as far as the reader may see those records."""
    item = found(Item.objects.readable_by(http.user), ref=ref)
    user: Any = http.user
    rows = ItemLink.objects.visible_to(user).filter(item=item)
    seen = rows.filter(refs_visible_to(user, rows, "about_ref"))
    context = {
        "links": seen.select_related("created_by").order_by("pk")[:MOST],
        "item": item,
        "may_link": may_here(http, Right.EVIDENCE_DESCRIBE),
    }
    return panel(http, "evidence/items/_links.html", _("What it is linked to"), context)


@opened_by(Right.EVIDENCE_DESCRIBE)
def link(http: HttpRequest) -> HttpResponse:
    """Link an item to a record; either may be given by the page one comes from."""
    given = {name: http.GET[name] for name in ("ref", "about_ref", "part", "page") if http.GET.get(name)}
    form = LinkForm(http.POST if http.method == "POST" else None, initial=given)
    back = given.get("about_ref") or given.get("ref", "")
    cancel = reverse("inquiry:record", args=[back]) if back else reverse("evidence:items")
    crumbs = [(_("Evidence"), reverse("evidence:items"))]
    return add_page(http, form, _linked, heading=_("Link evidence to a record"), crumbs=crumbs, cancel_url=cancel)


def _linked(ref: str, by: User, **said: Any) -> str:
    try:
        made = actions.link(ref, by=by, **said)
    except ObjectDoesNotExist:
        raise Refused(str(_("There is no such item or record that you may link.")), verb="link", ref=ref) from None
    return reverse("inquiry:record", args=[made.about_ref])


@require_POST
def unlink(http: HttpRequest, ref: str, number: int) -> HttpResponse:
    taken = actions.unlink(ref, by=http.user, link_id=number)  # type: ignore[arg-type]
    return redirect(taken.item)
