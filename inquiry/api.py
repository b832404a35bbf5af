"""Composition of the REST API: every room's viewsets under /api/v1/."""

from __future__ import annotations

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from inquiry.shared.api.problems import Nothing

router = SimpleRouter()

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    *router.urls,
    re_path(r"^.*$", Nothing.as_view(), name="api-nothing"),
]
