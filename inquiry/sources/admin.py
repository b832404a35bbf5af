"""Sources in the admin; citations are read there."""

from __future__ import annotations

from django.contrib import admin

from inquiry.accounts.rights import Right
from inquiry.admin_site import RegisterAdmin
from inquiry.records_admin import RecordAdmin
from inquiry.sources import actions
from inquiry.sources.models import Citation, Source


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    change_right = Right.COMMISSION_CHANGE
    list_display = ("ref", "title", "publisher", "kind", "published_shown", "is_own")
    list_filter = ("kind", "is_own")
    search_fields = ("title", "publisher")
    fields = (
        "title", "kind", "publisher", "author", "published", "published_zone", "published_basis", "language", "address",
        "is_own", "republished_by", "note",
    )  # fmt: skip
    add_action, change_action = staticmethod(actions.add_source), staticmethod(actions.change_source)


@admin.register(Citation)
class CitationAdmin(RegisterAdmin):
    """Written on the page of the record it is about; read here."""

    list_display = ("ref", "source", "about_ref", "about_part", "locator")
