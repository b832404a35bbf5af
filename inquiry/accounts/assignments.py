"""Panel on any record's page: who is assigned to it; assigning and unassigning, for those who may."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from inquiry.accounts import actions
from inquiry.accounts.grants import GRANTS, Reach
from inquiry.accounts.models import Assignment, RoleHeld, User
from inquiry.accounts.policy import Visible
from inquiry.accounts.roles import Role
from inquiry.shared.date_fields import DAY
from inquiry.shared.tables import Record, record_of
from inquiry.shared.web import act, form_page, found, panel

HELD = {(row.role, row.right, row.reach) for row in GRANTS}


class AssignForm(forms.Form):
    """Whom, until when, why."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    until_on = forms.DateField(label=_("Until"), required=False, widget=DAY)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, http: HttpRequest, record: Record, posted: bool = False) -> None:
        super().__init__(http.POST if posted else None)
        field: Any = self.fields["user"]
        people = User.objects.visible_to(http.user).filter(roles__inquiry=record.inquiry, is_active=True)
        readers = RoleHeld.objects.current().filter(inquiry=record.inquiry, role__in=_roles(record, *Reach))
        people = people.filter(pk__in=readers.values("user")).exclude(pk=http.user.pk or 0)
        field.queryset = people.distinct().order_by("name")


def _roles(record: Record, *reaches: Reach) -> list[Role]:
    """The roles that hold the right to read such a record with one of these reaches."""
    return [role for role in Role if any((role, record.READ, reach) in HELD for reach in reaches)]


def _open_to(record: Record) -> list[str]:
    """The roles that open every record of this kind; none where more than the right decides, as the level of an item."""
    rows: Any = type(record).objects.all()  # type: ignore[attr-defined]
    plain = type(rows).visible_to is Visible.visible_to
    return [str(role.label) for role in _roles(record, Reach.ANY)] if plain else []


def assignable(http: HttpRequest, ref: str) -> Record:
    """The record, for whoever may read it and assign people in its inquiry; for others there is nothing here."""
    record = record_of(ref, http.user)  # type: ignore[arg-type]
    if not http.user.holds(record.assign_right, record.inquiry):  # type: ignore[union-attr]
        raise Http404
    return record


def assignments_about(http: HttpRequest, ref: str) -> HttpResponse:
    """Who is assigned to one record."""
    record = assignable(http, ref)
    rows = Assignment.objects.current().filter(kind=record.KIND, record_id=record.pk)
    assigned = rows.select_related("user", "given_by").order_by("pk")
    context = {
        "about": record,
        "rows": assigned,
        "form": AssignForm(http, record),
        "open_to": _open_to(record),
        "by_name": bool(_roles(record, Reach.ASSIGNED, Reach.OWN)),
    }
    return panel(http, "inquiry/accounts/_assigned.html", _("People assigned to %(ref)s") % {"ref": ref}, context)


def assign(http: HttpRequest, ref: str) -> HttpResponse:
    record = assignable(http, ref)
    form = AssignForm(http, record, posted=http.method == "POST")
    if act(http, form, actions.assign, record=record, by=http.user) is not None:
        return redirect("inquiry:record", ref)
    words = {"heading": now("Assign somebody to %(ref)s") % {"ref": ref}, "crumbs": []}
    return form_page(http, "inquiry/form.html", form, words)


@require_POST
def unassign(http: HttpRequest, ref: str, pk: int) -> HttpResponse:
    record = assignable(http, ref)
    actions.unassign(found(User.objects.visible_to(http.user), pk=pk), record, by=http.user)  # type: ignore[arg-type]
    return redirect("inquiry:record", ref)
