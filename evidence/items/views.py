"""The register of items: list, description, download, reading again. The page of an item is the viewer's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from evidence.items import access, actions, serving
from evidence.items.coding import CODED_TYPES, Classification, Outcome
from evidence.items.models import Item
from inquiry.accounts.rights import Right
from inquiry.rooms import RecordForm, edit_page, here, may_here, opened_by, person, rows_of
from inquiry.shared.web import filtered, found, paged

LIST = Right.EVIDENCE_LIST_C0
BULK = [
    (f"relevance:{value}", f"{now('Relevance')}: {label}")
    for value, label in Item._meta.get_field("relevance").choices or ()
]


NOT_WHOLE = "not_whole"  # every outcome but read and waiting


class ItemFilter(forms.Form):
    """Narrow the register. What is filtered by name or title is looked for only among what one may read."""

    title = forms.CharField(label=_("Title or name"), required=False)
    type = forms.ChoiceField(label=_("Type"), required=False, choices=[("", _("All")), *CODED_TYPES])
    status = forms.ChoiceField(
        label=_("Reading"), required=False, choices=[("", _("All")), *Outcome.choices, (NOT_WHOLE, _("Not read whole"))]
    )
    classification = forms.ChoiceField(
        label=_("Classification"), required=False, choices=[("", _("All")), *Classification.choices]
    )
    batch = forms.CharField(label=_("Batch"), required=False)
    provider = forms.CharField(label=_("Provider"), required=False)
    language = forms.CharField(label=_("Language"), required=False, max_length=8)
    area = forms.CharField(label=_("Area of the mandate"), required=False)
    problem = forms.CharField(label=_("What went wrong"), required=False)


SHOWN_TO_ALL = {
    "type": "media_type__startswith",
    "status": "status",
    "classification": "classification",
    "batch": "batch__ref",
}
SHOWN_TO_READERS = {
    "provider": "provider__icontains",
    "language": "language",
    "area": "areas__code",
    "problem": "problem__icontains",
}


@opened_by(LIST)
def items(http: HttpRequest) -> HttpResponse:
    """The register, newest first; of what one may not read only that it exists."""
    filters = ItemFilter(http.GET)
    known = rows_of(http, Item)
    if http.GET.get("status") == NOT_WHOLE:
        known = known.exclude(status__in=[Outcome.WAITING, Outcome.READ])
    lookups = {name: lookup for name, lookup in SHOWN_TO_ALL.items() if http.GET.get(name) != NOT_WHOLE}
    rows = filtered(known, filters, lookups).select_related("batch")
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
