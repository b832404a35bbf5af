"""The addresses of consent and of what was done under it."""

from __future__ import annotations

from django.urls import path

from witnesses.consent import out, views

urlpatterns = [
    path("witnesses/consents/<str:ref>/", views.consent, name="consent"),
    path("witnesses/uses/<str:ref>/told/", out.told, name="use_told"),
    path("witnesses/<str:ref>/consent/", views.consent_of, name="consent_of"),
    path("witnesses/<str:ref>/consent/new/", views.ask, name="consent_new"),
    path("witnesses/<str:ref>/consent/withdraw/", views.withdraw, name="consent_withdraw"),
    path("witnesses/<str:ref>/consent/out/", out.gone_out, name="consent_out"),
    path("witnesses/<str:ref>/consent/out/new/", out.by_hand, name="consent_out_new"),
]
