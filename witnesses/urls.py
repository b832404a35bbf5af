"""The addresses of this app's pages, room by room."""

from __future__ import annotations

from django.urls import path

from witnesses import roll
from witnesses.openings import addresses as openings
from witnesses.people import addresses as people

app_name = "witnesses"
urlpatterns = [
    path("witnesses/", roll.witnesses, name="witnesses"),
    *openings.urlpatterns,
    *people.urlpatterns,  # last: `witnesses/<ref>/` matches any one word
]
