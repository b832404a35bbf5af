"""Pages of openings: those that wait for my decision, mine, the past; one opening; agree, refuse, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.rooms import here, may_here, opened_by, record_page, rows_of, verb_page
from inquiry.shared.web import found, paged, panel
from inquiry.shared.workflow import Step, available, step_of
from witnesses.openings import actions, erasing, fresh, rules, telling
from witnesses.openings.gate import roles_in
from witnesses.openings.models import Opening, OpeningSubject, Status
from witnesses.people.models import Witness

TOGETHER = ("created_by", "decided_by", "ended_by", "inquiry")
SHOWN = ("waiting", "mine", "all")


def crumbs(record: Opening | None = None) -> list[tuple[str, str]]:
    """The way to a page: label and address."""
    way = [
        (now("Witnesses"), reverse("witnesses:witnesses")),
        (now("Openings of identities"), reverse("witnesses:openings")),
    ]
    return [*way, (record.ref, record.get_absolute_url())] if record else way


def seen(http: HttpRequest) -> Any:
    """The openings of this inquiry that the person may see, each with its subjects; what ran out is put to rest first."""
    actions.put_to_rest()
    rows = Opening.objects.visible_to(http.user).filter(inquiry=here(http))
    return rows.select_related(*TOGETHER).prefetch_related("subjects__witness", "subjects__use")


def openings(http: HttpRequest) -> HttpResponse:
    """Three lists in one: what waits for me, what I asked, everything I may see."""
    user: Any = http.user
    if not (may_here(http, Right.VAULT_OPEN) or may_here(http, Right.VAULT_APPROVE)):
        raise Http404
    rows = seen(http)
    waiting = rows.filter(status=Status.ASKED).exclude(created_by=user)
    number = waiting.count()
    asked = http.GET.get("show", "waiting" if number else "mine")
    show = asked if asked in SHOWN else "mine"
    lists = {"waiting": waiting, "mine": rows.filter(created_by=user), "all": rows}
    context = {
        "page": paged(http, lists[show]),
        "show": show,
        "waiting": number,
        "may_ask": may_here(http, Right.VAULT_OPEN),
        "may_trail": may_here(http, Right.AUDIT_READ) or may_here(http, Right.VAULT_SEARCH),
    }
    return render(http, "witnesses/openings/list.html", context)


def steps_for(record: Opening, user: Any) -> list[Step]:
    """The buttons: what the life cycle allows, and of deciding only what these two persons may do together."""
    steps = available(record, user)
    both = roles_in(record.inquiry, record.created_by), roles_in(record.inquiry, user)
    if rules.pair(*both, record.aim) is None:
        steps = [one for one in steps if one.verb not in ("approve", "refuse")]
    return steps


def opening(http: HttpRequest, ref: str) -> HttpResponse:
    """One opening: who asked, why, who agreed, which identities were opened when; for whoever asked, the buttons to read."""
    user: Any = http.user
    record = found(seen(http), ref=ref)
    context = {
        "steps": steps_for(record, user),
        "told": telling.told(record),
        "subjects": list(record.subjects.all()),
        "mine": record.created_by_id == user.pk,
        "deciders": telling.who_may_decide(record),
        "second": actions.second_needed(record.aim),
        "erased_on": erasing.effective_on(record),
        "fresh": fresh.is_fresh(http),
        "panels": [],
    }
    return record_page(http, "witnesses/openings/page.html", record, Right.VAULT_OPEN, **context)


class AgreeForm(forms.Form):
    """Nothing more is asked."""


class RefuseForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 3}))


VERBS: dict[str, tuple[type[forms.Form], Callable[..., Opening]]] = {
    "approve": (AgreeForm, actions.approve),
    "refuse": (RefuseForm, actions.refuse),
    "withdraw": (AgreeForm, actions.withdraw),
}


def step(http: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Agree or refuse as the second person, freshly confirmed; or take it back."""
    record = found(seen(http), ref=ref)
    if verb not in VERBS:
        raise Http404
    if verb != "withdraw":
        fresh.demand(http)
    form_class, action = VERBS[verb]
    form = form_class(http.POST if http.method == "POST" else None)
    words = {
        "heading": step_of(record, verb).words,
        "crumbs": crumbs(record),
        "verb": verb,
        "submit": step_of(record, verb).words,
        "told": telling.told(record),
        "grave": verb != "approve" or record.destroys,
    }
    return verb_page(http, record, form, action, template="witnesses/openings/step.html", **words)


@opened_by(Right.WITNESS_READ)
def openings_about(http: HttpRequest, ref: str) -> HttpResponse:
    """Panel of a witness: who asked for this identity, why, who agreed, when it was opened."""
    witness = found(rows_of(http, Witness), ref=ref)
    rows = OpeningSubject.objects.visible_to(http.user).filter(witness=witness)
    rows = rows.select_related(*(f"opening__{name}" for name in TOGETHER), "witness", "use").order_by("-pk")[:50]
    told = [(row.opening, telling.told(row.opening, [row])) for row in rows]
    title = _("Who opened this identity")
    return panel(http, "witnesses/openings/_about.html", title, {"told": told, "ref": ref})
