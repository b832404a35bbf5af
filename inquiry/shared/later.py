"""Ask for background work by name, after the transaction that needs it has been committed."""

from __future__ import annotations

import logging
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import ChannelError, OperationalError

from inquiry.shared import failpoints

log = logging.getLogger(__name__)
CONNECT = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.2}


def ring(task: str, identifier: int, expires: float | None = None, countdown: float | None = None) -> None:
    """Put a message with one identifier on the queue. A queue that is down loses nothing: the sweeper rings again.

    Args:
        expires: seconds after which nobody needs to take it any more.
        countdown: seconds before which nobody takes it.
    """
    failpoints.reach("ring.before")
    try:
        current_app.send_task(
            task, args=[int(identifier)], expires=expires, countdown=countdown, retry=True, retry_policy=CONNECT
        )
    except OperationalError:
        log.warning("The queue could not be reached; the sweeper will ring %s again.", task)
    failpoints.reach("ring.after")


def later(task: str, identifier: int) -> None:
    """Ring `task` with `identifier` once the current transaction has been committed."""
    transaction.on_commit(lambda: ring(task, identifier))


def queued(task: str) -> int:
    """How many messages wait on the queue of `task`; 0 when there is none, or it cannot be reached."""
    name = current_app.amqp.router.route({}, task)["queue"].name
    try:
        with current_app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, timeout=1)
            channel: Any = connection.default_channel
            return int(channel.queue_declare(queue=name, passive=True).message_count)
    except (OperationalError, ChannelError):
        return 0
