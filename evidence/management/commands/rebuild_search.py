"""script/manage rebuild_search: make the index of words again from the tables, while people go on searching the old one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from evidence.search import keeping
from evidence.search.models import IndexState


class Command(BaseCommand):
    help = "Make the index of words again from the tables; one that was broken off goes on where it was."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--afresh", action="store_true", help="throw away what one that was broken off has done")
        parser.add_argument("--here", action="store_true", help="the folder was lost, or shall be on this machine now")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["here"]:
            keeping.claim()
        elif options["afresh"] or not IndexState.objects.exclude(building="").exists():
            keeping.begin()
        done = 0
        while IndexState.objects.exclude(building="").exists():  # the scheduler fills it too
            done += keeping.build(wait=True)
            self.stdout.write(f"{done} items")
        while keeping.catch_up():
            pass
        self.stdout.write(self.style.SUCCESS(f"The new index is in use. {keeping.pending()} items wait."))
