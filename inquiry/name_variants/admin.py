"""Spellings in the admin: read and added through the room's action; decisions are read there."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from inquiry.accounts.rights import Right
from inquiry.admin_site import RegisterAdmin
from inquiry.name_variants import actions
from inquiry.name_variants.models import NameVariant, SameName
from inquiry.records_admin import RecordAdmin


@admin.register(NameVariant)
class NameVariantAdmin(RecordAdmin):
    """A spelling is never rewritten: it is rejected on its record's page, and another one recorded."""

    change_right = Right.COMMISSION_CHANGE
    part_of = "about_ref"
    list_display = ("ref", "about_ref", "text", "scheme", "script", "status")
    list_filter = ("scheme", "script", "status")
    fields = ("about_ref", "text", "scheme", "lang", "source", "citation")
    add_action = staticmethod(actions.assert_variant)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SameName)
class SameNameAdmin(RegisterAdmin):
    """Decided at the desk; read here."""

    list_display = ("ref", "one_ref", "other_ref", "decision", "created_by", "created_at")
    list_filter = ("decision",)
