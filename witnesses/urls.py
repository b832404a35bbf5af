"""The addresses of this app's pages, room by room."""

from __future__ import annotations

from django.urls import path

from witnesses import roll
from witnesses.consent import addresses as consent
from witnesses.openings import addresses as openings
from witnesses.people import addresses as people
from witnesses.testimony import addresses as testimony

app_name = "witnesses"
urlpatterns = [
    path("witnesses/", roll.witnesses, name="witnesses"),
    *openings.urlpatterns,
    *testimony.urlpatterns,
    *consent.urlpatterns,
    *people.urlpatterns,  # last: `witnesses/<ref>/` matches any one word
]
