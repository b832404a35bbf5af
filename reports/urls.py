"""The addresses of this app's pages."""

from __future__ import annotations

from django.urls import path

from reports.registers import views as registers

app_name = "reports"
urlpatterns = [
    path("", registers.registers, name="registers"),
    path("cooperation/", registers.cooperation, name="cooperation"),
    path("build/", registers.build, name="build"),
    path("overview/", registers.overview_panel, name="overview_panel"),
    path("<str:ref>/", registers.register, name="register"),
    path("<str:ref>/progress/", registers.progress, name="progress"),
    path("<str:ref>/download/", registers.download, name="download"),
]
