"""Recorded steps in the admin: read there, never written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from inquiry.admin_site import RegisterAdmin


class StepsAdmin(RegisterAdmin):
    """Rows of a life cycle: taken on the record's page, read here. `part_of` names the record."""

    part_of: str
    list_display: tuple[str, ...] = ("number", "happened", "at", "channel", "reason_given", "created_at")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._holds(request, self.read_right, getattr(obj, self.part_of) if obj is not None else None)
