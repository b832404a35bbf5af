"""Make a first administrator on the command line; no web page ever does.

`script/manage create_administrator --email a@b.org --name "A B"` asks for the password, or reads it from standard input.
"""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from inquiry.accounts import actions
from inquiry.accounts.models import Inquiry
from inquiry.accounts.roles import Role
from inquiry.audit import ledger as audit


class Command(BaseCommand):
    help = "Make an administrator, and the first inquiry when there is none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--inquiry", help="reference of the inquiry; needed when there are several")
        parser.add_argument("--inquiry-title", help="title of the first inquiry, made when there is none")

    def handle(self, *args: Any, **options: Any) -> None:
        password = self._password()
        try:
            with audit.through("command"), transaction.atomic():
                inquiry = self._inquiry(options["inquiry"], options["inquiry_title"])
                role = Role.ADMINISTRATOR.value
                user = actions.invite_with_role(
                    options["email"], options["name"], password, role, inquiry=inquiry, by=None
                )
        except ValidationError as invalid:
            raise CommandError(" ".join(invalid.messages)) from invalid
        self.stdout.write(f"{user.email} is administrator of {inquiry}.")

    def _inquiry(self, ref: str | None, title: str | None) -> Inquiry:
        if ref:
            found = Inquiry.objects.filter(ref=ref).first()
            if found is None:
                raise CommandError(f"There is no inquiry {ref}.")
            return found
        existing = list(Inquiry.objects.order_by("pk")[:2])
        if len(existing) > 1:
            raise CommandError("There are several inquiries: name one with --inquiry.")
        if existing:
            return existing[0]
        if not title:
            raise CommandError("There is no inquiry yet: give the first one a title with --inquiry-title.")
        return actions.open_inquiry(title, by=None)

    def _password(self) -> str:
        """Asked twice at a terminal; otherwise the first line of standard input."""
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\r\n")
        first = getpass.getpass("Password (at least 15 characters): ")
        if first != getpass.getpass("Again: "):
            raise CommandError("The two do not match.")
        return first
