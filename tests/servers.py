"""A pytest plugin that starts a real PostgreSQL and Valkey before Django's settings are read.

The processes of pytest-xdist share the servers of the first one through the environment.
"""

from __future__ import annotations

import atexit
import os
from contextlib import ExitStack

from inquiry.embedded.testing import servers

_stack = ExitStack()
_stack.enter_context(servers())
atexit.register(_stack.close)
os.environ["API_RATE"] = "1000000/min"
