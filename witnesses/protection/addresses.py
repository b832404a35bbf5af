"""The addresses of risks, measures, reprisals, necessity checks, and of what has to be looked at again."""

from __future__ import annotations

from django.urls import path

from witnesses.protection import pages, views

urlpatterns = [
    path("witnesses/reviews/", pages.reviews, name="reviews"),
    path("witnesses/reviews/panel/", pages.reviews_panel, name="reviews_panel"),
    path("witnesses/risks/<str:ref>/", views.risk, name="risk"),
    path("witnesses/risks/<str:ref>/anew/", views.assess_anew, name="risk_anew"),
    path("witnesses/measures/<str:ref>/", views.measure, name="measure"),
    path("witnesses/measures/<str:ref>/change/", views.change_measure, name="measure_change"),
    path("witnesses/measures/<str:ref>/<slug:verb>/", views.measure_step, name="measure_step"),
    path("witnesses/reprisals/<str:ref>/", pages.reprisal, name="reprisal"),
    path("witnesses/reprisals/<str:ref>/change/", pages.change_reprisal, name="reprisal_change"),
    path("witnesses/reprisals/<str:ref>/<slug:verb>/", pages.reprisal_step, name="reprisal_step"),
    path("witnesses/necessity/<str:ref>/", views.necessity, name="necessity"),
    path("witnesses/<str:ref>/protection/", views.protection_of, name="protection_of"),
    path("witnesses/<str:ref>/risks/new/", views.assess, name="risk_new"),
    path("witnesses/<str:ref>/measures/new/", views.propose, name="measure_new"),
    path("witnesses/<str:ref>/reprisals/new/", pages.record_reprisal, name="reprisal_new"),
    path("witnesses/<str:ref>/necessity/new/", views.check_necessity, name="necessity_new"),
]
