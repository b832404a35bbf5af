"""The addresses of public statements and published figures."""

from __future__ import annotations

from django.urls import path

from inquiry.public_statements import figures, views

urlpatterns = [
    path("statements/", views.public_statements, name="public_statements"),
    path("statements/new/", views.add_statement, name="public_statement_new"),
    path("statements/figures/", figures.figures, name="figures"),
    path("statements/figures/new/", figures.add_figure, name="figure_new"),
    path("statements/figures/<str:ref>/", figures.figure, name="figure"),
    path("statements/figures/<str:ref>/change/", figures.change_figure, name="figure_change"),
    path("statements/<str:ref>/", views.public_statement, name="public_statement"),
    path("statements/<str:ref>/change/", views.change_statement, name="public_statement_change"),
]
