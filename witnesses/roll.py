"""The list of witnesses, with what the rooms above them know: consent in words, and when to look at it again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Least
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import today
from inquiry.accounts.rights import Right
from inquiry.rooms import here, may_here, opened_by, rows_of
from inquiry.shared.web import filtered, paged
from witnesses.consent.models import Consent, level_of
from witnesses.consent.views import LEVEL_TONES, LEVEL_WORDS
from witnesses.openings.models import Opening
from witnesses.openings.models import Status as OpeningStatus
from witnesses.people.models import Status, Witness, WitnessKind
from witnesses.protection.models import RiskAssessment


class WitnessFilter(forms.Form):
    """Narrow the list."""

    cipher = forms.CharField(label=_("Cipher"), required=False, max_length=16)
    capacity = forms.ChoiceField(label=_("Capacity"), required=False, choices=[("", _("All")), *WitnessKind.choices])
    language = forms.CharField(label=_("Language"), required=False, max_length=60)
    status = forms.ChoiceField(label=_("Contact"), required=False, choices=[("", _("All")), *Status.choices])


@opened_by(Right.WITNESS_READ)
def witnesses(http: HttpRequest) -> HttpResponse:
    """By cipher: the order of intake tells more than it should."""
    filters = WitnessFilter(http.GET)
    rows = rows_of(http, Witness).select_related("region")
    chosen = {"cipher": "ref__icontains", "capacity": "capacity", "status": "status"}
    rows = filtered(rows, filters, chosen)
    if filters.is_valid() and filters.cleaned_data["language"]:
        rows = rows.filter(languages__icontains=filters.cleaned_data["language"])
    page = paged(http, _reviewed(rows), ("ref",))
    for one in page.rows:
        one.consent_words, one.consent_tone = LEVEL_WORDS[one.level], LEVEL_TONES[one.level]
    context = {
        "page": page,
        "filters": filters,
        "narrowed": any(http.GET.values()),
        "reviews": may_here(http, Right.PROTECTION_READ),
        "today": today(),
        "waiting": _waiting(http),
        "may_register": may_here(http, Right.WITNESS_REGISTER),
        "may_ask_known": may_here(http, Right.VAULT_ASK),
        "may_search": may_here(http, Right.VAULT_SEARCH),
        "may_openings": may_here(http, Right.VAULT_OPEN) or may_here(http, Right.VAULT_APPROVE),
    }
    return render(http, "witnesses/people/list.html", context)


def _reviewed(rows: Any) -> Any:
    """With the level of consent today, and the next day on which consent or the risk has to be looked at again."""
    last = Consent.objects.filter(witness=OuterRef("pk"), about="").order_by("-number")
    risks = RiskAssessment.objects.standing().filter(witness=OuterRef("pk")).order_by("review_due")
    again = Least(Subquery(last.values("review_on")[:1]), Subquery(risks.values("review_due")[:1]))
    return rows.annotate(level=level_of("pk"), next_review=again)


def _waiting(http: HttpRequest) -> int:
    """How many openings wait for a decision of this person's."""
    if not may_here(http, Right.VAULT_APPROVE):
        return 0
    asked = Opening.objects.visible_to(http.user).filter(inquiry=here(http), status=OpeningStatus.ASKED)
    return asked.exclude(created_by=http.user.pk).count()
