"""The register of public statements, in both zones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.public_statements import actions
from inquiry.public_statements.models import Figure, Modality, PublicStatement, StatementKind
from inquiry.rooms import RecordForm, add_page, edit_page, here, may_here, opened_by, record_page, rows_of
from inquiry.shared.web import filtered, found, paged

READ, CHANGE = Right.STATEMENT_READ, Right.STATEMENT_CHANGE


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(_("Statements"), reverse("inquiry:public_statements")), *more]


class StatementFilter(forms.Form):
    """Narrow the register."""

    title = forms.CharField(label=_("Title"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *StatementKind.choices])


@opened_by(READ)
def public_statements(http: HttpRequest) -> HttpResponse:
    filters = StatementFilter(http.GET)
    rows = filtered(rows_of(http, PublicStatement), filters, {"title": "title__icontains", "kind": "kind"})
    page = paged(http, rows.select_related("place").prefetch_related("members", "officials", "authorities"))
    context = {"page": page, "filters": filters, "may_add": may_here(http, CHANGE)}
    return render(http, "inquiry/public_statements/list.html", context)


@opened_by(READ)
def public_statement(http: HttpRequest, ref: str) -> HttpResponse:
    rows = (
        rows_of(http, PublicStatement).select_related("place").prefetch_related("members", "officials", "authorities")
    )
    record = found(rows, ref=ref)
    figures = Figure.objects.visible_to(http.user).filter(statement=record).order_by("measure", "pk")
    return record_page(http, "inquiry/public_statements/page.html", record, CHANGE, figures=figures)


class ModalityForm(forms.Form):
    """As what something was said: several may hold."""

    modality = forms.MultipleChoiceField(
        label=_("Said as"), required=False, choices=Modality.choices, widget=forms.CheckboxSelectMultiple
    )


class StatementForm(ModalityForm, RecordForm[PublicStatement]):
    class Meta:
        model = PublicStatement
        fields = (
            "title", "kind", "held", "held_zone", "held_basis", "place", "how", "members", "officials", "authorities",
            "other_speakers", "reported_by", "summary", "modality",
        )  # fmt: skip


@opened_by(CHANGE)
def add_statement(http: HttpRequest) -> HttpResponse:
    words = {"heading": now("Record a public statement"), "crumbs": crumbs()}
    given, cancel_url = {"inquiry": here(http)}, reverse("inquiry:public_statements")
    return add_page(http, StatementForm(http), actions.record_statement, given=given, cancel_url=cancel_url, **words)


@opened_by(CHANGE)
def change_statement(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, PublicStatement), ref=ref)
    heading = now("Change the statement")
    return edit_page(http, StatementForm(http, record), actions.change_statement, heading=heading, crumbs=crumbs())
