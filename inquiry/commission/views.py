"""The commission's page with its members and mandate; members and what they declared."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.commission import actions
from inquiry.commission.mandate.models import MandateArea
from inquiry.commission.models import Commission, Declaration, Member
from inquiry.rooms import (
    PANELS,
    RecordForm,
    add_page,
    edit_page,
    here,
    may_here,
    opened_by,
    panels,
    record_page,
    rows_of,
)
from inquiry.shared.trees import in_order
from inquiry.shared.web import found

READ, CHANGE = Right.COMMISSION_READ, Right.COMMISSION_CHANGE


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(_("Commission"), reverse("inquiry:commission")), *more]


@opened_by(READ)
def commission(http: HttpRequest) -> HttpResponse:
    """The commission of the inquiry one works in; before there is one, the first thing to do."""
    record = rows_of(http, Commission).first()
    context = {
        "record": record,
        "members": rows_of(http, Member).order_by("role", "name", "pk"),
        "areas": in_order(rows_of(http, MandateArea).order_by("code")),
        "may_change": may_here(http, CHANGE),
        "panels": panels(http, PANELS, record.ref) if record else [],
    }
    return render(http, "inquiry/commission/page.html", context)


class CommissionForm(RecordForm[Commission]):
    class Meta:
        model = Commission
        fields = ("name", "convenor", "secretariat", "authority_basis", "launched", "launched_basis", "about")


@opened_by(CHANGE)
def set_up(http: HttpRequest) -> HttpResponse:
    words = {"heading": now("Set up the commission"), "crumbs": crumbs(), "cancel_url": reverse("inquiry:commission")}
    return add_page(http, CommissionForm(http), actions.set_up, given={"inquiry": here(http)}, **words)


@opened_by(CHANGE)
def change(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Commission), ref=ref)
    heading = now("Change what is recorded of the commission")
    return edit_page(http, CommissionForm(http, record), actions.change, heading=heading, crumbs=crumbs())


class MemberForm(RecordForm[Member]):
    class Meta:
        model = Member
        fields = (
            "name", "honours", "other_names", "role", "about", "since", "since_basis", "until", "until_basis", "user",
        )  # fmt: skip


@opened_by(READ)
def member(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Member).select_related("user"), ref=ref)
    declared = Declaration.objects.visible_to(http.user).filter(member=record)
    rows = declared.select_related("replaces", "replaced_by", "created_by").order_by("-pk")
    return record_page(http, "inquiry/commission/member.html", record, CHANGE, declarations=rows)


@opened_by(CHANGE)
def add_member(http: HttpRequest) -> HttpResponse:
    words = {"heading": now("Record a member"), "crumbs": crumbs(), "cancel_url": reverse("inquiry:commission")}
    return add_page(http, MemberForm(http), actions.add_member, given={"inquiry": here(http)}, **words)


@opened_by(CHANGE)
def change_member(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Member), ref=ref)
    heading = now("Change %(name)s") % {"name": record}
    return edit_page(http, MemberForm(http, record), actions.change_member, heading=heading, crumbs=crumbs())


class DeclarationForm(RecordForm[Declaration]):
    class Meta:
        model = Declaration
        fields = ("declared", "declared_basis", "interest", "subject", "subject_ref", "conflicts", "replaces")

    def __init__(self, http: HttpRequest, member: Member) -> None:
        super().__init__(http)
        self.fields["replaces"].queryset = Declaration.objects.visible_to(http.user).filter(  # type: ignore[attr-defined]
            member=member, replaced_by__isnull=True
        )


@opened_by(CHANGE)
def declare(http: HttpRequest, ref: str) -> HttpResponse:
    who = found(rows_of(http, Member), ref=ref)
    where = crumbs((str(who), who.get_absolute_url()))
    words = {"heading": now("Record a declaration"), "crumbs": where, "cancel_url": who.get_absolute_url()}
    return add_page(http, DeclarationForm(http, who), actions.declare, given={"member": who}, **words)
