"""Pages of the decisions: the history, and one pair with its two names, what was decided, and the next decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.name_variants import actions, lookup
from inquiry.name_variants.models import Decision, SameName
from inquiry.name_variants.rules import decision_objection, merge_objection, pair_objection
from inquiry.rooms import may_here, opened_by, rows_of
from inquiry.shared.tables import Record, visible_record
from inquiry.shared.web import act, form_page, paged

READ, DECIDE = Right.COMMISSION_READ, Right.NAMES_DECIDE


@opened_by(READ)
def decisions(http: HttpRequest) -> HttpResponse:
    """Every decision about two names that the person may see, the newest first."""
    page = paged(http, rows_of(http, SameName).select_related("created_by"))
    refs = [ref for row in page.rows for ref in (row.one_ref, row.other_ref)]
    records = lookup.records_of(refs, http.user)  # type: ignore[arg-type]
    counting = set(SameName.objects.newest().filter(pk__in=[row.pk for row in page.rows]).values_list("pk", flat=True))
    rows = [(row, records[row.one_ref], records[row.other_ref], row.pk in counting) for row in page.rows]
    return render(http, "inquiry/names/decisions.html", {"page": page, "rows": rows})


class PairForm(forms.Form):
    """Which two records."""

    one = forms.CharField(label=_("One record"), max_length=16, help_text=_("By reference, as in OF-0001."))
    other = forms.CharField(label=_("The other record"), max_length=16)


class DecideForm(forms.Form):
    """What is decided, and why."""

    decision = forms.ChoiceField(label=_("Decision"), choices=(), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, http: HttpRequest, standing: str) -> None:
        super().__init__(http.POST if http.method == "POST" else None)
        offered = [choice for choice in Decision.choices if not decision_objection(standing, choice[0])]
        self.fields["decision"].choices = offered  # type: ignore[attr-defined]


@opened_by(READ)
def pair(http: HttpRequest) -> HttpResponse:
    """Two records beside each other, what was decided about them, and the form for whoever may decide."""
    asked = PairForm(http.GET if "one" in http.GET else None)
    if not asked.is_valid():
        return render(http, "inquiry/names/pick.html", {"form": asked})
    one, other = _both(http, **asked.cleaned_data)
    rows = SameName.objects.visible_to(http.user).filter(one_ref=one.ref, other_ref=other.ref)
    history = list(rows.select_related("created_by").order_by("-number"))
    form = DecideForm(http, history[0].decision if history else "")
    made = act(http, form, actions.decide, one.ref, other.ref, by=http.user)
    if made is not None:
        return redirect(made)
    merge = merge_objection(one, other)
    objection = pair_objection(one, other) or merge
    context = {
        "one": one,
        "other": other,
        "names": lookup.beside(one, other, http.user),  # type: ignore[arg-type]
        "history": history,
        "objection": objection,
        "merged": next((row for row in (one, other) if merge and getattr(row, "merged_into", None)), None),
        "may_decide": may_here(http, DECIDE) and not objection,
    }
    return form_page(http, "inquiry/names/pair.html", form, context)


def _both(http: HttpRequest, one: str, other: str) -> tuple[Any, Any]:
    """The two records in the alphabet's order.

    Raises:
        Http404: one of them does not exist, bears no name in the open, or the person may not see it.
    """
    refs = sorted((one.strip(), other.strip()))
    found: list[Record] = [record for ref in refs if (record := visible_record(ref, http.user))]  # type: ignore[arg-type]
    if len(found) < 2 or any(not hasattr(record, "name") for record in found):
        raise Http404
    return found[0], found[1]
