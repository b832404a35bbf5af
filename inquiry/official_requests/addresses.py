"""The addresses of requests and assurances."""

from __future__ import annotations

from django.urls import path

from inquiry.official_requests import views
from inquiry.official_requests.assurances import views as assurances

urlpatterns = [
    path("requests/", views.official_requests, name="official_requests"),
    path("requests/new/", views.draft, name="official_request_draft"),
    path("requests/overview/", views.requests_overview, name="requests_overview"),
    path("requests/<str:ref>/", views.official_request, name="official_request"),
    path("requests/<str:ref>/change/", views.change, name="official_request_change"),
    path("requests/<str:ref>/<slug:verb>/", views.step, name="official_request_step"),
    path("assurances/", assurances.assurances, name="assurances"),
    path("assurances/new/", assurances.give, name="assurance_give"),
    path("assurances/<str:ref>/", assurances.assurance, name="assurance"),
    path("assurances/<str:ref>/change/", assurances.change, name="assurance_change"),
    path("assurances/<str:ref>/<slug:verb>/", assurances.step, name="assurance_step"),
]
