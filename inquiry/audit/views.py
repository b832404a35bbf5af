"""The audit as sentences, for the auditor; and the history of one record, as a panel for those who may read the record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from inquiry.audit import ledger
from inquiry.audit.models import Entry
from inquiry.audit.sentences import sentence
from inquiry.desk import current_inquiry
from inquiry.shared.date_fields import DAY
from inquiry.shared.tables import visible_record
from inquiry.shared.web import paged, panel


class AuditFilter(forms.Form):
    """Narrow the audit."""

    act = forms.CharField(label=_("Act"), required=False)
    about = forms.CharField(label=_("About"), required=False)
    by = forms.CharField(label=_("By"), required=False)
    day = forms.DateField(label=_("Day"), required=False, widget=DAY)


def entries(http: HttpRequest) -> HttpResponse:
    """Everything one may read of the audit, newest first. Reading it is recorded too."""
    form = AuditFilter(http.GET)
    rows = Entry.objects.visible_to(http.user).select_related("by")
    if form.is_valid():
        chosen = form.cleaned_data
        rows = rows.filter(act__icontains=chosen["act"], about__icontains=chosen["about"])
        rows = rows.filter(by__name__icontains=chosen["by"]) if chosen["by"] else rows
        rows = rows.filter(at__date=chosen["day"]) if chosen["day"] else rows
    page = paged(http, rows)
    told = sentences_of(page.rows, http.user)
    used = [name for name in form.fields if http.GET.get(name)]  # by name: what was typed may be somebody's
    ledger.record("audit.read", by=http.user, inquiry=current_inquiry(http), filters=used)  # type: ignore[arg-type]
    return render(http, "inquiry/audit/list.html", {"page": page, "told": told, "form": form})


def about(http: HttpRequest, ref: str) -> HttpResponse:
    """What happened to one record, as far as this person may read the audit."""
    rows = Entry.objects.visible_to(http.user).filter(about=ref).select_related("by").order_by("-id")[:50]
    told = sentences_of(rows, http.user)
    return panel(http, "inquiry/audit/_about.html", _("History of %(ref)s") % {"ref": ref}, {"told": told, "ref": ref})


def sentences_of(rows: Iterable[Entry], reader: Any) -> list[tuple[Entry, str]]:
    """Each entry with its sentence: what a record says is told only to whoever may read that record."""
    opened: dict[str, bool] = {}
    told = []
    for row in rows:
        if row.about not in opened:
            opened[row.about] = _opens(row.about, reader)
        whole = opened[row.about] if row.about else row.by_id == reader.pk
        told.append((row, sentence(row.act, row.about, row.facts, whole=whole)))
    return told


def _opens(ref: str, reader: Any) -> bool:
    """Whether `reader` may read the record that `ref` names; of evidence, its content too."""
    found = visible_record(ref, reader)
    return found is not None and bool(getattr(found, "readable", True))
