"""The register of items: list, description, download, reading again. The page of an item is the viewer's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from evidence.items import access, actions, ancestry, serving
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
    """Narrow the register. What one is told of an item only where one may read it is looked for only among those."""

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
    "classification": "classification",
}
SHOWN_TO_READERS = {
    "status": "status",
    "batch": "batch__ref",
    "provider": "provider__icontains",
    "language": "language",
    "area": "areas__code",
    "problem": "problem__icontains",
}


@opened_by(LIST)
def items(http: HttpRequest) -> HttpResponse:
    """The register, newest first; of what one may not read only that it exists."""
    filters = ItemFilter(http.GET)
    rows = filtered(rows_of(http, Item), filters, SHOWN_TO_ALL).select_related("batch")
    if any(http.GET.get(name) for name in ("title", *SHOWN_TO_READERS)):
        rows = _among_readable(http, rows, filters)
    page = paged(http, rows)
    ancestry.place(page.rows, http.user)
    context = {
        "page": page,
        "filters": filters,
        "may_receive": may_here(http, Right.EVIDENCE_RECEIVE),
        "bulk": BULK if may_here(http, Right.EVIDENCE_DESCRIBE) else (),
    }
    return render(http, "evidence/items/list.html", context)


def _among_readable(http: HttpRequest, rows: QuerySet[Item], filters: ItemFilter) -> QuerySet[Item]:
    """Those of `rows` that one may read and that fit what only readers are told."""
    rows = rows.filter(access.condition(http.user, access.READ))
    not_whole = http.GET.get("status") == NOT_WHOLE
    if not_whole:
        rows = rows.exclude(status__in=[Outcome.WAITING, Outcome.READ])
    asked = {name: lookup for name, lookup in SHOWN_TO_READERS.items() if name != "status" or not not_whole}
    title = filters.cleaned_data.get("title", "") if filters.is_valid() else ""
    return filtered(rows, filters, asked).titled(title)  # type: ignore[attr-defined,no-any-return]


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
