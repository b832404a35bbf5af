"""The trail of all openings of an inquiry, for the protection officer and for the auditor, who reads no reasons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.rooms import here, may_here
from inquiry.shared.web import paged
from witnesses.openings import actions, telling
from witnesses.openings.models import Opening, Status
from witnesses.openings.views import TOGETHER


class TrailFilter(forms.Form):
    """Narrow the trail."""

    cipher = forms.CharField(label=_("Cipher"), required=False, max_length=16)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *Status.choices])


def trail(http: HttpRequest) -> HttpResponse:
    """Who asked for whose identity, who agreed, which were opened when."""
    if not (may_here(http, Right.AUDIT_READ) or may_here(http, Right.VAULT_SEARCH)):
        raise Http404
    actions.put_to_rest()
    filters = TrailFilter(http.GET)
    rows: Any = Opening.objects.told_to(http.user).filter(inquiry=here(http))
    rows = rows.select_related(*TOGETHER).prefetch_related("subjects__witness", "subjects__use")
    if filters.is_valid():
        cipher, status = filters.cleaned_data["cipher"].upper(), filters.cleaned_data["status"]
        rows = rows.filter(subjects__witness__ref=cipher) if cipher else rows
        rows = rows.filter(status=status) if status else rows
    page = paged(http, rows)
    opened = set(
        Opening.objects.visible_to(http.user).filter(pk__in=[one.pk for one in page.rows]).values_list("pk", flat=True)
    )
    told = [(one, telling.told(one), one.pk in opened) for one in page.rows]
    context = {"page": page, "told": told, "filters": filters}
    return render(http, "witnesses/openings/trail.html", context)
