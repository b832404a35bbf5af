"""The two forms that put somebody recorded by name under a cipher: a detainee, a person who died."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.rooms import narrow, opened_by, rows_of, verb_page
from inquiry.shared.web import found
from witnesses.casualties import views as casualties
from witnesses.ciphering import actions
from witnesses.detainees import views as detainees
from witnesses.detainees.models import Detainee
from witnesses.people.models import Witness


class CipherForm(forms.Form):
    """Under which cipher, and why."""

    witness = forms.ModelChoiceField(
        label=_("Under the cipher"), queryset=Witness.objects.none(), help_text=_("Register them as a witness first.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Read in the audit: never a name, never what tells who they are."),
    )

    def __init__(self, http: HttpRequest, record: Any) -> None:
        super().__init__(http.POST if http.method == "POST" else None)
        field: Any = self.fields["witness"]
        narrow(field, http.user, record.inquiry)
        if isinstance(record, Detainee):
            field.queryset = field.queryset.filter(detainee__isnull=True)


@opened_by(Right.DETAINEE_PROTECT)
def protect(http: HttpRequest, ref: str) -> HttpResponse:
    """Put a detainee who is recorded by name under a cipher."""
    record = found(rows_of(http, Detainee).select_related("witness"), ref=ref)
    return _asked(http, record, actions.protect, detainees.crumbs(detainees.to(record)))


@opened_by(Right.CASUALTY_CHANGE)
def conceal(http: HttpRequest, ref: str) -> HttpResponse:
    """Put somebody who died under a cipher, because the family asks."""
    record = casualties.in_full(http, ref)
    return _asked(http, record, actions.conceal, casualties.crumbs((record.known_as, record.get_absolute_url())))


def _asked(http: HttpRequest, record: Any, action: Callable[..., Any], crumbs: list[tuple[Any, str]]) -> HttpResponse:
    form = CipherForm(http, record)
    help = now(
        "The name, its other spellings, an exact day of birth and whatever was written in free words go from the record into "
        "the vault. What was published cannot be taken back. Names in what others wrote down beside it stay: look through it."
    )
    words = {"heading": now("Put under a cipher"), "crumbs": crumbs, "help": help, "grave": True}
    return verb_page(http, record, form, action, **words)
