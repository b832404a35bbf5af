"""When the destruction of an identity takes full effect: when the last backup that still holds its key has expired."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings

from witnesses.openings.models import Opening


def effective_on(opening: Opening) -> date | None:
    """The day from which no backup holds a key that this request destroyed; None where nothing was destroyed."""
    used = [row.used_at for row in opening.subjects.all() if row.used_at is not None]
    if not (opening.destroys and used):
        return None
    return max(used).date() + timedelta(days=settings.VAULT_KEY_BACKUP_DAYS)
