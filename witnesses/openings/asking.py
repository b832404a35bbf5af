"""Ask that identities are opened, or destroyed: whom, what for, why, for how long."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.rooms import here, opened_by
from inquiry.shared.lines import LinesFormField
from inquiry.shared.web import act, form_page
from witnesses.openings import actions, fresh, rules
from witnesses.openings.models import LONGEST_HOURS, MOST_SUBJECTS, SHORTEST_REASON, Aim, Opening, Purpose
from witnesses.openings.views import crumbs
from witnesses.people.models import Witness

PURPOSES = {
    Aim.READ: [choice for choice in Purpose.choices if choice[0] != Purpose.ERASURE],
    Aim.DESTROY: [choice for choice in Purpose.choices if choice[0] in (Purpose.ERASURE, Purpose.OTHER)],
}


class AskForm(forms.Form):
    """Ciphers one to a line: whoever asks knows whom they mean, and a list to choose from would show everybody."""

    witnesses = LinesFormField(
        label=_("Ciphers"),
        help_text=_("One to a line: W-0147. Twenty at the most."),
        widget=forms.Textarea({"rows": 2}),
    )
    purpose = forms.ChoiceField(label=_("Purpose"))
    reason = forms.CharField(
        label=_("Reason"), min_length=SHORTEST_REASON, max_length=2000, widget=forms.Textarea({"rows": 4}),
        help_text=_("At least 20 characters: what you need to know, and why there is no other way. No names."),
    )  # fmt: skip
    hours = forms.TypedChoiceField(
        label=_("For how long"), coerce=int, initial=1,
        choices=[(hour, _("%(hours)d h") % {"hours": hour}) for hour in range(1, LONGEST_HOURS + 1)],
        help_text=_("Counted from the moment the second person agrees."),
    )  # fmt: skip

    def __init__(self, http: HttpRequest, aim: Aim) -> None:
        posted = http.POST if http.method == "POST" else None
        super().__init__(posted, initial={"witnesses": http.GET.getlist("witness")})
        self.http, self.aim = http, aim
        purpose: Any = self.fields["purpose"]
        purpose.choices = [("", "—"), *PURPOSES[aim]]

    def clean_witnesses(self) -> list[Witness]:
        """The witnesses behind the ciphers. One that may not be asked for reads like one that does not exist."""
        ciphers = [one.upper() for one in self.cleaned_data["witnesses"]]
        if objections := rules.subjects(len(set(ciphers))):
            raise ValidationError(objections)
        rows = Witness.objects.reachable(self.http.user, rules.ASKS[self.aim]).filter(inquiry=here(self.http))
        rows = rows & Witness.objects.visible_to(self.http.user)
        found = {one.ref: one for one in rows.filter(ref__in=ciphers[:MOST_SUBJECTS])}
        missing = [one for one in ciphers if one not in found]
        if missing:
            raise ValidationError(now("You may not ask for %(ciphers)s, or there is none.") % {"ciphers": missing[0]})
        return list(found.values())


@opened_by(Right.VAULT_OPEN)
def ask(http: HttpRequest) -> HttpResponse:
    """Ask that identities are opened for reading."""
    return _ask(http, Aim.READ, now("Ask that identities are opened"))


@opened_by(Right.VAULT_SHRED)
def ask_to_destroy(http: HttpRequest) -> HttpResponse:
    """Ask that identities are destroyed for good."""
    return _ask(http, Aim.DESTROY, now("Ask that identities are destroyed"))


def _ask(http: HttpRequest, aim: Aim, heading: str) -> HttpResponse:
    fresh.demand(http)
    form = AskForm(http, aim)
    made: Opening | None = act(http, form, actions.ask, inquiry=here(http), by=http.user, aim=aim)
    if made is not None:
        return redirect(made)
    words = {"heading": heading, "crumbs": crumbs(), "cancel_url": reverse("witnesses:openings")}
    context = {
        **words,
        "aim": aim,
        "second": actions.second_needed(aim),
        "grave": aim == Aim.DESTROY,
        "submit": now("Ask"),
    }
    return form_page(http, "witnesses/openings/ask.html", form, context)
