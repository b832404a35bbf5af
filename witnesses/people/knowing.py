"""“Is this person known?” for investigators, and the search by name for the protection officer.

The name is posted, answered on the same page, and gone: it stands in no address, no log, no session and in no answer.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from inquiry.accounts.rights import Right
from inquiry.rooms import here, opened_by, rows_of
from inquiry.shared.web import act
from witnesses.people.guardians import guardians
from witnesses.people.identity import UnspokenText
from witnesses.people.models import Witness
from witnesses.vault import door


class NameForm(forms.Form):
    """A name in any script. Its field begins with `secret`, which the page that repeats refused forms leaves out."""

    prefix = "secret"
    name = forms.CharField(
        label=_("Name"), max_length=200, min_length=2, widget=UnspokenText(),
        help_text=_("As you heard it, in any script. It is not kept, and does not come back in the answer."),
    )  # fmt: skip


@sensitive_post_parameters()
@opened_by(Right.VAULT_ASK)
def known(http: HttpRequest) -> HttpResponse:
    """Yes or no, and whom to ask; a few times a day."""
    form = NameForm(http.POST if http.method == "POST" else None)
    answer = act(http, form, door.known, inquiry=here(http).ref, by=http.user)
    context = {"form": form, "answer": answer, "guardians": guardians(here(http))}
    return render(http, "witnesses/people/known.html", context, status=_status(http, form))


@sensitive_post_parameters()
@opened_by(Right.VAULT_SEARCH)
def search(http: HttpRequest) -> HttpResponse:
    """Ciphers and how alike their names are, best first; never a name."""
    form = NameForm(http.POST if http.method == "POST" else None)
    matches = act(http, form, door.search, inquiry=here(http).ref, by=http.user)
    rows: Any = rows_of(http, Witness).filter(ref__in=[one.cipher for one in matches or []])
    by_ref = {one.ref: one for one in rows}
    found = None
    if matches is not None:
        found = [(by_ref[one.cipher], round(100 * one.score)) for one in matches if one.cipher in by_ref]
    return render(http, "witnesses/people/search.html", {"form": form, "found": found}, status=_status(http, form))


def _status(http: HttpRequest, form: forms.Form) -> int:
    if not form.errors:
        return 200
    return 409 if getattr(http, "refusals", None) else 422
