"""The addresses of detainees."""

from __future__ import annotations

from django.urls import path

from witnesses.detainees import part_views, views
from witnesses.detainees.forms import SORTS

urlpatterns = [
    path("detainees/", views.detainees, name="detainees"),
    path("detainees/new/", views.add, name="detainee_new"),
    path("detainees/about/<str:ref>/", views.about, name="detainees_about"),
    path("detainees/parts/<str:ref>/change/", part_views.change, name="detainee_part_change"),
    path("detainees/parts/<str:ref>/correct/", part_views.correct, name="detainee_part_correct"),
    path("detainees/parts/<str:ref>/sources/new/", part_views.add_source, name="detainee_source_new"),
    path("detainees/parts/<str:ref>/end/", part_views.unlink, name="detainee_unlink"),
    path("detainees/<str:ref>/", views.detainee, name="detainee"),
    path("detainees/<str:ref>/change/", views.change, name="detainee_change"),
    path("detainees/<str:ref>/questionnaire/", views.preview, name="detainee_questionnaire"),
    *(path(f"detainees/<str:ref>/{sort}/new/", part_views.add, {"sort": sort}, name=f"{sort}_new") for sort in SORTS),
]
