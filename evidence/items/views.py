"""The register and the item: list, page, pictures of pages, description, download."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from evidence.ingestion import drawing
from evidence.items import access, actions, serving, showing
from evidence.items.coding import CODED_TYPES, Classification, Outcome
from evidence.items.models import Item, Page
from evidence.items.proposals import LoweringProposal
from inquiry.accounts.rights import Right
from inquiry.rooms import RecordForm, edit_page, here, may_here, opened_by, panels, person, rows_of
from inquiry.shared.web import filtered, found, paged

LIST = Right.EVIDENCE_LIST_C0
BULK = [
    (f"relevance:{value}", f"{now('Relevance')}: {label}")
    for value, label in Item._meta.get_field("relevance").choices or ()
]


class ItemFilter(forms.Form):
    """Narrow the register. What is filtered by name or title is looked for only among what one may read."""

    title = forms.CharField(label=_("Title or name"), required=False)
    type = forms.ChoiceField(label=_("Type"), required=False, choices=[("", _("All")), *CODED_TYPES])
    status = forms.ChoiceField(label=_("Reading"), required=False, choices=[("", _("All")), *Outcome.choices])
    classification = forms.ChoiceField(
        label=_("Classification"), required=False, choices=[("", _("All")), *Classification.choices]
    )
    batch = forms.CharField(label=_("Batch"), required=False)
    provider = forms.CharField(label=_("Provider"), required=False)
    language = forms.CharField(label=_("Language"), required=False, max_length=8)
    area = forms.CharField(label=_("Area of the mandate"), required=False)


SHOWN_TO_ALL = {
    "type": "media_type__startswith",
    "status": "status",
    "classification": "classification",
    "batch": "batch__ref",
}
SHOWN_TO_READERS = {"provider": "provider__icontains", "language": "language", "area": "areas__code"}


@opened_by(LIST)
def items(http: HttpRequest) -> HttpResponse:
    """The register, newest first; of what one may not read only that it exists."""
    filters = ItemFilter(http.GET)
    rows = filtered(rows_of(http, Item), filters, SHOWN_TO_ALL).select_related("batch")
    title = filters.cleaned_data.get("title", "") if filters.is_valid() else ""
    if title or any(http.GET.get(name) for name in SHOWN_TO_READERS):
        rows = filtered(rows.filter(access.condition(http.user, access.READ)), filters, SHOWN_TO_READERS)
        rows = rows.titled(title)  # type: ignore[attr-defined]
    context = {
        "page": paged(http, rows),
        "filters": filters,
        "may_receive": may_here(http, Right.EVIDENCE_RECEIVE),
        "bulk": BULK if may_here(http, Right.EVIDENCE_DESCRIBE) else (),
    }
    return render(http, "evidence/items/list.html", context)


@opened_by(LIST)
def item(http: HttpRequest, ref: str) -> HttpResponse:
    """One item: its pages with the words over them, what it claims, where it is used, what was done to it."""
    record = _seen(http, ref)
    if not record.readable:
        return render(http, "evidence/items/listed.html", {"record": record})
    query = http.GET.get("q", "")[:1000]
    window = showing.window(record, http.GET.get("page", ""), query)
    actions.note_reading(record, by=person(http), page=window.first)
    if window.missing:
        drawing.want(record, window.missing[0], by=person(http))
    context = {"record": record, "window": window, "query": query, **_beside(http, record)}
    return render(http, "evidence/items/page.html", context)


def _seen(http: HttpRequest, ref: str) -> Any:
    """The item, and on it whether its content may be read too. Http404 for whoever may not know of it."""
    return found(rows_of(http, Item).select_related("batch", "parent", "created_by"), ref=ref)


def _beside(http: HttpRequest, record: Item) -> dict[str, Any]:
    """Facts, family, duplicates and buttons."""
    user = person(http)
    seen = Item.objects.readable_by(user)
    names = (
        ("evidence:item_links", _("What it is linked to"), "link", ""),
        ("evidence:items_about", _("Other items that speak of it"), "files", ""),
        ("evidence:custody", _("Custody"), "shield-check", ""),
        ("inquiry:assignments_about", _("Assigned people"), "users", Right.ASSIGN),
        ("inquiry:audit_about", _("History"), "history", ""),
    )
    return {
        "claims": showing.claims(record),
        "parent": seen.filter(children=record).first(),
        "children": seen.filter(parent=record).order_by("order")[:100],
        "duplicates": seen.filter(sha256=record.sha256, inquiry=record.inquiry).exclude(pk=record.pk)[:20],
        "proposal": LoweringProposal.objects.visible_to(user).filter(item=record, status="proposed").first(),
        "may_describe": access.may(user, Right.EVIDENCE_DESCRIBE, record),
        "may_decide": access.may(user, Right.EVIDENCE_CLASSIFY, record),
        "may_download": access.may(user, Right.EVIDENCE_DOWNLOAD, record),
        "may_retry": access.may(user, Right.JOB_RETRY, record) and record.status != Outcome.WAITING,
        "panels": panels(http, names, record.ref),
    }


def page_image(http: HttpRequest, ref: str, number: int) -> HttpResponse:
    """The picture of one page; asked again who reads, whichever page led here."""
    return _picture(http, ref, number, small=False)


def page_thumb(http: HttpRequest, ref: str, number: int) -> HttpResponse:
    """The small picture of one page."""
    return _picture(http, ref, number, small=True)


def _picture(http: HttpRequest, ref: str, number: int, *, small: bool) -> HttpResponse:
    record = found(Item.objects.readable_by(http.user), ref=ref)
    page = found(Page.objects.filter(item=record), number=number)
    digest, media_type = (
        (page.thumb_digest, page.image_type or "image/webp") if small else (page.image_digest, page.image_type)
    )
    response = serving.picture(record, digest, media_type)
    actions.note_reading(record, by=person(http), page=page.number)
    return response


def drawn(http: HttpRequest, ref: str) -> HttpResponse:
    """Asked while pictures are made: tells the page to load itself anew when none is missing."""
    record = found(Item.objects.readable_by(http.user), ref=ref)
    window = showing.window(record, http.GET.get("page", ""), "")
    actions.note_reading(record, by=person(http), page=window.first)
    return HttpResponse(status=204) if window.missing else HttpResponse(headers={"HX-Refresh": "true"})


class ItemForm(RecordForm[Item]):
    class Meta:
        model = Item
        fields = (
            "title", "description", "dated", "dated_zone", "dated_basis", "place", "provider", "language", "relevance",
            "privilege", "handling", "areas",
        )  # fmt: skip


@opened_by(Right.EVIDENCE_DESCRIBE)
def describe(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(Item.objects.with_right(http.user, Right.EVIDENCE_DESCRIBE).filter(inquiry=here(http)), ref=ref)
    crumbs = [(_("Evidence"), reverse("evidence:items")), (record.ref, record.get_absolute_url())]
    return edit_page(http, ItemForm(http, record), actions.describe, heading=now("Describe the item"), crumbs=crumbs)


@opened_by(Right.EVIDENCE_DOWNLOAD)
def download(http: HttpRequest, ref: str) -> Any:
    """A warning first; then the original as an attachment, recorded."""
    record = found(Item.objects.with_right(http.user, Right.EVIDENCE_DOWNLOAD), ref=ref)
    if http.method != "POST":
        return render(http, "evidence/items/download.html", {"record": record})
    return serving.taken_away(record, by=person(http))


@require_POST
def read_again(http: HttpRequest, ref: str) -> HttpResponse:
    record = actions.read_again(ref, by=person(http))
    back = http.POST.get("next", "")
    return redirect("evidence:batch", record.batch.ref) if back == "batch" else redirect(record)
