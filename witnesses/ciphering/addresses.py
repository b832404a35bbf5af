"""The addresses at which somebody recorded by name is put under a cipher."""

from __future__ import annotations

from django.urls import path

from witnesses.ciphering import views

urlpatterns = [
    path("detainees/<str:ref>/protect/", views.protect, name="detainee_protect"),
    path("casualties/<str:ref>/conceal/", views.conceal, name="casualty_conceal"),
]
