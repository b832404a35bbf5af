"""The addresses of this app's pages, room by room."""

from __future__ import annotations

from typing import Any

app_name = "witnesses"
urlpatterns: list[Any] = []
