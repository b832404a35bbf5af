"""A new key-encryption key for the vault: `script/manage rotate_vault_key`. Readers go on meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from inquiry.audit import ledger as audit
from witnesses.vault import keys, rotation, sealing, store
from witnesses.vault.router import ALIAS


class Command(BaseCommand):
    help = "Make a new key, wrap every subject's key under it, and check that none is left under an old one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-new-key",
            action="store_true",
            help="the first key of the file is the new one already: put there by hand, or by a rotation that was cut short",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if ALIAS not in settings.DATABASES:
            raise CommandError("VAULT_DATABASE_URL is not set here: this command is the vault's.")
        try:
            store.keys().active()
            if not options["no_new_key"]:
                keys.add_key(Path(settings.VAULT_KEY_FILE))
            count = rotation.rewrap()
        except (ImproperlyConfigured, OSError, sealing.Broken) as problem:
            raise CommandError(f"{problem} What was wrapped before stays readable.") from None
        self._conclude(count)

    def _conclude(self, count: int) -> None:
        left, active = rotation.left(), store.keys().active()
        if left:
            raise CommandError(f"Keys are still under an old key: {left}. Run this again with --no-new-key.")
        audit.record("vault.rotate_key", by=None, key=active, wrapped=count)
        self.stdout.write(f"{count} keys are under {active} now, 0 under any other.")
        self.stdout.write("Keep the old lines of the key file until the last backup that needs them is gone.")
