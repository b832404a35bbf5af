"""The doors that people sign in through: allauth's pages that we use, and none of those we do not.

allauth builds links to its other pages by name, so their names stay; what stands behind them is "not found".
"""

from __future__ import annotations

from typing import Any

from allauth.account import views
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

SHUT = {
    "signup/": "account_signup",
    "email/": "account_email",
    "confirm-email/": "account_email_verification_sent",
    "confirm-email/<str:key>/": "account_confirm_email",
    "password/set/": "account_set_password",
    "password/reset/": "account_reset_password",
    "password/reset/done/": "account_reset_password_done",
    "password/reset/key/<str:uidb36>-<str:key>/": "account_reset_password_from_key",
    "password/reset/key/done/": "account_reset_password_from_key_done",
}


@login_not_required
def shut(http: HttpRequest, **_named: Any) -> HttpResponse:
    """Nobody registers, and no password is reset by mail: an administrator does both."""
    raise Http404


urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
    *(path(address, shut, name=name) for address, name in SHUT.items()),
]
