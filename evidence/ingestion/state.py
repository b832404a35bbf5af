"""Whether files can be read safely on this machine, tried out by a worker and remembered for the health page."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache

from evidence.ingestion.sandbox import probe

KEY = "evidence:sandbox"
KEPT = 24 * 3600  # seconds


def try_sandbox() -> dict[str, Any]:
    """Start a sandbox, try to break out, and remember what came of it."""
    found = probe()
    state = {"level": found.level, "holds": found.holds, "tried": dict(found.tried)}
    cache.set(KEY, state, KEPT)
    return state


def sandbox_state() -> dict[str, Any] | None:
    """What the last trial said; None when no worker has tried yet."""
    state: dict[str, Any] | None = cache.get(KEY)
    return state
