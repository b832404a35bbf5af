"""The addresses of openings, and of the requests to destroy an identity."""

from __future__ import annotations

from django.urls import path

from witnesses.openings import asking, reading, trail, views

urlpatterns = [
    path("witnesses/openings/", views.openings, name="openings"),
    path("witnesses/openings/new/", asking.ask, name="opening_new"),
    path("witnesses/openings/destroy/", asking.ask_to_destroy, name="destruction_new"),
    path("witnesses/openings/trail/", trail.trail, name="openings_trail"),
    path("witnesses/openings/about/<str:ref>/", views.openings_about, name="openings_about"),
    path("witnesses/openings/<str:ref>/", views.opening, name="opening"),
    path("witnesses/openings/<str:ref>/read/<str:cipher>/", reading.read, name="opening_read"),
    path("witnesses/openings/<str:ref>/destroy/<str:cipher>/", reading.destroy, name="opening_destroy"),
    path("witnesses/openings/<str:ref>/steps/<str:verb>/", views.step, name="opening_step"),
]
