"""Give somebody a new first password, on the command line; it ends their sessions. Nothing is sent by mail."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from inquiry.accounts.models import User
from inquiry.audit import ledger as audit


class Command(BaseCommand):
    help = "Give somebody a new password (asked for, or the first line of standard input). Their sessions end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError("Nobody signs in with this address.")
        password = getpass.getpass("New password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            validate_password(password, user)
        except ValidationError as weak:
            raise CommandError(" ".join(weak.messages)) from weak
        with audit.through("command"):
            reset(user, password)
        self.stdout.write(f"{user.email} signs in with the new password now; their sessions have ended.")


@transaction.atomic
def reset(user: User, password: str) -> None:
    """Set the password, to be changed at the next sign-in, and record that it was reset, never what it is."""
    user.set_password(password)
    user.password_is_first = True
    user.save(update_fields=["password", "password_is_first"])
    audit.record("user.reset_password", about=f"user {user.pk}", by=None, inquiry=audit.sole_inquiry(user))
