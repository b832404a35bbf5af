"""Corrections of pages in the admin: written on the page, read here."""

from __future__ import annotations

from django.contrib import admin

from evidence.viewer.models import PageCorrection
from inquiry.admin_site import RegisterAdmin


@admin.register(PageCorrection)
class PageCorrectionAdmin(RegisterAdmin):
    list_display = ("ref", "item", "page", "version", "created_by", "created_at")
