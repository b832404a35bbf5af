"""Whoever opens an identity has just shown again that it is them: allauth's reauthentication, good for five minutes."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.internal.flows import reauthentication
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


def demand(http: HttpRequest) -> None:
    """Send whoever has not shown it lately to do so; then they are back here, and what they had sent is sent again.

    Raises:
        ReauthenticationRequired: answered by allauth's middleware.
    """
    reauthentication.raise_if_reauthentication_required(http, app="")


def is_fresh(http: HttpRequest) -> bool:
    return not reauthentication.is_reauthentication_required(http, app="")


def to_confirm(back: str) -> HttpResponse:
    """The page that asks who they are, and leads to `back` afterwards; nothing that was sent is kept."""
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")
