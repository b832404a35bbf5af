"""Recompute every ledger from the live columns: `script/manage verify_ledgers`. Ends with 1 when something does not hold."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inquiry.shared import protection
from inquiry.shared.ledgers import Verdict, pairs, verify


class Command(BaseCommand):
    help = "Verify every ledger: links in order, each entry as it was recorded, nothing missing, tables still guarded."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        verdicts = [verify(entries, links) for entries, links in pairs()]
        unguarded = protection.missing()
        well = not unguarded and not any(verdict.problems for verdict in verdicts)
        if options["json"]:
            self.stdout.write(json.dumps(_plain(verdicts, unguarded, well), indent=2))
        else:
            self._say(verdicts, unguarded)
        if not well:
            raise CommandError("The ledgers do not hold; what was found stands above.", returncode=1)

    def _say(self, verdicts: list[Verdict], unguarded: list[str]) -> None:
        for verdict in verdicts:
            state = "holds" if not verdict.problems else "DOES NOT HOLD"
            self.stdout.write(f"{verdict.ledger}: {verdict.links} links, head {verdict.head}: {state}")
            for problem in verdict.problems:
                self.stdout.write(f"  {problem}")
        for table in unguarded:
            self.stdout.write(f"{table}: its append-only trigger is missing or switched off")


def _plain(verdicts: list[Verdict], unguarded: list[str], well: bool) -> dict[str, Any]:
    ledgers = [
        {"ledger": one.ledger, "links": one.links, "head": one.head, "problems": list(one.problems)} for one in verdicts
    ]
    return {"well": well, "ledgers": ledgers, "unguarded": unguarded}
