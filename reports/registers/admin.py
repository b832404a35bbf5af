"""Registers in the admin: read only; they are built and downloaded on the desk."""

from __future__ import annotations

from django.contrib import admin

from inquiry.admin_site import RegisterAdmin
from reports.registers.models import Register


@admin.register(Register)
class BuiltRegisterAdmin(RegisterAdmin):
    list_display = ("ref", "kind", "format", "created_by", "created_at", "built_at", "size")
    list_filter = ("kind", "format")
