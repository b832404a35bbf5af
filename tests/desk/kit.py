"""The kit page: every component with made-up values, and a tus server as small as the protocol allows."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views import View

from evidence.viewer.layer import layer
from inquiry.shared.date_fields import DAY
from inquiry.shared.dates import Moment, shown

PIXEL = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='700' height='990'%3E"
    "%3Crect width='700' height='990' fill='white'/%3E%3C/svg%3E"
)


class Filters(forms.Form):
    status = forms.ChoiceField(required=False, choices=[("", "Any"), ("sent", "Sent")])
    words = forms.CharField(required=False)
    since = forms.DateField(required=False, widget=DAY)


class Letter(forms.Form):
    title = forms.CharField(help_text="As it stands on the letter.")
    kind = forms.ChoiceField(choices=[("meeting", "Meeting"), ("access", "Access")])
    urgent = forms.BooleanField(required=False, label="The letter says it is urgent")
    channel = forms.ChoiceField(widget=forms.RadioSelect, choices=[("mail", "Letter"), ("call", "Telephone")])
    areas = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, choices=[("a", "Detention"), ("b", "Trials")], required=False
    )
    text = forms.CharField(widget=forms.Textarea, required=False)
    key = forms.CharField(widget=forms.PasswordInput, required=False, label="Secret key")
    proof = forms.FileField(required=False)


def words() -> list[list[Any]]:
    line = ["Notice", "of", "cancellation", "received", "in", "the", "evening"]
    return [[word, 0.1 + 0.11 * i, 0.12, 0.2 + 0.11 * i, 0.14, 90.0] for i, word in enumerate(line)]


def kit_context(form: forms.Form) -> dict[str, Any]:
    """What the kit page needs beside the frame."""
    return {
        "desk": SimpleNamespace(
            navigation=[
                {"label": label, "url": f"#{name}", "icon": name, "active": label == "Requests"}
                for label, name in [
                    ("Overview", "home"),
                    ("Requests", "mail-forward"),
                    ("Visits", "plane"),
                    ("Petitions", "gavel"),
                    ("Evidence", "files"),
                    ("Registers", "report"),
                    ("Audit", "list-check"),
                ]
            ],
            inquiries=[
                SimpleNamespace(ref="IQ-0001", title="Inquiry into places of detention"),
                SimpleNamespace(ref="IQ-0002", title="Second"),
            ],
            inquiry=SimpleNamespace(ref="IQ-0001", title="Independent inquiry into events in places of detention"),
            roles=["Secretariat", "Translator"],
            session_seconds=settings.SESSION_IDLE_SECONDS,
            search_url="/kit/",
            keep_alive_url="/session/keep/",
        ),
        "record": SimpleNamespace(ref="OR-0031", status="cancelled", get_status_display=lambda: "Cancelled"),
        "verbs": [
            {"verb": "reschedule", "label": "Set a new day", "url": "#set", "icon": "calendar"},
            {"verb": "note", "label": "Add a note", "url": "/kit/", "method": "post", "confirm": "Add the note now?"},
            {"verb": "close", "label": "Close", "reason": "A second person has to do this."},
            {"verb": "withdraw", "label": "Withdraw", "url": "#withdraw"},
        ],
        "exact": datetime(2023, 1, 20, 9, 30, tzinfo=UTC),
        "about": shown(Moment.of("2023-01-08/2023-01-14~", "Asia/Almaty", "resolved_relative")),
        "nothing": None,
        "sha256": hashlib.sha256(b"x").digest(),
        "tones": ["good", "wait", "care", "bad", "plain"],
        "filters": Filters({"words": "letter"}),
        "choices": [("classify", "Set the classification"), ("assign", "Assign")],
        "rows": [
            SimpleNamespace(ref=f"E-{n:06d}", title=title, status=status, size=1000**n)
            for n, (title, status) in enumerate(
                [("Письмо прокурору", "read"), ("Өтініш хат", "partly_read"), ("رسالة", "failed")], 1
            )
        ],
        "page": SimpleNamespace(next_url="?after=x", previous_url="", summary="50 shown"),
        "form": form,
        "changes": [
            SimpleNamespace(ref="E-000001", url="#1", before="Internal", after="Restricted", objection=""),
            SimpleNamespace(ref="E-000002", url="#2", before="", after="", objection="It is sealed."),
        ],
        "pixel": PIXEL,
        "layer": layer(words(), "Notice of cancellation received in the evening", (700, 990), [(10, 22)]),
    }


def kit(http: HttpRequest) -> HttpResponse:
    form = Letter(http.POST) if "bad" in http.GET else Letter()
    if "bad" in http.GET:
        form = Letter({"title": ""})
        form.add_error(None, "The day lies before the letter was sent.")
        messages.success(http, "The letter was recorded.")
        messages.error(http, "This was not done: the record is closed.")
    return render(http, "desk/kit.html", kit_context(form))


def form_only(http: HttpRequest) -> HttpResponse:
    """A form that a session's end interrupts."""
    return render(http, "desk/form_page.html", {"form": Letter()})


