"""The addresses of petitions."""

from __future__ import annotations

from django.urls import path

from inquiry.petitions import views

urlpatterns = [
    path("petitions/", views.petitions, name="petitions"),
    path("petitions/new/", views.draft, name="petition_draft"),
    path("petitions/about/<str:ref>/", views.petitions_about, name="petitions_about"),
    path("petitions/<str:ref>/", views.petition, name="petition"),
    path("petitions/<str:ref>/change/", views.change, name="petition_change"),
    path("petitions/<str:ref>/<slug:verb>/", views.step, name="petition_step"),
]
