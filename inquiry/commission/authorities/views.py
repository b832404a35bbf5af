"""The register of authorities and organisations."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.commission.authorities import actions
from inquiry.commission.authorities.chains import Held, chain
from inquiry.commission.authorities.models import Authority, AuthorityKind, Position
from inquiry.rooms import RecordForm, add_page, edit_page, here, may_here, opened_by, record_page, rows_of
from inquiry.shared.trees import in_order
from inquiry.shared.web import filtered, found, paged

READ, CHANGE = Right.COMMISSION_READ, Right.COMMISSION_CHANGE


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(_("Authorities"), reverse("inquiry:authorities")), *more]


class AuthorityFilter(forms.Form):
    """Narrow the register."""

    name = forms.CharField(label=_("Name"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *AuthorityKind.choices])
    country = forms.CharField(label=_("Country"), required=False)


@opened_by(READ)
def authorities(http: HttpRequest) -> HttpResponse:
    filters = AuthorityFilter(http.GET)
    lookups = {"name": "name__icontains", "kind": "kind", "country": "country__icontains"}
    rows = filtered(rows_of(http, Authority).select_related("parent"), filters, lookups)
    page = paged(http, rows, ("name", "id"))
    context = {"page": page, "filters": filters, "may_add": may_here(http, CHANGE)}
    return render(http, "inquiry/authorities/list.html", context)


@opened_by(READ)
def authority(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Authority).select_related("parent"), ref=ref)
    held = Position.objects.visible_to(http.user).filter(authority=record).select_related("official").order_by("pk")
    context = {
        "offices": offices(held[:200]),
        "above": above(record),
        "parts": below(record, rows_of(http, Authority)),
    }
    return record_page(http, "inquiry/authorities/page.html", record, CHANGE, **context)


def offices(held: Iterable[Position]) -> list[tuple[str, list[Held[Position]]]]:
    """Each office of an authority with whoever held it, one after the other, and what lies between."""
    by_title: dict[str, list[Position]] = {}
    for row in held:
        by_title.setdefault(row.title, []).append(row)
    return [(title, chain(rows)) for title, rows in sorted(by_title.items())]


def above(record: Authority) -> list[Authority]:
    """The authorities that this one is a part of, the highest first."""
    found: list[Authority] = []
    while record.parent is not None and record.parent not in found:
        found.insert(0, record.parent)
        record = record.parent
    return found


def below(record: Authority, rows: QuerySet[Authority]) -> list[tuple[int, Authority]]:
    """Everything inside an authority, in reading order, with its depth below it (0 for what is directly inside)."""
    tree = in_order(rows.order_by("name"))
    start, depth = next((place, depth) for place, (depth, row) in enumerate(tree) if row.pk == record.pk)
    inside = takewhile(lambda pair: pair[0] > depth, tree[start + 1 :])
    return [(deep - depth - 1, row) for deep, row in inside]


class AuthorityForm(RecordForm[Authority]):
    class Meta:
        model = Authority
        fields = ("name", "other_names", "kind", "country", "parent", "note")


@opened_by(CHANGE)
def add_authority(http: HttpRequest) -> HttpResponse:
    words = {"heading": now("Record an authority"), "crumbs": crumbs(), "cancel_url": reverse("inquiry:authorities")}
    return add_page(http, AuthorityForm(http), actions.add_authority, given={"inquiry": here(http)}, **words)


@opened_by(CHANGE)
def change_authority(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Authority), ref=ref)
    heading = now("Change %(name)s") % {"name": record}
    return edit_page(http, AuthorityForm(http, record), actions.change_authority, heading=heading, crumbs=crumbs())
