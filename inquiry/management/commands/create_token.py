"""Make a token for the REST API: `script/manage create_token --user a@b.org --scopes commission.read,visit.read --days 30`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from inquiry.accounts import actions
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.shared.workflow import Refused


class Command(BaseCommand):
    help = "Make a token for somebody and print its secret, this once. It opens no more than its owner's roles do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", required=True, help="e-mail address of its owner")
        parser.add_argument("--scopes", required=True, help=f"by commas, or “held” for all: {', '.join(Right)}")
        parser.add_argument("--days", type=int, default=30, help="at most 90")
        parser.add_argument("--name", default="made on the command line", help="what it is for")

    def handle(self, *args: Any, **options: Any) -> None:
        owner = User.objects.filter(email__iexact=options["user"], is_active=True).first()
        if owner is None:
            raise CommandError(f"Nobody signs in as {options['user']}.")
        lasts = timedelta(days=options["days"])
        try:
            with audit.through("command"):
                _token, secret = actions.make_token(
                    owner, options["name"], _scopes(owner, options["scopes"]), by=None, lasts=lasts
                )
        except (Refused, ValidationError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(secret)


def _scopes(owner: User, text: str) -> list[str]:
    if text.strip() == "held":
        return [right for right, reaches in owner.held().items() if any(reaches.values())]
    return [part.strip() for part in text.split(",") if part.strip()]
