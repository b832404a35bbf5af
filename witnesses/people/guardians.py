"""Whom to ask about somebody under protection: the protection officers of the inquiry."""

from __future__ import annotations

from inquiry.accounts.models import Inquiry, RoleHeld, User
from inquiry.accounts.roles import Role


def guardians(inquiry: Inquiry) -> list[User]:
    """The protection officers of `inquiry` who may sign in today, by name."""
    held = RoleHeld.objects.current().filter(inquiry=inquiry, role=Role.PROTECTION_OFFICER)
    return list(User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("name", "pk"))
