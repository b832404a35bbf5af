"""The overview: what matters today, what comes next, the mandate, what was done lately."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.audit.models import Entry
from inquiry.audit.views import sentences_of
from inquiry.commission.authorities.models import Authority
from inquiry.commission.mandate.models import MandateArea
from inquiry.commission.models import Commission, Member
from inquiry.desk import current_inquiry
from inquiry.overview.dates import dates
from inquiry.public_statements.models import Figure, PublicStatement
from inquiry.rooms import here, may_here, panels, rows_of
from inquiry.shared.tables import Record
from inquiry.shared.trees import in_order
from inquiry.sources.models import Source
from inquiry.visits.models import Visit

UPPER = (
    ("inquiry:requests_overview", _("Requests"), "mail-forward", Right.REQUEST_READ),
    ("evidence:overview_panel", _("Evidence"), "files", Right.EVIDENCE_LIST_C0),
    ("evidence:searches_panel", _("Saved searches"), "bell", Right.EVIDENCE_READ_C0),
    ("witnesses:reviews_panel", _("To look at again"), "calendar-event", Right.PROTECTION_READ),
    ("reports:overview_panel", _("Registers"), "report", Right.REGISTER_READ),
)
COUNTED: tuple[tuple[Any, str, type[Record], str], ...] = (
    (_("members and staff"), "inquiry:commission", Member, Right.COMMISSION_READ),
    (_("authorities"), "inquiry:authorities", Authority, Right.COMMISSION_READ),
    (_("visits"), "inquiry:visits", Visit, Right.VISIT_READ),
    (_("public statements"), "inquiry:public_statements", PublicStatement, Right.STATEMENT_READ),
    (_("published figures"), "inquiry:figures", Figure, Right.STATEMENT_READ),
    (_("sources"), "inquiry:sources", Source, Right.COMMISSION_READ),
)
MOST = 1000


def overview(http: HttpRequest) -> HttpResponse:
    """The first page, for everybody. Each part shows only what the reader may see; panels ask their owners."""
    if current_inquiry(http) is None:
        return render(http, "inquiry/overview/nothing.html")
    coming, past = dates(http)
    context = {
        "commission": rows_of(http, Commission).first(),
        "may_change": may_here(http, Right.COMMISSION_CHANGE),
        "may_draft": may_here(http, Right.REQUEST_DRAFT),
        "counts": counts(http),
        "panels": panels(http, UPPER),
        "coming": coming,
        "past": past,
        "areas": in_order(rows_of(http, MandateArea).order_by("code")),
        "lately": lately(http),
    }
    return render(http, "inquiry/overview/page.html", context)


def counts(http: HttpRequest) -> list[tuple[Any, str, str]]:
    """Label, address and number of what the reader may open; beyond a thousand nobody counts."""
    found = []
    for label, route, model, right in COUNTED:
        if may_here(http, right):
            number = rows_of(http, model).order_by()[: MOST + 1].count()
            found.append((label, reverse(route), f"{MOST}+" if number > MOST else str(number)))
    return found


def lately(http: HttpRequest) -> list[tuple[Entry, str]]:
    """The last acts that the reader may read of the audit; signing in and looking around left out."""
    rows = Entry.objects.visible_to(http.user).filter(inquiry=here(http)).select_related("by")
    acts = rows.exclude(act__startswith="session.").exclude(act__in=["audit.read", "address.not_found"]).order_by("-id")
    return sentences_of(acts[:12], http.user)
