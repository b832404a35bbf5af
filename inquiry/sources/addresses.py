"""The addresses of sources and citations."""

from __future__ import annotations

from django.urls import path

from inquiry.sources import views

urlpatterns = [
    path("sources/", views.sources, name="sources"),
    path("sources/new/", views.add_source, name="source_new"),
    path("sources/about/<str:ref>/", views.citations_about, name="citations_about"),
    path("sources/about/<str:ref>/cite/", views.cite, name="citation_new"),
    path("sources/citations/<str:ref>/withdraw/", views.withdraw_citation, name="citation_withdraw"),
    path("sources/<str:ref>/", views.source, name="source"),
    path("sources/<str:ref>/change/", views.change_source, name="source_change"),
]
