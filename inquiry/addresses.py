"""The addresses of the commission's own pages, room by room."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from inquiry import pages
from inquiry.accounts import addresses as accounts
from inquiry.audit import views as audit
from inquiry.commission import addresses as commission
from inquiry.health import views as health
from inquiry.name_variants import addresses as name_variants
from inquiry.official_requests import addresses as official_requests
from inquiry.overview import views as overview
from inquiry.petitions import addresses as petitions
from inquiry.public_statements import addresses as public_statements
from inquiry.sources import addresses as sources
from inquiry.visits import addresses as visits

app_name = "inquiry"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="inquiry:overview"), name="start"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("session/keep/", pages.keep_alive, name="keep_alive"),
    path("session/inquiry/", pages.choose_inquiry, name="choose_inquiry"),
    path("records/<str:ref>/", pages.record, name="record"),
    path("overview/", overview.overview, name="overview"),
    path("health/", health.health, name="health"),
    *accounts.urlpatterns,
    *commission.urlpatterns,
    *visits.urlpatterns,
    *public_statements.urlpatterns,
    *sources.urlpatterns,
    *name_variants.urlpatterns,
    path("audit/", audit.entries, name="audit"),
    path("audit/about/<str:ref>/", audit.about, name="audit_about"),
    *official_requests.urlpatterns,
    *petitions.urlpatterns,
]
