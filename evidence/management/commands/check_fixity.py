"""script/manage check_fixity: are the bytes in the store still those that were received? Exit code 2 when some are not."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from evidence.custody import fixity
from evidence.items.models import Item


class Command(BaseCommand):
    help = (
        "Read originals from the store, compare their digests with the register, and enter the result in their custody."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("refs", nargs="*", help="references; without any, those not checked for longest")
        parser.add_argument("--all", action="store_true", help="every item")

    def handle(self, *args: Any, **options: Any) -> None:
        items = Item.objects.filter(ref__in=options["refs"]) if options["refs"] else None
        items = Item.objects.order_by("pk") if options["all"] else items
        broken = fixity.check_some(items.iterator() if items is not None else None)
        self.stdout.write(
            "Every original checked is what was received." if not broken else f"{broken} originals are not."
        )
        if broken:
            sys.exit(2)
