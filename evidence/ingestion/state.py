"""Whether files can be read safely on this machine, tried out by a worker and remembered for the health page."""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache import cache
from redis.exceptions import RedisError

from evidence.ingestion.sandbox import Probe, probe

KEY = "evidence:sandbox"
KEPT = 24 * 3600  # seconds
log = logging.getLogger(__name__)


def try_sandbox() -> dict[str, Any]:
    """Start a sandbox, try to break out, and remember what came of it."""
    return remember(probe())


def remember(found: Probe) -> dict[str, Any]:
    """Keep what a trial said, where the health page looks. A cache that is down does not stop the work."""
    state = {"level": found.level, "holds": found.holds, "tried": dict(found.tried)}
    try:
        cache.set(KEY, state, KEPT)
    except RedisError:
        log.warning("What the sandbox's trial said could not be kept.")
    return state


def sandbox_state() -> dict[str, Any] | None:
    """What the last trial said; None when no worker has tried yet."""
    state: dict[str, Any] | None = cache.get(KEY)
    return state
