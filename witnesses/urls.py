"""The addresses of this app's pages, room by room."""

from __future__ import annotations

from django.urls import path

from witnesses import roll
from witnesses.acts import addresses as acts
from witnesses.casualties import addresses as casualties
from witnesses.ciphering import addresses as ciphering
from witnesses.consent import addresses as consent
from witnesses.detainees import addresses as detainees
from witnesses.medical import addresses as medical
from witnesses.openings import addresses as openings
from witnesses.people import addresses as people
from witnesses.protection import addresses as protection
from witnesses.testimony import addresses as testimony

app_name = "witnesses"
urlpatterns = [
    path("witnesses/", roll.witnesses, name="witnesses"),
    *detainees.urlpatterns,
    *openings.urlpatterns,
    *testimony.urlpatterns,
    *consent.urlpatterns,
    *protection.urlpatterns,
    *acts.urlpatterns,
    *casualties.urlpatterns,
    *ciphering.urlpatterns,
    *medical.urlpatterns,
    *people.urlpatterns,  # last: `witnesses/<ref>/` matches any one word
]
