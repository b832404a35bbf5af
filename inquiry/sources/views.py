"""The register of sources; the panel of sources on any record's page, and citing one there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.rooms import RecordForm, add_page, edit_page, here, may_here, narrow, opened_by, record_page, rows_of
from inquiry.shared.tables import Record, record_of
from inquiry.shared.web import act, filtered, form_page, found, paged, panel
from inquiry.sources import actions
from inquiry.sources.models import Citation, Source, SourceKind

READ, CHANGE = Right.COMMISSION_READ, Right.COMMISSION_CHANGE


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(_("Sources"), reverse("inquiry:sources")), *more]


class SourceFilter(forms.Form):
    """Narrow the register."""

    title = forms.CharField(label=_("Title"), required=False)
    publisher = forms.CharField(label=_("Publisher"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *SourceKind.choices])


@opened_by(READ)
def sources(http: HttpRequest) -> HttpResponse:
    filters = SourceFilter(http.GET)
    lookups = {"title": "title__icontains", "publisher": "publisher__icontains", "kind": "kind"}
    page = paged(http, filtered(rows_of(http, Source), filters, lookups))
    context = {"page": page, "filters": filters, "may_add": may_here(http, CHANGE)}
    return render(http, "inquiry/sources/list.html", context)


@opened_by(READ)
def source(http: HttpRequest, ref: str) -> HttpResponse:
    """A source, and what rests on it: as far as the reader may see those records."""
    record = found(rows_of(http, Source), ref=ref)
    cited = Citation.objects.visible_to(http.user).filter(source=record).select_related("withdrawal").order_by("-pk")
    return record_page(http, "inquiry/sources/page.html", record, CHANGE, citations=cited[:200])


class SourceForm(RecordForm[Source]):
    class Meta:
        model = Source
        fields = (
            "title", "kind", "publisher", "author", "published", "published_zone", "published_basis", "language", "address",
            "is_own", "republished_by", "note",
        )  # fmt: skip


@opened_by(CHANGE)
def add_source(http: HttpRequest) -> HttpResponse:
    words = {"heading": now("Record a source"), "crumbs": crumbs(), "cancel_url": reverse("inquiry:sources")}
    return add_page(http, SourceForm(http), actions.add_source, given={"inquiry": here(http)}, **words)


@opened_by(CHANGE)
def change_source(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Source), ref=ref)
    heading = now("Change a source")
    return edit_page(http, SourceForm(http, record), actions.change_source, heading=heading, crumbs=crumbs())


class CitationForm(forms.ModelForm[Citation]):
    class Meta:
        model = Citation
        fields = ("source", "about_part", "locator", "note")

    def __init__(self, http: HttpRequest, about: Record, posted: bool = False) -> None:
        super().__init__(http.POST if posted else None)
        self.fields["note"].widget.attrs["rows"] = 2
        narrow(self.fields["source"], http.user, about.inquiry)  # type: ignore[arg-type]


def citations_about(http: HttpRequest, ref: str) -> HttpResponse:
    """Panel: the sources of one record that the reader may see, and a form to cite another."""
    about = record_of(ref, http.user)  # type: ignore[arg-type]
    rows = Citation.objects.visible_to(http.user).filter(about_ref=about.ref)
    may_cite = http.user.may(CHANGE, about)  # type: ignore[union-attr]
    context = {
        "about": about,
        "citations": rows.select_related("source", "withdrawal").order_by("pk"),
        "form": CitationForm(http, about) if may_cite else None,
    }
    return panel(http, "inquiry/sources/_about.html", _("Sources of %(ref)s") % {"ref": ref}, context)


@opened_by(CHANGE)
def cite(http: HttpRequest, ref: str) -> HttpResponse:
    """Cite a source for a record; then the record's page again."""
    about = record_of(ref, http.user)  # type: ignore[arg-type]
    form = CitationForm(http, about, posted=http.method == "POST")
    form.initial["about_part"] = http.GET.get("part", "")[:60]
    made = act(http, form, actions.cite, by=http.user, about_ref=about.ref)
    if made is not None:
        return redirect(page_of(about))
    words = {"heading": now("Cite a source for %(ref)s") % {"ref": ref}, "cancel_url": page_of(about)}
    return form_page(http, "inquiry/form.html", form, {"crumbs": crumbs(), **words})


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


@opened_by(CHANGE)
def withdraw_citation(http: HttpRequest, ref: str) -> HttpResponse:
    """Take a citation back; both rows stay."""
    citation = found(Citation.objects.visible_to(http.user).select_related("source"), ref=ref)
    form = WithdrawForm(http.POST if http.method == "POST" else None)
    if act(http, form, actions.withdraw_citation, ref, by=http.user) is not None:
        return redirect(page_of(record_of(citation.about_ref, http.user)))  # type: ignore[arg-type]
    words = {
        "heading": now("Withdraw the citation"),
        "record": citation,
        "cancel_url": citation.source.get_absolute_url(),
    }
    return form_page(http, "inquiry/form.html", form, {"crumbs": crumbs(), "grave": True, **words})


def page_of(record: Record) -> str:
    """The address of a record's own page, or its sources' where it has none."""
    address = getattr(record, "get_absolute_url", None)
    return address() if address else reverse("inquiry:citations_about", args=[record.ref])
