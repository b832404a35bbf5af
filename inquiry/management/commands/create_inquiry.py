"""Open an inquiry: `script/manage create_inquiry "Its title"`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from inquiry.accounts import actions
from inquiry.audit import ledger as audit


class Command(BaseCommand):
    help = "Open an inquiry. Several share an installation and never see each other."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("title")

    def handle(self, *args: Any, **options: Any) -> None:
        with audit.through("command"):
            inquiry = actions.open_inquiry(options["title"], by=None)
        self.stdout.write(f"{inquiry.ref} {inquiry.title}")
