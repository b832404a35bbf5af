"""Who takes part and in what role; what each role opens; inviting people, giving and ending roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts import actions
from inquiry.accounts.explained import explained, matrix
from inquiry.accounts.models import RoleHeld, User
from inquiry.accounts.rights import Right
from inquiry.accounts.roles import DESCRIPTIONS, TWO_PERSONS, Role
from inquiry.rooms import here, may_here, opened_by
from inquiry.shared.date_fields import DAY
from inquiry.shared.web import act, form_page, found, paged


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(_("Team"), reverse("inquiry:users")), *more]


@opened_by(Right.USER_READ)
def users(http: HttpRequest) -> HttpResponse:
    """Those who hold or held a role in this inquiry."""
    rows = User.objects.visible_to(http.user).filter(roles__inquiry=here(http)).distinct()
    page = paged(http, rows, ("name", "id"))
    held = RoleHeld.objects.current().filter(inquiry=here(http), user__in=[one.pk for one in page.rows])
    roles: dict[int, list[RoleHeld]] = {}
    for row in held:
        roles.setdefault(row.user_id, []).append(row)
    people = [(one, roles.get(one.pk, [])) for one in page.rows]
    context = {
        "page": page,
        "people": people,
        "may_invite": may_here(http, Right.USER_CHANGE),
        "waiting": waiting(http),
    }
    return render(http, "inquiry/accounts/list.html", context)


def waiting(http: HttpRequest) -> list[RoleHeld]:
    """The roles that wait for a second person, for whoever may be that person."""
    if not may_here(http, Right.ROLE_CONFIRM):
        return []
    rows = RoleHeld.objects.filter(inquiry=here(http), role__in=TWO_PERSONS, confirmed_at=None, ended_at=None)
    return list(rows.exclude(given_by=http.user).exclude(user=http.user).select_related("user", "given_by"))  # type: ignore[misc]


@opened_by(Right.USER_READ)
def user(http: HttpRequest, pk: int) -> HttpResponse:
    record = found(User.objects.visible_to(http.user).filter(roles__inquiry=here(http)).distinct(), pk=pk)
    roles = (
        RoleHeld.objects.filter(user=record, inquiry=here(http)).select_related("given_by", "ended_by").order_by("-pk")
    )
    current = set(RoleHeld.objects.current().filter(user=record, inquiry=here(http)).values_list("pk", flat=True))
    context = {
        "person": record,
        "roles": [(row, DESCRIPTIONS[Role(row.role)], row.pk in current) for row in roles],
        "may_change": may_here(http, Right.USER_CHANGE),
        "may_give": may_here(http, Right.ROLE_GIVE) and record != http.user,
        "may_confirm": may_here(http, Right.ROLE_CONFIRM) and record != http.user,
    }
    return render(http, "inquiry/accounts/page.html", context)


def roles(http: HttpRequest) -> HttpResponse:
    """Each role in plain words, its rights as sentences, and the table of both."""
    roles_explained = [explained(role) for role in Role]
    return render(
        http, "inquiry/accounts/roles.html", {"roles": roles_explained, "names": list(Role), "matrix": matrix()}
    )


class InviteForm(forms.Form):
    """Who is invited, with a first password to be given by another way, and the role to begin with."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Name"), max_length=120)
    password = forms.CharField(
        label=_("First password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "data-secret": ""}),
        help_text=_(
            "At least 15 characters. Give it to them by telephone or in person; they change it after signing in."
        ),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


@opened_by(Right.USER_CHANGE)
def invite(http: HttpRequest) -> HttpResponse:
    form = InviteForm(http.POST if http.method == "POST" else None)
    made = act(http, form, actions.invite_with_role, inquiry=here(http), by=http.user)
    if made is not None:
        return redirect("inquiry:user", made.pk)
    words = {"heading": now("Invite somebody"), "crumbs": crumbs(), "cancel_url": reverse("inquiry:users")}
    return form_page(http, "inquiry/accounts/form.html", form, {**words, "roles": [explained(role) for role in Role]})


class BringInForm(forms.Form):
    """Who signs in here already for another inquiry, and the role to begin with in this one."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("Exactly as they sign in with it."))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


@opened_by(Right.USER_CHANGE)
def bring_in(http: HttpRequest) -> HttpResponse:
    """Give a first role here to somebody of another inquiry of this installation."""
    form = BringInForm(http.POST if http.method == "POST" else None)
    held = act(http, form, actions.bring_in, inquiry=here(http), by=http.user)
    if held is not None:
        return redirect("inquiry:user", held.user_id)
    words = {"heading": now("Bring in somebody who signs in here already"), "crumbs": crumbs()}
    context = {**words, "cancel_url": reverse("inquiry:users"), "roles": [explained(role) for role in Role]}
    return form_page(http, "inquiry/accounts/form.html", form, context)


class PersonForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    is_active = forms.BooleanField(label=_("May sign in"), required=False)


@opened_by(Right.USER_CHANGE)
def change_user(http: HttpRequest, pk: int) -> HttpResponse:
    record = found(User.objects.visible_to(http.user).filter(roles__inquiry=here(http)).distinct(), pk=pk)
    form = PersonForm(
        http.POST if http.method == "POST" else None, initial={"name": record.name, "is_active": record.is_active}
    )
    if act(http, form, actions.change_user, pk, inquiry=here(http), by=http.user) is not None:
        return redirect("inquiry:user", pk)
    page = reverse("inquiry:user", args=[pk])
    words = {
        "heading": now("Change %(name)s") % {"name": record},
        "crumbs": crumbs((record.name, page)),
        "cancel_url": page,
    }
    return form_page(http, "inquiry/form.html", form, words)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    from_on = forms.DateField(label=_("From"), required=False, widget=DAY)
    until_on = forms.DateField(label=_("Until"), required=False, widget=DAY)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


@opened_by(Right.ROLE_GIVE)
def give_role(http: HttpRequest, pk: int) -> HttpResponse:
    record = found(User.objects.visible_to(http.user).filter(roles__inquiry=here(http)).distinct(), pk=pk)
    form = RoleForm(http.POST if http.method == "POST" else None)
    if act(http, form, actions.give_role, record, inquiry=here(http), by=http.user) is not None:
        return redirect("inquiry:user", pk)
    page = reverse("inquiry:user", args=[pk])
    words = {"heading": now("Give %(name)s a role") % {"name": record}, "crumbs": crumbs((record.name, page))}
    context = {**words, "cancel_url": page, "roles": [explained(role) for role in Role]}
    return form_page(http, "inquiry/accounts/form.html", form, context)


class ConfirmRoleForm(forms.Form):
    """What the second person vouches for."""

    known = forms.BooleanField(
        label=_("I know this person, and know that they are meant to hold this role"),
        error_messages={"required": _("Confirm only whom you know.")},
    )


@opened_by(Right.ROLE_CONFIRM)
def confirm_role(http: HttpRequest, pk: int) -> HttpResponse:
    """The second person's agreement to a role that guards others."""
    held = found(RoleHeld.objects.filter(inquiry=here(http)).select_related("user"), pk=pk)
    form = ConfirmRoleForm(http.POST if http.method == "POST" else None)
    if act(http, form, lambda known: actions.confirm_role(pk, by=http.user)) is not None:  # type: ignore[arg-type]
        return redirect("inquiry:user", held.user_id)
    page = reverse("inquiry:user", args=[held.user_id])
    said = {"role": held.get_role_display(), "name": held.user.name}
    words = {"heading": now("Confirm the role %(role)s of %(name)s") % said, "crumbs": crumbs((held.user.name, page))}
    return form_page(http, "inquiry/form.html", form, {**words, "cancel_url": page, "submit": now("Confirm this role")})


class EndRoleForm(forms.Form):
    """Nothing more is asked."""


@opened_by(Right.ROLE_GIVE)
def end_role(http: HttpRequest, pk: int) -> HttpResponse:
    held = found(RoleHeld.objects.filter(inquiry=here(http)).select_related("user"), pk=pk)
    form = EndRoleForm(http.POST if http.method == "POST" else None)
    if act(http, form, actions.end_role, pk, by=http.user) is not None:
        return redirect("inquiry:user", held.user_id)
    page = reverse("inquiry:user", args=[held.user_id])
    said = {"role": held.get_role_display(), "name": held.user.name}
    words = {"heading": now("End the role %(role)s of %(name)s") % said, "crumbs": crumbs((held.user.name, page))}
    return form_page(http, "inquiry/form.html", form, {**words, "cancel_url": page, "grave": True})
