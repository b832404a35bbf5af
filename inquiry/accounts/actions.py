"""Invite people, give and end roles, assign records, make and revoke tokens."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiry.accounts import policy
from inquiry.accounts.api_tokens import ApiToken
from inquiry.accounts.authentication import PREFIX, digest_of
from inquiry.accounts.models import Assignment, Inquiry, RoleHeld, User
from inquiry.accounts.rights import Right
from inquiry.accounts.roles import Role
from inquiry.audit import ledger as audit
from inquiry.shared.tables import Record
from inquiry.shared.workflow import NOT_OPEN, Refused

LONGEST_TOKEN = timedelta(days=90)


@transaction.atomic
def open_inquiry(title: str, *, by: User | None) -> Inquiry:
    """Open an inquiry. Done on the command line: `by` is None there."""
    inquiry = Inquiry.objects.create(title=title)
    audit.record("inquiry.open", about=inquiry, by=by)
    return inquiry


@transaction.atomic
def invite(email: str, name: str, password: str, *, inquiry: Inquiry, by: User | None) -> User:
    """Make a person who may sign in; without a role they see nothing.

    Raises:
        ValidationError: the address is taken or the password too weak.
        Refused: `by` may not invite.
    """
    _require(by, Right.USER_CHANGE, inquiry)
    address = User.objects.normalize_email(email).lower()
    user = User(email=address, name=name, password_is_first=by is not None)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    audit.record("user.invite", about=f"user {user.pk}", by=by, inquiry=inquiry)
    return user


@transaction.atomic
def invite_with_role(email: str, name: str, password: str, role: str, *, inquiry: Inquiry, by: User | None) -> User:
    """Make a person who may sign in, with a first role. See `invite` and `give_role` for what is refused."""
    user = invite(email, name, password, inquiry=inquiry, by=by)
    give_role(user, role, inquiry=inquiry, by=by)
    return user


@transaction.atomic
def change_user(user_id: int, *, name: str, is_active: bool, inquiry: Inquiry, by: User) -> User:
    """Correct a name, or take away (give back) the right to sign in.

    A person is one in all inquiries: whoever changes them has to be an administrator in each where they hold a role today.

    Raises:
        User.DoesNotExist: `by` may not see them.
        Refused: `by` may not change users, or not everywhere they take part, or would shut themselves out.
    """
    user = User.objects.visible_to(by).select_for_update().get(pk=user_id)
    _require(by, Right.USER_CHANGE, inquiry)
    if not {place for _role, place in user.roles_today()} <= policy.inquiries(by, Right.USER_CHANGE):
        raise Refused(
            _("This person holds a role elsewhere too: only somebody who administers all of it may change them."),
            verb="change_user",
        )
    if user == by and not is_active:
        raise Refused(_("You cannot take away your own sign-in."), verb="change_user")
    changes: dict[str, list[Any]] = {"name": [user.name, name], "is_active": [user.is_active, is_active]}
    user.name, user.is_active = name, is_active
    user.full_clean()
    user.save(update_fields=["name", "is_active"])
    audit.record("user.change", about=f"user {user.pk}", by=by, inquiry=inquiry, changes=_differing(changes))
    return user


def _differing(changes: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {name: [old, new] for name, (old, new) in changes.items() if old != new}


@transaction.atomic
def bring_in(email: str, role: str, *, inquiry: Inquiry, by: User) -> RoleHeld:
    """Give a role in `inquiry` to somebody who signs in to this installation already, named by their exact e-mail address.

    Raises:
        Refused: `by` may not invite or give roles there, nobody has the address, or they take part already.
    """
    _require(by, Right.USER_CHANGE, inquiry)
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        raise Refused(_("Nobody signs in here with this address. Compare it, or invite them."), verb="bring_in")
    if inquiry.pk in {place for _role, place in user.roles_today()}:
        raise Refused(
            _("This person takes part in this inquiry already: give the role on their page."), verb="bring_in"
        )
    held = give_role(user, role, inquiry=inquiry, by=by)
    audit.record("user.bring_in", about=f"user {user.pk}", by=by, inquiry=inquiry, role=role)
    return held


@transaction.atomic
def give_role(
    user: User,
    role: str,
    *,
    inquiry: Inquiry,
    by: User | None,
    from_on: date | None = None,
    until_on: date | None = None,
    reason: str = "",
) -> RoleHeld:
    """Give `user` a role in an inquiry from a day (today), perhaps until a day. Some roles then wait for `confirm_role`.

    Raises:
        Refused: `by` may not give roles there, or would give one to themselves.
    """
    _require(by, Right.ROLE_GIVE, inquiry)
    if by == user:
        raise Refused(_("Somebody else has to give you a role."), verb="give_role")
    held = RoleHeld(user=user, inquiry=inquiry, role=Role(role), given_by=by, until_on=until_on, reason=reason)
    held.from_on = from_on or held.from_on
    held.confirmed_at = timezone.now() if by is None else None
    held.full_clean(exclude=["given_by", "confirmed_by"])
    held.save()
    user.forget()
    audit.record(
        "role.give", about=f"user {user.pk}", by=by, inquiry=inquiry, role=role, user=user.name, until_on=until_on
    )
    return held


@transaction.atomic
def confirm_role(held_id: int, *, by: User) -> RoleHeld:
    """Agree, as the second person, to a role that guards others: it is in force from now.

    Raises:
        RoleHeld.DoesNotExist: there is none in an inquiry where `by` may confirm roles.
        Refused: it does not wait, `by` gave it or would hold it, or its holder's password is known to whoever invited them.
    """
    held = RoleHeld.objects.select_for_update(of=("self",)).select_related("user", "inquiry").get(pk=held_id)
    if not by.holds(Right.ROLE_CONFIRM, held.inquiry):
        raise RoleHeld.DoesNotExist
    if not held.waits:
        raise Refused(_("This role does not wait for anybody."), verb="confirm_role")
    if by.pk in (held.given_by_id, held.user_id):
        raise Refused(_("A second person has to confirm this role."), verb="confirm_role")
    if held.user.password_is_first:
        raise Refused(
            _("First they sign in and change the password they were given: until then somebody else knows it."),
            verb="confirm_role",
        )
    held.confirmed_at, held.confirmed_by = timezone.now(), by
    held.save(update_fields=["confirmed_at", "confirmed_by"])
    audit.record(
        "role.confirm", about=f"user {held.user_id}", by=by, inquiry=held.inquiry, role=held.role, user=held.user.name
    )
    return held


@transaction.atomic
def end_role(held_id: int, *, by: User) -> RoleHeld:
    """End a role at once: the next request of its holder is made without it.

    Raises:
        RoleHeld.DoesNotExist: there is none in an inquiry where `by` may give roles.
        Refused: it has ended already, or is `by`'s own.
    """
    held = RoleHeld.objects.select_for_update(of=("self",)).select_related("user", "inquiry").get(pk=held_id)
    if not by.holds(Right.ROLE_GIVE, held.inquiry):
        raise RoleHeld.DoesNotExist
    if held.user == by:
        raise Refused(_("Somebody else has to end your role."), verb="end_role")
    if held.ended_at:
        raise Refused(_("This role has ended already."), verb="end_role")
    held.ended_at, held.ended_by = timezone.now(), by
    held.save(update_fields=["ended_at", "ended_by"])
    audit.record(
        "role.end", about=f"user {held.user_id}", by=by, inquiry=held.inquiry, role=held.role, user=held.user.name
    )
    return held


@transaction.atomic
def assign(user: User, record: Record, *, by: User, until_on: date | None = None, reason: str = "") -> Assignment:
    """Assign `user` to one record, once: an assignment whose last day has passed is ended by the next.

    Raises:
        Refused: `by` may not assign, would assign themselves, or `user` holds no role in the record's inquiry.
        ValidationError: a value does not fit.
    """
    _require(by, Right(record.assign_right), record.inquiry)
    return entrust(user, record, by=by, until_on=until_on, reason=reason)


@transaction.atomic
def entrust(user: User, record: Record, *, by: User, until_on: date | None = None, reason: str = "") -> Assignment:
    """Assign without asking for the right to assign: for a verb that asked for a right of its own over this record.

    Raises:
        Refused: `by` would assign themselves, or `user` holds no role in the record's inquiry.
        ValidationError: a value does not fit.
    """
    if by == user:
        raise Refused(_("Somebody else has to assign you."), verb="assign", ref=record.ref)
    if record.inquiry_id not in {inquiry for _role, inquiry in user.roles_today()}:
        raise Refused(_("This person holds no role in the inquiry."), verb="assign", ref=record.ref)
    same = {"user": user, "kind": record.KIND, "record_id": record.pk}
    current = Assignment.objects.current().filter(**same).first()
    if current:
        return current
    Assignment.objects.filter(**same, ended_at__isnull=True).update(ended_at=timezone.now(), ended_by=by)
    made = Assignment(**same, record_ref=record.ref, given_by=by, until_on=until_on, reason=reason)
    made.full_clean(exclude=["ended_by"])
    made.save(force_insert=True)
    audit.record("assignment.give", about=record, by=by, user=user.name, until_on=until_on, reason=reason)
    return made


@transaction.atomic
def unassign(user: User, record: Record, *, by: User) -> int:
    """End what `assign` began; return how many assignments ended."""
    _require(by, Right(record.assign_right), record.inquiry)
    current = Assignment.objects.current().filter(user=user, kind=record.KIND, record_id=record.pk)
    count = current.update(ended_at=timezone.now(), ended_by=by)
    if count:
        audit.record("assignment.end", about=record, by=by, user=user.name)
    return count


@transaction.atomic
def make_token(
    user: User, name: str, scopes: Iterable[str], *, by: User | None, lasts: timedelta = LONGEST_TOKEN
) -> tuple[ApiToken, str]:
    """Make a token for `user`; return it and the secret, which is shown this once.

    Args:
        scopes: rights it may use, of those its owner holds; never more.
        lasts: at most 90 days.

    Raises:
        Refused: a scope is no right, the time is too long, or `by` may not make one for `user`.
    """
    wanted = sorted(set(scopes))
    unknown = [scope for scope in wanted if scope not in set(Right)]
    if unknown or not wanted:
        raise Refused(_("Not a scope: %s.") % (", ".join(unknown) or _("none was named")), verb="make_token")
    if lasts > LONGEST_TOKEN or lasts <= timedelta(0):
        raise Refused(_("A token lasts at most 90 days."), verb="make_token")
    if by is not None and by != user:
        raise Refused(_("A token is made by its owner, or on the command line."), verb="make_token")
    if by is not None and not by.holds(Right.TOKEN_MAKE):
        raise Refused(NOT_OPEN, verb="make_token")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(user=user, name=name, digest=digest_of(secret), scopes=wanted, expires_at=timezone.now() + lasts)
    token.full_clean(exclude=["revoked_by"])
    token.save()
    audit.record(
        "token.make", about=f"token {token.pk}", by=by or user, inquiry=audit.sole_inquiry(user), scopes=wanted
    )
    return token, secret


@transaction.atomic
def revoke_token(token_id: int, *, by: User) -> ApiToken:
    """End a token at once.

    Raises:
        ApiToken.DoesNotExist: it is not `by`'s own.
    """
    token = ApiToken.objects.select_for_update().get(pk=token_id, user=by)
    if token.revoked_at:
        raise Refused(_("This token was revoked already."), verb="revoke_token")
    token.revoked_at, token.revoked_by = timezone.now(), by
    token.save(update_fields=["revoked_at", "revoked_by"])
    audit.record("token.revoke", about=f"token {token.pk}", by=by, inquiry=audit.sole_inquiry(by))
    return token


def _require(by: User | None, right: Right, inquiry: Inquiry) -> None:
    if by is not None and not by.holds(right, inquiry):
        raise Refused(NOT_OPEN, verb=right)
