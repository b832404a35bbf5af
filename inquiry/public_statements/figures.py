"""Pages of the published figures. They stand beside each other; nothing adds them up."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.public_statements import actions
from inquiry.public_statements.models import Figure, PublicStatement
from inquiry.public_statements.views import crumbs
from inquiry.rooms import RecordForm, add_page, edit_page, here, may_here, opened_by, record_page, rows_of
from inquiry.shared.web import filtered, found, paged

READ, CHANGE = Right.STATEMENT_READ, Right.STATEMENT_CHANGE


class FigureFilter(forms.Form):
    """Narrow the register."""

    measure = forms.CharField(label=_("Measure"), required=False)
    stated_by = forms.CharField(label=_("Stated by"), required=False)


@opened_by(READ)
def figures(http: HttpRequest) -> HttpResponse:
    filters = FigureFilter(http.GET)
    rows = filtered(
        rows_of(http, Figure), filters, {"measure": "measure__icontains", "stated_by": "stated_by__icontains"}
    )
    page = paged(http, rows.select_related("statement"), ("measure", "id"))
    context = {"page": page, "filters": filters, "may_add": may_here(http, CHANGE)}
    return render(http, "inquiry/public_statements/figures.html", context)


@opened_by(READ)
def figure(http: HttpRequest, ref: str) -> HttpResponse:
    """A figure, and the others that were published for the same measure."""
    record = found(rows_of(http, Figure).select_related("statement"), ref=ref)
    others = rows_of(http, Figure).filter(measure__iexact=record.measure).exclude(pk=record.pk).order_by("pk")
    return record_page(http, "inquiry/public_statements/figure.html", record, CHANGE, others=others[:50])


class FigureForm(RecordForm[Figure]):
    class Meta:
        model = Figure
        fields = (
            "measure", "comparator", "value", "low", "high", "words", "unit", "stated_by", "statement", "as_of",
            "as_of_basis", "note",
        )  # fmt: skip


def _where() -> list[tuple[str, str]]:
    return crumbs((now("Published figures"), reverse("inquiry:figures")))


@opened_by(CHANGE)
def add_figure(http: HttpRequest) -> HttpResponse:
    statement = rows_of(http, PublicStatement).filter(ref=http.GET.get("statement", "")).first()
    form = FigureForm(http, initial={"statement": statement})
    words = {"heading": now("Record a published figure"), "crumbs": _where(), "cancel_url": reverse("inquiry:figures")}
    return add_page(http, form, actions.record_figure, given={"inquiry": here(http)}, **words)


@opened_by(CHANGE)
def change_figure(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Figure), ref=ref)
    return edit_page(
        http, FigureForm(http, record), actions.change_figure, heading=now("Change the figure"), crumbs=_where()
    )
