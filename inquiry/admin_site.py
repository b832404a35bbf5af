"""The admin: one more door over the same policy and the same actions, closed by default."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.desk import current_inquiry
from inquiry.shared.tables import Sensitivity


class DeskAdminSite(admin.AdminSite):
    """Opened by the right to enter the admin; signed in to at the desk's own door."""

    site_header = site_title = _("Inquiry: registers and reference data")
    index_title = _("Registers")
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return isinstance(user, User) and user.is_active and user.holds(Right.ADMIN_ENTER)

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """There is one sign-in for everything."""
        return redirect("account_login") if not request.user.is_authenticated else redirect("inquiry:overview")


class RegisterAdmin(admin.ModelAdmin[Any]):
    """A register in the admin: rows the person may see, changed only through actions, never deleted.

    Subclasses set `change_right` (empty: read-only) and `save_action(self, http, record, fields, change)`, which calls the
    room's own action.
    """

    change_right: str = ""
    read_right: str = ""
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.visible_to(request.user)
        return rows.order_by(*(self.ordering or ("pk",)))

    def _holds(self, request: HttpRequest, right: str, obj: Any = None) -> bool:
        user = request.user
        if not isinstance(user, User) or not right:
            return False
        return user.may(right, obj) if obj is not None else user.holds(right)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the filters that are offered: any other field in the address could be guessed letter by letter."""
        offered = {one[0] if isinstance(one, tuple) else one for one in self.list_filter}
        field, _dunder, how = lookup.partition("__")
        closed = self.model.SENSITIVITY.get(field) in (Sensitivity.SECRET, Sensitivity.IDENTIFYING)
        return field in offered and not closed and how in {"", "exact", "id__exact", "isnull", "gte", "lt"}

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._holds(request, self.read_right or getattr(self.model, "READ", ""), obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(self.change_right) and self._holds(request, self.change_right)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.change_right) and self._holds(request, self.change_right, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """Hand the form's values to the room's action; nothing is saved here."""
        saved = self.save_action(request, obj, form.cleaned_data, change)
        obj.pk, obj._state.adding = saved.pk, False
        obj.__dict__.update({key: value for key, value in saved.__dict__.items() if not key.startswith("_")})

    def save_action(self, http: HttpRequest, record: Any, fields: dict[str, Any], change: bool) -> Any:
        raise PermissionError(f"{self.model.__name__} is read-only here")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Relations are written by actions too."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The audit has it; Django's own log would keep what a record says of itself."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """See `log_addition`."""

    def inquiry_of(self, http: HttpRequest) -> Any:
        """The inquiry in which a new record is made: the one the person works in."""
        return current_inquiry(http)
