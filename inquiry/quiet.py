"""What the logs leave out: the addresses that people asked for. Whoever types a name into an address has it logged nowhere."""

from __future__ import annotations

import logging
from typing import Any


class WithoutAddresses(logging.Filter):
    """In what Django says of a request, the pattern of the address stands in the place of the address."""

    def filter(self, record: logging.LogRecord) -> bool:
        request: Any = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if path and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            shown = f"/{match.route}" if match else "an address that is none of ours"
            written = (path, path.encode("unicode_escape").decode("ascii"))  # Django escapes what it logs
            record.args = tuple(shown if arg in written else arg for arg in record.args)
        return True
