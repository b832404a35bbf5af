"""What holds for every page: refusals answered and audited once, sessions that end, nothing kept by the browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from inquiry.audit import ledger as audit
from inquiry.shared.workflow import Refused

Answer = Callable[[HttpRequest], HttpResponseBase]


class NoStore:
    """No page may be kept by a browser or a proxy; static files have their own headers."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, http: HttpRequest) -> HttpResponseBase:
        response = self.get_response(http)
        if "Cache-Control" not in response:
            add_never_cache_headers(response)
            response["Cache-Control"] = "no-store, private"
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        return response


class SessionEnds:
    """A session ends after the longest time allowed, and when nobody did anything: a panel that asks by itself does nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, http: HttpRequest) -> HttpResponseBase:
        if http.user.is_authenticated:
            now = int(time.time())
            began = http.session.setdefault("began", now)
            idle = now - http.session.setdefault("seen", now)
            if now - began > settings.SESSION_LONGEST_SECONDS or idle > settings.SESSION_IDLE_SECONDS:
                logout(http)
            elif "X-Asks-By-Itself" not in http.headers:
                http.session["seen"] = now
        return self.get_response(http)


class Refusals:
    """A refused verb becomes a message on the page it was asked from, what is not there becomes 404; both are audited."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, http: HttpRequest) -> HttpResponseBase:
        door = "api" if http.path.startswith("/api/") else "admin" if http.path.startswith("/admin/") else "desk"
        with audit.through(door):
            response = self.get_response(http)
            for refusal in getattr(http, "refusals", []):
                audit.refusal(refusal, by=_person(http))
            if response.status_code == 404 and http.user.is_authenticated:
                self._note_missing(http)
        return response

    def process_exception(self, http: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, ObjectDoesNotExist):
            return render(http, "404.html", status=404)
        if not isinstance(problem, Refused):
            return None
        http.refusals = [*getattr(http, "refusals", []), problem]  # type: ignore[attr-defined]
        messages.error(http, str(problem))
        back = http.headers.get("Referer", "")
        if url_has_allowed_host_and_scheme(back, {http.get_host()}, require_https=http.is_secure()):
            return redirect(back)
        return render(http, "409.html", {"sentence": str(problem)}, status=409)

    def _note_missing(self, http: HttpRequest) -> None:
        """An address of ours that named a record which is hidden or missing; scans for unknown addresses are not kept."""
        try:
            match = resolve(http.path_info)
        except (Resolver404, Http404):
            return
        if match.kwargs or match.args:
            person = _person(http)
            named = {key: str(value)[:80] for key, value in match.kwargs.items()}
            audit.record(
                "address.not_found", by=person, inquiry=audit.sole_inquiry(person), path=match.view_name, named=named
            )


def _person(http: HttpRequest) -> Any:
    return http.user if http.user.is_authenticated else None
