"""Groups of items in the admin: made and decided in their pages, read here."""

from __future__ import annotations

from django.contrib import admin

from evidence.families.models import Family
from inquiry.admin_site import RegisterAdmin


@admin.register(Family)
class FamilyAdmin(RegisterAdmin):
    list_display = ("ref", "kind", "status", "decided_by", "created_at")
    list_filter = ("kind", "status")
