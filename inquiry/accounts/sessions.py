"""Sign-in, sign-out and failed attempts, into the audit."""

from __future__ import annotations

import hashlib
from typing import Any

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


def listen() -> None:
    """Connect the three to Django's own signals (not between rooms of ours)."""
    signals.user_logged_in.connect(signed_in, dispatch_uid="audit-signed-in")
    signals.user_logged_out.connect(signed_out, dispatch_uid="audit-signed-out")
    signals.user_login_failed.connect(failed, dispatch_uid="audit-failed")
