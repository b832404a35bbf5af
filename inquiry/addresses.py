"""The addresses of the commission's own pages, room by room."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

from inquiry import pages
from inquiry.audit import views as audit

app_name = "inquiry"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="inquiry:overview"), name="start"),
    path("language/", include("django.conf.urls.i18n")),
    path("session/keep/", pages.keep_alive, name="keep_alive"),
    path("session/inquiry/", pages.choose_inquiry, name="choose_inquiry"),
    path("audit/", audit.entries, name="audit"),
    path("audit/about/<str:ref>/", audit.about, name="audit_about"),
]
