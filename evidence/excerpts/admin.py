"""Excerpts in the admin: taken on the page, read here."""

from __future__ import annotations

from django.contrib import admin

from evidence.excerpts.models import Excerpt
from inquiry.admin_site import RegisterAdmin


@admin.register(Excerpt)
class ExcerptAdmin(RegisterAdmin):
    list_display = ("ref", "item", "page", "created_by", "created_at")
