"""Pages of the acts: the list, one act with who was involved, the form about it, the acts done to one person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.commission.places.models import Place
from inquiry.rooms import RecordForm, add_page, edit_page, may_here, opened_by, record_page, rows_of
from inquiry.shared.tables import Record
from inquiry.shared.web import found, paged, panel
from witnesses.acts import access, actions, reading, references
from witnesses.acts.counting import by_type
from witnesses.acts.figures import done
from witnesses.acts.models import Act, Event, Involvement
from witnesses.acts.more_terms import ATTRIBUTION
from witnesses.acts.terms import ACTS, METHODS

READ, CHANGE = Right.ACT_READ, Right.ACT_CHANGE


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(_("What happened"), reverse("witnesses:acts")), *more]


class ActFilter(forms.Form):
    """Narrow the list. A place is looked for only where the reader may know it exactly."""

    kind = forms.ChoiceField(label=_("What was done"), required=False, choices=[("", _("All")), *ACTS.choices])
    method = forms.ChoiceField(label=_("Method"), required=False, choices=[("", _("All")), *METHODS.choices])
    event = forms.ModelChoiceField(label=_("Event"), required=False, queryset=Event.objects.none())
    place = forms.ModelChoiceField(label=_("Place"), required=False, queryset=Place.objects.none())
    victim = forms.CharField(label=_("Victim"), required=False, max_length=16)

    def __init__(self, http: HttpRequest) -> None:
        super().__init__(http.GET)
        for name, model in (("event", Event), ("place", Place)):
            field: Any = self.fields[name]
            field.queryset = rows_of(http, model).order_by("pk")

    def narrowed(self, rows: QuerySet[Act], user: Any) -> QuerySet[Act]:
        """`rows` narrowed by what was chosen; what does not fit narrows nothing."""
        if not self.is_valid():
            return rows
        chosen = self.cleaned_data
        conditions = {
            "kind": Q(act_type=chosen["kind"]),
            "method": Q(methods__contains=[chosen["method"]]),
            "event": Q(event=chosen["event"]),
            "place": Q(place=chosen["place"]) & access.exactly(user),
            "victim": Q(victim_ref__iexact=chosen["victim"].strip()),
        }
        for name, condition in conditions.items():
            rows = rows.filter(condition) if chosen[name] else rows
        return rows


def with_parts(rows: QuerySet[Act]) -> QuerySet[Act]:
    """What every list of acts shows of each, read at once."""
    return rows.select_related("event", "place", "witness")


@opened_by(READ)
def acts(http: HttpRequest) -> HttpResponse:
    filters = ActFilter(http)
    page = paged(http, with_parts(filters.narrowed(rows_of(http, Act), http.user)))
    context = {
        "page": page,
        "rows": reading.told(http.user, page.rows),
        "filters": filters,
        "may_add": may_here(http, CHANGE),
    }
    return render(http, "witnesses/acts/list.html", context)


@opened_by(READ)
def act(http: HttpRequest, ref: str) -> HttpResponse:
    """One act; that it was read is in the audit."""
    record = found(with_parts(rows_of(http, Act)), ref=ref)
    audit.record("act.read", about=record, by=http.user)  # type: ignore[arg-type]
    involved = record.involvements.select_related("official", "authority").order_by("pk")
    context = {
        "told": reading.told(http.user, [record])[0],
        "involved": [(row, references.seen_by(row.rests_on, http.user)) for row in involved],
        "rests_on": references.seen_by(record.rests_on, http.user),
        "may_change": actions.may_change(http.user, record),  # type: ignore[arg-type]
    }
    return record_page(http, "witnesses/acts/page.html", record, CHANGE, **context)


class TermsField(forms.MultipleChoiceField):
    """Terms of a list, ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, choices: Iterable[tuple[str, Any]], **options: Any) -> None:
        super().__init__(choices=list(choices), required=False, **options)


class ActForm(RecordForm[Act]):
    methods = TermsField(METHODS.choices, label=_("Methods of violence"))
    attribution = TermsField(ATTRIBUTION.choices, label=_("What was said about responsibility"))

    class Meta:
        model = Act
        fields = (
            "event", "victim_ref", "group", "counting_unit", "act_type", "methods", "happened", "happened_zone",
            "happened_basis", "place", "stated_reason", "physical", "psychological", "victim_status", "violation",
            "attribution", "instruments", "rests_on", "note",
        )  # fmt: skip


HELP = _(
    "An act is the smallest thing that is counted: one kind of act, one victim. Two people beaten together are two acts; one"
    " person arrested and beaten is two acts.\n\nNames stand nowhere here. A victim is named by the reference of their"
    " record; without a record, describe the group."
)


@opened_by(CHANGE)
def add_act(http: HttpRequest) -> HttpResponse:
    given: dict[str, Any] = {"victim_ref": http.GET.get("victim", "")[:16]}
    given["event"] = rows_of(http, Event).filter(ref=http.GET.get("event", "")).first()
    words = {"heading": now("Record an act"), "crumbs": crumbs(), "cancel_url": reverse("witnesses:acts")}
    return add_page(http, ActForm(http, initial=given), actions.add_act, help=HELP, **words)


@opened_by(CHANGE)
def change_act(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Act), ref=ref)
    heading = now("Change the act")
    return edit_page(http, ActForm(http, record), actions.change_act, heading=heading, crumbs=crumbs(), help=HELP)


class InvolvementForm(RecordForm[Involvement]):
    class Meta:
        model = Involvement
        fields = (
            "official", "authority", "described", "perpetrator_type", "degree", "reliability", "latest_status", "rests_on",
            "note",
        )  # fmt: skip


@opened_by(CHANGE)
def add_involvement(http: HttpRequest, ref: str) -> HttpResponse:
    over = found(rows_of(http, Act), ref=ref)
    where = crumbs((over.ref, over.get_absolute_url()))
    words = {"heading": now("Record who was involved"), "crumbs": where, "cancel_url": over.get_absolute_url()}
    return add_page(http, InvolvementForm(http), actions.add_involvement, given={"act": over}, **words)


@opened_by(CHANGE)
def change_involvement(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Involvement).select_related("act"), ref=ref)
    where = crumbs((record.act.ref, record.get_absolute_url()))
    heading = now("Change an involvement")
    return edit_page(http, InvolvementForm(http, record), actions.change_involvement, heading=heading, crumbs=where)


def acts_of(http: HttpRequest, ref: str) -> HttpResponse:
    """Panel: what was done to one person, as far as the reader may see it."""
    person: Record = access.person_of(ref, http.user)
    rows = with_parts(Act.objects.visible_to(http.user).filter(victim_ref=person.ref)).order_by("-pk")[:200]
    audit.record("act.list", about=person, by=http.user)  # type: ignore[arg-type]
    kinds = by_type(done(rows)).items()
    context = {
        "about": person,
        "rows": reading.told(http.user, rows),
        "kinds": [(ACTS.words(code), count.acts) for code, count in kinds],
        "may_add": may_here(http, CHANGE),
    }
    return panel(http, "witnesses/acts/_of.html", _("What was done to %(ref)s") % {"ref": ref}, context)
