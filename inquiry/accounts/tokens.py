"""One's own tokens for the REST API: made, shown once, revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from inquiry.accounts import actions
from inquiry.accounts.api_tokens import ApiToken
from inquiry.accounts.explained import scopes_of
from inquiry.accounts.policy import today
from inquiry.accounts.rights import Right
from inquiry.rooms import opened_by
from inquiry.shared.web import act, form_page


@opened_by(Right.TOKEN_MAKE)
def tokens(http: HttpRequest) -> HttpResponse:
    """The tokens one made; the secret of a new one stands on the page that made it, and nowhere after."""
    rows = ApiToken.objects.filter(user=http.user).order_by("-pk")  # type: ignore[misc]
    return render(http, "inquiry/accounts/tokens.html", {"tokens": rows[:200], "today": today()})


class TokenForm(forms.Form):
    """What a token is for, what it may do and how long."""

    name = forms.CharField(label=_("What it is for"), max_length=120)
    days = forms.IntegerField(label=_("Days until it ends"), min_value=1, max_value=90, initial=30)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose as little as the work needs. It never opens more than your own roles do."),
    )

    def __init__(self, http: HttpRequest) -> None:
        super().__init__(http.POST if http.method == "POST" else None)
        held = {right for right, reaches in http.user.held().items() if any(reaches.values())}  # type: ignore[union-attr]
        self.fields["scopes"].choices = scopes_of(held)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["lasts"] = timedelta(days=cleaned.pop("days", 0))
        return cleaned


@opened_by(Right.TOKEN_MAKE)
def make_token(http: HttpRequest) -> HttpResponse:
    form = TokenForm(http)
    made = act(http, form, actions.make_token, http.user, by=http.user)
    if made is not None:
        token, secret = made
        return render(http, "inquiry/accounts/token_made.html", {"token": token, "secret": secret})
    page = reverse("inquiry:tokens")
    words = {"heading": now("Make a token"), "crumbs": [(_("Tokens"), page)], "cancel_url": page}
    return form_page(http, "inquiry/form.html", form, words)


@require_POST
@opened_by(Right.TOKEN_MAKE)
def revoke_token(http: HttpRequest, pk: int) -> HttpResponse:
    actions.revoke_token(pk, by=http.user)  # type: ignore[arg-type]
    return redirect("inquiry:tokens")
