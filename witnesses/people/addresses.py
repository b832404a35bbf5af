"""The addresses of witnesses. `witnesses/urls.py` puts them last: `witnesses/<ref>/` would catch the other rooms' words."""

from __future__ import annotations

from django.urls import path

from witnesses.people import depositing, knowing, views

urlpatterns = [
    path("witnesses/new/", views.register, name="witness_new"),
    path("witnesses/known/", knowing.known, name="known"),
    path("witnesses/search/", knowing.search, name="vault_search"),
    path("witnesses/<str:ref>/", views.witness, name="witness"),
    path("witnesses/<str:ref>/change/", views.change, name="witness_change"),
    path("witnesses/<str:ref>/deposit/", depositing.deposit, name="deposit"),
    path("witnesses/<str:ref>/steps/<str:verb>/", views.step, name="witness_step"),
]
