"""What holds for every page: refusals answered and audited once, sessions that end, nothing kept by the browser."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from inquiry.audit import ledger as audit
from inquiry.shared.api.problems import TITLES
from inquiry.shared.tables import Taken, taken
from inquiry.shared.workflow import Refused

Answer = Callable[[HttpRequest], HttpResponseBase]
REFERENCE = re.compile(
    r"[A-Z]{1,3}-\d{1,12}|\d{1,18}"
)  # what of a missing address may be recorded: names are typed there, too
UNSPOKEN = re.compile("password|secret|token", re.IGNORECASE)  # fields whose values no page repeats


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


class SentBeside:
    """A form that a script sent (`static/js/secret.js`) is told where to go on, and not sent there: the script would follow
    and open the page a first time unseen, with its notice used up and its reading recorded."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, http: HttpRequest) -> HttpResponseBase:
        response = self.get_response(http)
        if "X-Sent-Beside" in http.headers and "Location" in response:
            response.status_code = 204
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


class FirstPassword:
    """Whoever signed in with a password that somebody else knows first changes it; until then nothing else opens."""

    OPEN = ("account_change_password", "account_logout", "set_language")

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, http: HttpRequest) -> HttpResponseBase:
        if getattr(http.user, "password_is_first", False) and not self._is_open(http):
            messages.info(
                http, _("Choose a password of your own first: the one you were given is known to somebody else.")
            )
            return redirect("account_change_password")
        return self.get_response(http)

    def _is_open(self, http: HttpRequest) -> bool:
        try:
            return resolve(http.path_info).view_name.rpartition(":")[2] in self.OPEN
        except Resolver404:
            return False


class Refusals:
    """A refused verb becomes a message on the page it was asked from, what is not there becomes 404; both are audited.

    A page that cannot be opened now, or that would be led back to itself, answers 409 with all that was typed.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, http: HttpRequest) -> HttpResponseBase:
        door = "api" if http.path.startswith("/api/") else "admin" if http.path.startswith("/admin/") else "desk"
        if "\0" in http.path or "\0" in unquote(http.META.get("QUERY_STRING", "")):
            return _nowhere(http)
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
        refusal = problem if isinstance(problem, Refused) else taken(problem)
        if refusal is None:
            return None
        http.refusals = [*getattr(http, "refusals", []), refusal]  # type: ignore[attr-defined]
        back = _asked_from(http)
        if back and not isinstance(refusal, Taken):
            messages.error(http, str(refusal))
            return redirect(back)
        told = {"sentence": str(refusal), "typed": _typed(http), "record_url": _record_url(http, refusal)}
        return render(http, "409.html", told, status=409)

    def _note_missing(self, http: HttpRequest) -> None:
        """An address of ours that named a record which is hidden or missing; scans for unknown addresses are not kept."""
        try:
            match = resolve(http.path_info)
        except (Resolver404, Http404):
            return
        if match.kwargs or match.args:
            person = _person(http)
            named = {key: str(value) for key, value in match.kwargs.items() if REFERENCE.fullmatch(str(value))}
            audit.record(
                "address.not_found", by=person, inquiry=audit.sole_inquiry(person), path=match.view_name, named=named
            )


def _nowhere(http: HttpRequest) -> HttpResponse:
    """No address of ours and no word of a search has a NUL in it, and the database would not take it."""
    if http.path.startswith("/api/"):
        body = {"type": "about:blank", "title": TITLES[404], "status": 404, "detail": "There is nothing here."}
        return JsonResponse(body, status=404, content_type="application/problem+json")
    return render(http, "404.html", status=404)


def _asked_from(http: HttpRequest) -> str:
    """The other page of ours from which this was posted; empty when there is none, or it is this one."""
    back = http.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(back, {http.get_host()}, require_https=http.is_secure())
    if http.method != "POST" or not ours or unquote(urlsplit(back).path) == http.path:
        return ""
    return back


def _typed(http: HttpRequest) -> list[tuple[str, str]]:
    """What was posted, to be copied from the page that says it was not done: the field's name in words, and the value."""
    rows = [(name, value) for name, values in http.POST.lists() for value in values]
    return [
        (name.replace("_", " ").capitalize(), str(value))
        for name, value in rows
        if value and not name.startswith("csrf") and not UNSPOKEN.search(name)
    ]


def _record_url(http: HttpRequest, refusal: Refused) -> str:
    """The page of the record that this is about, where the refusal or the address names one."""
    match = http.resolver_match
    ref = refusal.ref or (match.kwargs.get("ref", "") if match else "")
    try:
        return reverse("inquiry:record", args=[ref]) if ref else ""
    except NoReverseMatch:
        return ""


def _person(http: HttpRequest) -> Any:
    return http.user if http.user.is_authenticated else None
