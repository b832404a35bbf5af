"""The addresses of medical evaluations."""

from __future__ import annotations

from django.urls import path

from witnesses.medical import parts, views

urlpatterns = [
    path("medical/", views.evaluations, name="evaluations"),
    path("medical/new/", views.add_evaluation, name="evaluation_new"),
    path("medical/about/<str:ref>/", views.medical_of, name="medical_of"),
    path("medical/about/<str:ref>/ill-treatment/", views.ill_treatment_of, name="ill_treatment_of"),
    path("medical/<str:ref>/", views.evaluation, name="evaluation"),
    path("medical/<str:ref>/circumstances/", views.change_case, name="evaluation_case"),
    path("medical/<str:ref>/clinical/", views.change_clinical, name="evaluation_clinical"),
    path("medical/<str:ref>/allegations/new/", parts.allege, name="allegation_new"),
    path("medical/<str:ref>/findings/new/", parts.find, name="finding_new"),
    path("medical/<str:ref>/ratings/new/", parts.rate, name="rating_new"),
    path("medical/<str:ref>/strike/<slug:kind>/<int:number>/", parts.strike, name="evaluation_strike"),
    path("medical/<str:ref>/steps/sign/", parts.sign, name="evaluation_sign"),
    path("medical/<str:ref>/steps/add_addendum/", parts.add_addendum, name="evaluation_add_addendum"),
    path("medical/<str:ref>/hand-over/", parts.hand_over, name="evaluation_hand_over"),
]
