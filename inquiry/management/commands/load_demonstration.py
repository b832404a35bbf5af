"""Load the demonstration inquiry: facts of the first case, synthetic documents, people to sign in as."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from inquiry.demonstration import everything, people


class Command(BaseCommand):
    help = "Load the demonstration inquiry. A second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is missing and say what is there."""
        if everything.finished():
            self.stdout.write("The demonstration is there already; nothing was changed.")
            return
        counts = everything.load()
        self.stdout.write("Loaded " + ", ".join(f"{number} {name}" for name, number in counts.items()) + ".")
        self.stdout.write(f"The sign-ins are in {people.sign_ins()}; the workers are reading the documents.")
