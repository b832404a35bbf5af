"""Sign-in, sign-out, failed attempts, and changes of how somebody signs in, into the audit."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.account import signals as allauth_signals
from allauth.mfa import signals as mfa_signals
from django.contrib.auth import signals

from inquiry.accounts.models import User
from inquiry.audit import ledger as audit


def signed_in(sender: Any, user: User, **_ignored: Any) -> None:
    audit.record("session.signed_in", about=f"user {user.pk}", by=user, inquiry=audit.sole_inquiry(user))


def signed_out(sender: Any, user: User | None, **_ignored: Any) -> None:
    if user:
        audit.record("session.signed_out", about=f"user {user.pk}", by=user, inquiry=audit.sole_inquiry(user))


def failed(sender: Any, credentials: dict[str, Any], **_ignored: Any) -> None:
    """A failed attempt names the account if there is one, never what was typed."""
    typed = str(credentials.get("email") or credentials.get("username") or "")
    user = User.objects.filter(email__iexact=typed).first()
    known = f"user {user.pk}" if user else ""
    tag = "" if user else hashlib.sha256(typed.lower().encode()).hexdigest()[:12]
    audit.record("session.failed", about=known, by=None, inquiry=audit.sole_inquiry(user), unknown=tag)


def own_password(sender: Any, user: User, **_ignored: Any) -> None:
    """From now on only its owner knows it."""
    User.objects.filter(pk=user.pk).update(password_is_first=False)


def _changed(act: str) -> Any:
    def note(sender: Any, user: User, **_ignored: Any) -> None:
        audit.record(act, about=f"user {user.pk}", by=user, inquiry=audit.sole_inquiry(user))

    return note


NOTED = (
    (allauth_signals.password_changed, "session.password_changed"),
    (mfa_signals.authenticator_added, "session.second_factor_added"),
    (mfa_signals.authenticator_removed, "session.second_factor_removed"),
    (mfa_signals.authenticator_reset, "session.second_factor_reset"),
)


def listen() -> None:
    """Connect to the signals of Django and allauth (there are none between rooms of ours)."""
    for signal, act in NOTED:
        signal.connect(_changed(act), weak=False, dispatch_uid=act)
    allauth_signals.password_changed.connect(own_password, dispatch_uid="own-password")
    signals.user_logged_in.connect(signed_in, dispatch_uid="audit-signed-in")
    signals.user_logged_out.connect(signed_out, dispatch_uid="audit-signed-out")
    signals.user_login_failed.connect(failed, dispatch_uid="audit-failed")
