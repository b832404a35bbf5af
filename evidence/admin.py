"""Evidence in the admin: registers to look at; what is evidential is never changed here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from evidence.excerpts import admin as excerpts
from evidence.families import admin as families
from evidence.intake.models import Batch
from evidence.items import access
from evidence.items.models import Item
from evidence.viewer import admin as viewer
from inquiry.accounts.rights import Right
from inquiry.admin_site import RegisterAdmin

__all__ = ["BatchAdmin", "ItemAdmin", "excerpts", "families", "viewer"]


@admin.register(Batch)
class BatchAdmin(RegisterAdmin):
    """What was handed over together."""

    list_display = ("ref", "title", "provided_by", "how", "classification", "status")
    list_filter = ("classification", "status", "how")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user: Any = request.user
        if obj is None:
            return self._holds(request, Right.EVIDENCE_READ_C1)
        return bool(Batch.objects.visible_to(user).filter(pk=obj.pk).exists())


@admin.register(Item)
class ItemAdmin(RegisterAdmin):
    """The items one may read; of others the admin does not speak."""

    list_display = ("ref", "title", "name", "media_type", "status", "classification")
    list_filter = ("status", "classification")
    fields = (
        "ref", "inquiry", "batch", "parent", "name", "path", "title", "description", "provider", "dated", "place",
        "classification", "status", "problem", "media_type", "size", "sha256", "sha512", "pages", "language", "relevance",
        "privilege", "handling",
    )  # fmt: skip
    readonly_fields = fields
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return Item.objects.readable_by(request.user).order_by("-pk")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return self._holds(request, Right.EVIDENCE_READ_C1)
        return access.may_read(request.user, obj)  # type: ignore[arg-type]
