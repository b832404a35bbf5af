"""Put an identity into the vault: a form that is sent once and never comes back filled, and what became of it in words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from inquiry.accounts.rights import Right
from inquiry.rooms import opened_by, rows_of
from inquiry.shared.web import found
from witnesses.people import deposits, holding
from witnesses.people.deposits import Outcome
from witnesses.people.identity import IdentityForm
from witnesses.people.models import Witness
from witnesses.people.views import crumbs

DEPOSIT = Right.VAULT_DEPOSIT


@sensitive_post_parameters()
@opened_by(DEPOSIT)
def deposit(http: HttpRequest, ref: str) -> HttpResponse:
    """The form; after sending it the witness, and which groups are in the vault now. What was not kept is said on the form,
    with nothing repeated that was typed."""
    witness = found(rows_of(http, Witness), ref=ref)
    user: Any = http.user
    if not user.may(DEPOSIT, witness):
        raise Http404
    form = IdentityForm(http.POST if http.method == "POST" else None)
    outcome = None
    if http.method == "POST" and form.is_valid():
        outcome = deposits.deposit(ref, by=user, groups=form.groups())
        if outcome.kept and not (outcome.left or outcome.unknown):
            messages.success(http, _("In the vault now: %(groups)s.") % {"groups": ", ".join(outcome.kept)})
            return redirect(witness)
        form = IdentityForm()
    context = {
        "record": witness,
        "crumbs": crumbs(witness),
        "form": form,
        "outcome": outcome,
        "registered": "registered" in http.GET,
        "held": holding.held(witness),
    }
    return render(http, "witnesses/people/deposit.html", context, status=_status(form, outcome))


def _status(form: IdentityForm, outcome: Outcome | None) -> int:
    """200; 422 when what was sent does not fit or was empty, 503 when the vault did not take everything."""
    if outcome is None:
        return 422 if form.errors else 200
    return 503 if outcome.left or outcome.unknown else 422
