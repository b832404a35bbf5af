"""The vault process: `script/manage run_vault`. `script/server` runs it; elsewhere a service manager does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from witnesses.vault import deposits, hardening, process, store
from witnesses.vault.models import SubjectKey
from witnesses.vault.router import ALIAS


class Command(BaseCommand):
    help = "Answer for the identity vault on the socket that VAULT_SOCKET names, until it is told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        if ALIAS not in settings.DATABASES or not settings.VAULT_SOCKET:
            raise CommandError(
                "VAULT_DATABASE_URL and VAULT_SOCKET have to be set: docs/operating.md says what they mean."
            )
        try:
            hardening.harden()
            require_keys()
            completed = deposits.settle()
            if completed:
                self.stderr.write(f"{completed} acts that a crash had kept out of the audit are recorded now.")
            process.run(Path(settings.VAULT_SOCKET))
        except (ImproperlyConfigured, OSError) as problem:
            raise CommandError(str(problem)) from None
        except DatabaseError as problem:
            raise CommandError(
                f"The vault's database does not do ({type(problem).__name__}): has it been migrated?"
            ) from None


def require_keys() -> None:
    """Raises: ImproperlyConfigured: there is no key, or one that wrapped something is missing."""
    store.keys().active()
    for kek in SubjectKey.objects.order_by().values_list("kek", flat=True).distinct():
        try:
            store.keys().key(kek)
        except KeyError:
            raise ImproperlyConfigured(
                f"The vault's key {kek} is missing from its file, and identities are sealed under it: restore the file."
            ) from None
