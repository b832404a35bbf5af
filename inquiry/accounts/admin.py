"""People, roles and tokens in the admin: read here, changed on the pages for people."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from inquiry.accounts.models import RoleHeld, User
from inquiry.accounts.rights import Right
from inquiry.admin_site import RegisterAdmin


@admin.register(User)
class UserAdmin(RegisterAdmin):
    read_right = Right.USER_READ
    list_display = ("name", "email", "is_active")
    search_fields = ("name",)
    fields = ("name", "email", "is_active", "created_at")
    ordering = ("name", "pk")

    def _holds(self, request: HttpRequest, right: str, obj: Any = None) -> bool:
        """A person is no record: the list itself is narrowed to whom one may see."""
        return super()._holds(request, right)


@admin.register(RoleHeld)
class RoleHeldAdmin(RegisterAdmin):
    read_right = Right.USER_READ
    list_display = ("user", "role", "inquiry", "from_on", "until_on", "given_by", "ended_at")
    list_filter = ("role",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            RoleHeld.objects.filter(inquiry=self.inquiry_of(request)).select_related("user", "inquiry").order_by("-pk")
        )

    def _holds(self, request: HttpRequest, right: str, obj: Any = None) -> bool:
        return super()._holds(request, right)
