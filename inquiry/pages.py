"""Pages that belong to no subject: errors, whether we are alive, the inquiry one works in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from inquiry.accounts.models import Inquiry
from inquiry.shared.tables import record_of


@login_not_required
def alive(http: HttpRequest) -> HttpResponse:
    """For supervisors: the process answers. Says nothing else to anybody."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_POST
def keep_alive(http: HttpRequest) -> HttpResponse:
    """Whoever is still typing keeps the session; answering was enough, each request renews it."""
    return HttpResponse(status=204)


@require_POST
def choose_inquiry(http: HttpRequest) -> HttpResponse:
    """Work in another of one's inquiries."""
    chosen = Inquiry.objects.visible_to(http.user).filter(ref=http.POST.get("inquiry", "")).first()
    if chosen is None:
        raise Http404
    http.session["inquiry"] = chosen.ref
    back = http.POST.get("next", "/")
    return redirect(back if url_has_allowed_host_and_scheme(back, {http.get_host()}) else "/")


def record(http: HttpRequest, ref: str) -> HttpResponse:
    """The page of whatever record `ref` names."""
    address = getattr(record_of(ref, http.user), "get_absolute_url", None)  # type: ignore[arg-type]
    if address is None:
        raise Http404
    return redirect(address())


def not_found(http: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same for what is hidden and what is missing."""
    return render(http, "404.html", status=404)


def broken(http: HttpRequest) -> HttpResponse:
    """A defect of ours; the page says nothing of what was being done."""
    return render(http, "500.html", status=500)
