"""The health page: what is running, for those who see what the workers do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.health.facts import facts
from inquiry.rooms import opened_by, panels

UPPER = (
    ("evidence:sandbox_panel", _("Sandbox"), "shield-lock", Right.JOB_READ),
    ("evidence:jobs_panel", _("Reading of documents"), "files", Right.JOB_READ),
)


@opened_by(Right.JOB_READ)
def health(http: HttpRequest) -> HttpResponse:
    found = facts()
    context = {"facts": found, "well": all(one.well for one in found), "panels": panels(http, UPPER)}
    return render(http, "inquiry/health/page.html", context)
