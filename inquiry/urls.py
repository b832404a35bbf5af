"""Composition: every address of the installation."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from inquiry import pages

urlpatterns = [
    path("", include("inquiry.addresses")),
    path("", include("witnesses.urls")),
    path("evidence/", include("evidence.urls")),
    path("registers/", include("reports.urls")),
    path("api/v1/", include("inquiry.api")),
    path("accounts/", include("inquiry.doors")),
    path("admin/", admin.site.urls),
    path("health/live/", pages.alive, name="alive"),
]
handler404 = "inquiry.pages.not_found"
handler500 = "inquiry.pages.broken"
