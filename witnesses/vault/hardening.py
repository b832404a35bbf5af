"""Keep the vault process's memory to itself: no core dump, no debugger of the same account, no swap where that is allowed."""

from __future__ import annotations

import ctypes
import logging
import os
import resource

PR_SET_DUMPABLE = 4
LOCK_ALL = 1 | 2  # MCL_CURRENT | MCL_FUTURE

log = logging.getLogger(__name__)


def harden() -> None:
    """Raises: OSError: the kernel does not let us keep our memory from other processes of this account."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kernel = ctypes.CDLL(None, use_errno=True)
    if kernel.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "The process cannot be made undumpable")
    if not _kept_from_swap(kernel):
        log.warning(
            "The vault's memory may be swapped out here: encrypt the swap, or allow the account to lock memory."
        )


def _kept_from_swap(kernel: ctypes.CDLL) -> bool:
    """Lock the memory, unless a limit would make later allocations fail."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_MEMLOCK)
    if hard != resource.RLIM_INFINITY and os.geteuid() != 0:
        return False
    if os.geteuid() != 0:
        resource.setrlimit(resource.RLIMIT_MEMLOCK, (hard, hard))
    return bool(kernel.mlockall(LOCK_ALL) == 0)
