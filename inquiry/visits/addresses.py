"""The addresses of visits and their parts."""

from __future__ import annotations

from django.urls import path

from inquiry.visits import parts, views

urlpatterns = [
    path("visits/", views.visits, name="visits"),
    path("visits/new/", views.plan, name="visit_new"),
    path("visits/legs/<str:ref>/change/", parts.change_leg, name="leg_change"),
    path("visits/travellers/<str:ref>/change/", parts.change_traveller, name="traveller_change"),
    path("visits/<str:ref>/", views.visit, name="visit"),
    path("visits/<str:ref>/change/", views.change, name="visit_change"),
    path("visits/<str:ref>/legs/new/", parts.add_leg, name="leg_new"),
    path("visits/<str:ref>/travellers/new/", parts.add_traveller, name="traveller_new"),
    path("visits/<str:ref>/observations/new/", parts.observe, name="observation_new"),
    path("visits/<str:ref>/steps/<str:verb>/", views.step, name="visit_step"),
]
