"""What every page's frame shows: the subjects this person may open, the inquiry, who they are."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Subject:
    """One line of the navigation: shown to whoever holds `right`; `app` and `prefix` say which addresses are its own."""

    label: Any
    route: str
    icon: str
    right: str
    prefix: str


SUBJECTS = (
    Subject(_("Overview"), "inquiry:overview", "home", Right.COMMISSION_READ, "/overview/"),
    Subject(_("Commission"), "inquiry:commission", "users-group", Right.COMMISSION_READ, "/commission/"),
    Subject(_("Requests"), "inquiry:official_requests", "mail-forward", Right.REQUEST_READ, "/requests/"),
    Subject(_("Visits"), "inquiry:visits", "plane", Right.VISIT_READ, "/visits/"),
    Subject(_("Petitions"), "inquiry:petitions", "gavel", Right.PETITION_READ, "/petitions/"),
    Subject(_("Statements"), "inquiry:public_statements", "microphone", Right.STATEMENT_READ, "/statements/"),
    Subject(_("What happened"), "witnesses:acts", "list-details", Right.ACT_READ, "/acts/"),
    Subject(_("Casualties"), "witnesses:casualties", "clipboard-list", Right.CASUALTY_READ, "/casualties/"),
    Subject(_("Medical evaluations"), "witnesses:evaluations", "writing", Right.MEDICAL_READ, "/medical/"),
    Subject(_("Evidence"), "evidence:items", "files", Right.EVIDENCE_LIST_C1, "/evidence/"),
    Subject(_("Witnesses"), "witnesses:witnesses", "user-shield", Right.WITNESS_READ, "/witnesses/"),
    Subject(_("Testimony"), "witnesses:testimony", "quote", Right.TESTIMONY_LIST_T4, "/testimony/"),
    Subject(_("Detainees"), "witnesses:detainees", "lock", Right.DETAINEE_COUNT, "/detainees/"),
    Subject(_("Registers"), "reports:registers", "report", Right.REGISTER_READ, "/registers/"),
    Subject(_("Authorities"), "inquiry:authorities", "building-bank", Right.COMMISSION_READ, "/authorities/"),
    Subject(_("Names"), "inquiry:names", "letter-case", Right.COMMISSION_READ, "/names/"),
    Subject(_("Sources"), "inquiry:sources", "news", Right.COMMISSION_READ, "/sources/"),
    Subject(_("Openings"), "witnesses:openings_trail", "lock-open", Right.AUDIT_READ, "/witnesses/"),
    Subject(_("Team"), "inquiry:users", "users", Right.USER_READ, "/users/"),
    Subject(_("Health"), "inquiry:health", "device-desktop", Right.JOB_READ, "/health/"),
    Subject(_("Audit"), "inquiry:audit", "list-check", Right.AUDIT_READ, "/audit/"),
)


def _navigation(user: User, path: str) -> list[dict[str, Any]]:
    found = []
    for one in SUBJECTS:
        with contextlib.suppress(NoReverseMatch):
            if user.holds(one.right):
                url = reverse(one.route)
                found.append({"label": one.label, "url": url, "icon": one.icon, "active": path.startswith(one.prefix)})
    return found


def current_inquiry(http: HttpRequest) -> Inquiry | None:
    """The inquiry this person works in now: the one they chose, else the first of theirs."""
    if not http.user.is_authenticated:
        return None
    if not hasattr(http, "current_inquiry"):
        theirs = list(Inquiry.objects.visible_to(http.user).order_by("ref"))
        chosen = http.session.get("inquiry")
        http.current_inquiry = next((one for one in theirs if one.ref == chosen), theirs[0] if theirs else None)  # type: ignore[attr-defined]
    return http.current_inquiry  # type: ignore[attr-defined,no-any-return]


def _frame(http: HttpRequest) -> dict[str, Any]:
    user = http.user
    if not isinstance(user, User):
        return {"navigation": [], "inquiries": [], "inquiry": None, "roles": []}
    inquiry = current_inquiry(http)
    return {
        "navigation": _navigation(user, http.path),
        "inquiries": list(Inquiry.objects.visible_to(user).order_by("ref")),
        "inquiry": inquiry,
        "roles": [Role(role).label for role, where in user.roles_today() if inquiry and where == inquiry.pk],
        "session_seconds": settings.SESSION_IDLE_SECONDS,
        "search_url": "/evidence/search/",
        "keep_alive_url": reverse("inquiry:keep_alive"),
        "tokens_url": reverse("inquiry:tokens") if user.holds(Right.TOKEN_MAKE) else "",
    }


def desk(http: HttpRequest) -> dict[str, Any]:
    """The context processor: `desk` in every template, worked out only where it is used."""
    return {"desk": SimpleLazyObject(lambda: _frame(http))}