def panel(http: HttpRequest) -> HttpResponse:
    return HttpResponse('<div class="panel-pad">Two items are linked.</div>')


@login_not_required
def error(http: HttpRequest, code: int) -> HttpResponse:
    return render(http, f"{code}.html", status=code)


class Tus(View):
    """Takes files in parts and keeps them in memory; breaks in the middle as often as `breaks` says."""

    files: ClassVar[dict[str, dict[str, Any]]] = {}
    breaks = 0

    def post(self, http: HttpRequest) -> HttpResponse:
        if http.content_type == "application/json":
            return self.answer(200, b"{}")
        number = str(len(self.files) + 1)
        meta = dict(pair.partition(" ")[::2] for pair in http.headers["Upload-Metadata"].split(","))
        named = {key: base64.b64decode(value).decode() for key, value in meta.items()}
        if named["filename"].endswith(".exe"):
            answer = self.answer(415, b"Programs are not taken in.")
            answer["Content-Type"] = "text/plain"
            return answer
        self.files[number] = {"meta": named, "length": int(http.headers["Upload-Length"]), "bytes": http.read()}
        return self.far(201, number)

    def head(self, http: HttpRequest, number: str) -> HttpResponse:
        return self.far(200, number)

    def patch(self, http: HttpRequest, number: str) -> HttpResponse:
        kept = self.files[number]
        if Tus.breaks and kept["bytes"]:
            Tus.breaks -= 1
            return self.answer(503)
        if int(http.headers["Upload-Offset"]) != len(kept["bytes"]):
            return self.answer(409)
        kept["bytes"] += http.read()
        kept["meta"]["sha256"] = http.headers.get("Upload-Sha256", "")
        return self.far(204, number)

    def far(self, code: int, number: str) -> HttpResponse:
        """How far it is; the receipt once everything is here."""
        kept = self.files[number]
        said: dict[str, Any] = {"Location": f"/kit/tus/{number}/", "Upload-Offset": str(len(kept["bytes"]))}
        if len(kept["bytes"]) == kept["length"]:
            said |= {"Evidence-Ref": f"E-{number}", "Evidence-Sha256": hashlib.sha256(kept["bytes"]).hexdigest()}
        return self.answer(code, **said)

    @staticmethod
    def answer(code: int, content: bytes = b"", **headers: str) -> HttpResponse:
        return HttpResponse(content, status=code, headers={"Tus-Resumable": "1.0.0", **headers})


urlpatterns = [
    path("", include("inquiry.addresses")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("kit/", kit),
    path("kit/form/", form_only),
    path("kit/panel/", panel),
    path("kit/error/<int:code>/", error),
    path("kit/tus/", Tus.as_view()),
    path("kit/tus/<str:number>/", Tus.as_view()),
]
