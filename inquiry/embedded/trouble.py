"""What stops the launcher, as a sentence for the person who started it."""

from __future__ import annotations


class Trouble(Exception):
    """The system cannot start or go on. The message is one sentence and says what to do; no traceback is shown."""
