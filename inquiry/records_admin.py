"""Records in the admin: shown as far as the person may see them, written by the room's own actions, never deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from inquiry.admin_site import RegisterAdmin
from inquiry.rooms import narrow
from inquiry.shared.workflow import Refused


class RecordForm(forms.ModelForm[Any]):
    """The admin's form: with the revision that was opened, so that a colleague's change is not written over."""

    opened_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["opened_revision"].initial = getattr(self.instance, "revision", None)


class RecordAdmin(RegisterAdmin):
    """A register whose rows are records.

    Subclasses set `add_action(*, inquiry, by, **fields)` and `change_action(ref, *, by, expected, **fields)`; `part_of`
    where the record is a part of another that its fields name (the action then gets no inquiry, and the other is fixed).
    """

    form = RecordForm
    add_action: ClassVar[Callable[..., Any]]
    change_action: ClassVar[Callable[..., Any]]
    part_of: ClassVar[str] = ""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*super().get_fields(request, obj), "opened_revision")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(inquiry=self.inquiry_of(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = (self.part_of,) if self.part_of and obj is not None else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        return self._narrowed(super().formfield_for_foreignkey(db_field, request, **options), request)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        return self._narrowed(super().formfield_for_manytomany(db_field, request, **options), request)

    def _narrowed(self, field: Any, request: HttpRequest) -> Any:
        if field is not None:
            narrow(field, request.user, self.inquiry_of(request))
            for allowed in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
                setattr(field.widget, allowed, False)
        return field

    def save_action(self, http: HttpRequest, record: Any, fields: dict[str, Any], change: bool) -> Any:
        fields = dict(fields)
        opened = fields.pop("opened_revision", None)
        if change:
            return self.change_action(record.ref, by=http.user, expected=opened, **fields)
        if not self.part_of:
            fields["inquiry"] = self.inquiry_of(http)
        return self.add_action(by=http.user, **fields)

    def changeform_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """What the action refuses is said on the page one came from; nothing was saved."""
        try:
            return super().changeform_view(request, *args, **options)
        except Refused as refusal:
            request.refusals = [*getattr(request, "refusals", []), refusal]  # type: ignore[attr-defined]
            messages.error(request, str(refusal))
        except ValidationError as invalid:
            messages.error(request, " ".join(invalid.messages))
        return HttpResponseRedirect(request.get_full_path())
