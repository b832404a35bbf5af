"""The addresses of names and of decisions about them."""

from __future__ import annotations

from django.urls import path

from inquiry.name_variants import decisions, views

urlpatterns = [
    path("names/", views.names, name="names"),
    path("names/decisions/", decisions.decisions, name="names_decisions"),
    path("names/pair/", decisions.pair, name="names_pair"),
    path("names/about/<str:ref>/", views.names_about, name="names_about"),
    path("names/about/<str:ref>/add/", views.add_variant, name="name_variant_new"),
    path("names/about/<str:ref>/generate/", views.generate, name="name_variants_generate"),
    path("names/variants/<str:ref>/<str:verb>/", views.variant_step, name="name_variant_step"),
]
