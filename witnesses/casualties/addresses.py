"""The addresses of casualties."""

from __future__ import annotations

from django.urls import path

from witnesses.casualties import figures, views

urlpatterns = [
    path("casualties/", views.casualties, name="casualties"),
    path("casualties/new/", views.add_casualty, name="casualty_new"),
    path("casualties/totals/", figures.casualty_totals, name="casualty_totals"),
    path("casualties/<str:ref>/", views.casualty, name="casualty"),
    path("casualties/<str:ref>/change/", views.change_casualty, name="casualty_change"),
    path("casualties/<str:ref>/merge/", views.merge, name="casualty_merge"),
    path("casualties/<str:ref>/separate/", views.separate, name="casualty_separate"),
    path("casualties/<str:ref>/steps/<str:verb>/", views.step, name="casualty_step"),
]
