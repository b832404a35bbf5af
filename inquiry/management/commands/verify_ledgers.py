"""Recompute every ledger from the live columns: `script/manage verify_ledgers`. Ends with 1 when something does not hold."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from inquiry.shared import protection
from inquiry.shared.chain import START
from inquiry.shared.ledgers import Verdict, pairs, verify
from inquiry.shared.workflow import Refused


@dataclass(frozen=True, slots=True)
class Proof:
    """What something beside the ledgers says of itself. `unasked` is why it could not be asked; empty when it was."""

    name: str
    problems: tuple[str, ...]
    unasked: str = ""


class Command(BaseCommand):
    help = "Verify every ledger and the vault: links in order, each entry as it was recorded, nothing missing, tables guarded."

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
        proofs = [further(name, path) for name, path in settings.FURTHER_PROOFS.items()]
        well = not unguarded and not any(one.problems for one in verdicts) and not any(one.problems for one in proofs)
        if options["json"]:
            self.stdout.write(json.dumps(_plain(verdicts, proofs, unguarded, well), indent=2))
        else:
            self._say(verdicts, proofs, unguarded)
        if not well:
            raise CommandError("The ledgers do not hold; what was found stands above.", returncode=1)

    def _say(self, verdicts: list[Verdict], proofs: list[Proof], unguarded: list[str]) -> None:
        for verdict in verdicts:
            state = "holds" if not verdict.problems else "DOES NOT HOLD"
            self.stdout.write(f"{verdict.ledger}: {verdict.links} links, head {verdict.head}: {state}")
            self.stdout.write(f"  to be kept outside: {verdict.ledger}:{verdict.links}:{verdict.head}")
            for problem in verdict.problems:
                self.stdout.write(f"  {problem}")
        for proof in proofs:
            state = proof.unasked or ("holds" if not proof.problems else "DOES NOT HOLD")
            self.stdout.write(f"{proof.name}: {state}")
            for problem in proof.problems:
                self.stdout.write(f"  {problem}")
        for sentence in unguarded:
            self.stdout.write(sentence)


def further(name: str, path: str) -> Proof:
    """Ask the function at the dotted `path` for its problems; what cannot be reached is no proof, and is said."""
    try:
        return Proof(name, tuple(import_string(path)()))
    except Refused as refused:
        return Proof(name, (), f"NOT LOOKED AT. {refused}")


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


def _plain(verdicts: list[Verdict], proofs: list[Proof], unguarded: list[str], well: bool) -> dict[str, Any]:
    ledgers = [
        {"ledger": one.ledger, "links": one.links, "head": one.head, "problems": list(one.problems)} for one in verdicts
    ]
    proved = [{"name": one.name, "problems": list(one.problems), "unasked": one.unasked} for one in proofs]
    return {"well": well, "ledgers": ledgers, "further": proved, "problems": unguarded}
