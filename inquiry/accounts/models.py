"""Inquiries, people, the roles they hold in them, and what they are assigned to."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inquiry.accounts import policy
from inquiry.accounts.roles import TWO_PERSONS, Role
from inquiry.shared.tables import RefField, Sensitivity, when_and_by_whom

INTERNAL, PUBLIC, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.PUBLIC, Sensitivity.IDENTIFYING


class Inquiries(models.QuerySet["Inquiry"]):
    def visible_to(self, user: Any) -> Self:
        """The inquiries in which `user` holds any role today."""
        return (
            self.filter(pk__in={inquiry for _role, inquiry in user.roles_today()})
            if user.is_authenticated
            else self.none()
        )


class Inquiry(models.Model):
    """One inquiry. Several share an installation and never see each other."""

    KIND: ClassVar[str] = "IQ"
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        "id": INTERNAL,
        "ref": PUBLIC,
        "title": PUBLIC,
        "created_at": INTERNAL,
    }
    APPEND_ONLY: ClassVar[bool] = False

    ref = RefField()
    title = models.CharField(_("title"), max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Inquiries.as_manager()

    class Meta:
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    @property
    def inquiry_id(self) -> int:
        """Itself: so that rights over an inquiry are asked for like rights over any record."""
        return self.pk


class Users(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username or "")

    def visible_to(self, user: Any) -> models.QuerySet[User]:
        """Oneself and those who hold a role, now or once, in an inquiry where `user` may see who takes part."""
        if not user.is_authenticated:
            return self.none()
        shared = RoleHeld.objects.filter(inquiry__in=policy.inquiries(user, "user.read")).values("user_id")
        return self.filter(Q(pk=user.pk) | Q(pk__in=shared))


class User(AbstractBaseUser):
    """A person (or another system) who signs in. Being here opens nothing: roles do."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        "id": INTERNAL,
        "password": Sensitivity.SECRET,
        "last_login": IDENTIFYING,
        "email": IDENTIFYING,
        "name": INTERNAL,
        "is_active": INTERNAL,
        "created_at": INTERNAL,
        "password_is_first": INTERNAL,
    }
    APPEND_ONLY: ClassVar[bool] = False

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(_("may sign in"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Somebody else knows the password: nothing opens to its owner until they have changed it.
    password_is_first = models.BooleanField(default=False, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = Users()

    # What a token allows; None at the desk. Set by the authentication, never stored.
    scopes: frozenset[str] | None = None

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def roles_today(self) -> list[tuple[str, int]]:
        """The (role, inquiry id) pairs held today. Read once per instance, that is once per page or task."""
        if not hasattr(self, "_roles_today"):
            self._roles_today = list(RoleHeld.objects.current().filter(user=self).values_list("role", "inquiry_id"))
        return self._roles_today

    def held(self) -> policy.Held:
        """What the roles held today open: right → reach → inquiry ids."""
        if not hasattr(self, "_held"):
            roles = self.roles_today() if self.is_active else []
            self._held = policy.held_by(roles, self.scopes)
        return self._held

    def forget(self) -> None:
        """Read roles afresh at the next question (after a role was given or ended)."""
        for name in ("_roles_today", "_held"):
            self.__dict__.pop(name, None)

    def may(self, right: str, record: Any) -> bool:
        return policy.may(self, right, record)

    def holds(self, right: str, inquiry: Inquiry | None = None) -> bool:
        return policy.holds(self, right, inquiry.pk if inquiry else None)

    def assignments_to(self, kind: str) -> models.QuerySet[Assignment, int]:
        """The ids of the records of `kind` this person is assigned to today."""
        return Assignment.objects.current().filter(user=self, kind=kind).values_list("record_id", flat=True)

    @property
    def is_staff(self) -> bool:
        """Django's admin asks this; the admin's own checks ask the same rights as everywhere."""
        return policy.holds(self, "admin.enter")

    @property
    def is_superuser(self) -> bool:
        return False

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Never: rights are asked by `may`, not by Django's permission names."""
        return False

    def has_perms(self, perm_list: Any, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


D = TypeVar("D", bound=models.Model)


class Dated(models.QuerySet[D]):
    def current(self, on: date | None = None) -> Self:
        """Those in force on the day `on` (today) and not ended."""
        day = on or policy.today()
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), from_on__lte=day, ended_at__isnull=True)


class RolesHeld(Dated["RoleHeld"]):
    def current(self, on: date | None = None) -> Self:
        """Those in force: what needs a second person and waits for one is not."""
        return super().current(on).filter(~Q(role__in=TWO_PERSONS) | Q(confirmed_at__isnull=False))


class RoleHeld(models.Model):
    """Somebody holds a role in an inquiry from a day, perhaps until a day, given by somebody.

    A role of `TWO_PERSONS` is in force once a second person has confirmed it; on the command line it is at once.
    """

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        "id": INTERNAL,
        "user": INTERNAL,
        "inquiry": INTERNAL,
        "role": INTERNAL,
        "from_on": INTERNAL,
        "until_on": INTERNAL,
        "given_by": INTERNAL,
        "given_at": INTERNAL,
        "reason": INTERNAL,
        "confirmed_at": INTERNAL,
        "confirmed_by": INTERNAL,
        "ended_at": INTERNAL,
        "ended_by": INTERNAL,
    }
    APPEND_ONLY: ClassVar[bool] = False

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="roles")
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(_("role"), max_length=24, choices=Role.choices)
    from_on = models.DateField(_("from"), default=policy.today)
    until_on = models.DateField(_("until"), null=True, blank=True)
    given_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("given by")
    )
    given_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    objects = RolesHeld.as_manager()

    class Meta:
        verbose_name = _("role held")
        verbose_name_plural = _("roles held")
        indexes = (models.Index(fields=["user", "from_on"]),)
        constraints = (
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")), name="role_until_after_from"
            ),
            models.CheckConstraint(condition=when_and_by_whom("ended"), name="role_ended_when_and_by_whom"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False) & ~Q(confirmed_by=models.F("given_by")),
                name="role_confirmed_by_a_second_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} ({self.inquiry.ref})"

    @property
    def waits(self) -> bool:
        """Whether a second person has still to confirm it."""
        return self.role in TWO_PERSONS and self.confirmed_at is None and self.ended_at is None


class Assignment(models.Model):
    """Somebody is assigned to one record: what a right with the reach “assigned” opens."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        "id": INTERNAL,
        "user": INTERNAL,
        "kind": INTERNAL,
        "record_id": INTERNAL,
        "record_ref": INTERNAL,
        "from_on": INTERNAL,
        "until_on": INTERNAL,
        "given_by": INTERNAL,
        "given_at": INTERNAL,
        "reason": INTERNAL,
        "ended_at": INTERNAL,
        "ended_by": INTERNAL,
    }
    APPEND_ONLY: ClassVar[bool] = False

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    kind = models.CharField(max_length=4)
    record_id = models.BigIntegerField()
    record_ref = models.CharField(max_length=16)
    from_on = models.DateField(default=policy.today)
    until_on = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    objects = Dated.as_manager()

    class Meta:
        indexes = (models.Index(fields=["user", "kind", "record_id"]), models.Index(fields=["kind", "record_id"]))
        constraints = (
            models.UniqueConstraint(
                fields=["user", "kind", "record_id"], condition=Q(ended_at__isnull=True), name="assignment_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="assignment_until_after_from",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(condition=when_and_by_whom("ended"), name="assignment_ended_when_and_by_whom"),
        )

    def __str__(self) -> str:
        return f"{self.record_ref}"
