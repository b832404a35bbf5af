"""What stops the launcher, as a sentence for the person who started it."""

from __future__ import annotations


class Trouble(Exception):  # noqa: N818 - it is said to a person, not to a programmer
    """The system cannot start or go on. The message is one sentence and says what to do; no traceback is shown."""
