"""Recompute every ledger from the live columns: `script/manage verify_ledgers`. Ends with 1 when something does not hold."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inquiry.shared import protection
from inquiry.shared.chain import START
from inquiry.shared.ledgers import Verdict, pairs, verify


class Command(BaseCommand):
    help = "Verify every ledger: links in order, each entry as it was recorded, nothing missing, tables still guarded."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--kept",
            action="append",
            default=[],
            metavar="LEDGER:POSITION:DIGEST",
            help="a head that was kept outside: it must still be there, at its position (may be given several times)",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        verdicts = [verify(entries, links) for entries, links in pairs()]
        unguarded = [f"{table}: its append-only trigger is missing or switched off" for table in protection.missing()]
        unguarded += [sentence for head in options["kept"] if (sentence := missing_head(head))]
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
            self.stdout.write(f"  to be kept outside: {verdict.ledger}:{verdict.links}:{verdict.head}")
            for problem in verdict.problems:
                self.stdout.write(f"  {problem}")
        for sentence in unguarded:
            self.stdout.write(sentence)


def missing_head(kept: str) -> str:
    """Why a head that was kept outside no longer stands where it stood; empty when it does.

    A chain cut short, or made anew from the beginning, cannot give it back.
    """
    name, position, digest = ([*kept.split(":"), "", ""])[:3]
    links = next((links for _entries, links in pairs() if links._meta.db_table == name), None)
    if links is None or not position.isdigit():
        return f"{kept}: this is no LEDGER:POSITION:DIGEST as printed by this command"
    stands = links._default_manager.filter(position=int(position), digest=digest).exists()
    return "" if stands or (int(position), digest) == (0, START) else f"{kept}: the chain no longer has this link"


def _plain(verdicts: list[Verdict], unguarded: list[str], well: bool) -> dict[str, Any]:
    ledgers = [
        {"ledger": one.ledger, "links": one.links, "head": one.head, "problems": list(one.problems)} for one in verdicts
    ]
    return {"well": well, "ledgers": ledgers, "problems": unguarded}
