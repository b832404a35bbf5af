"""What the end of a reader that did not come to its end means: for people, for the operator, and whose fault it was."""

from __future__ import annotations

import signal
from typing import Any

from evidence.ingestion.stage import Limits, Outcome, Trouble


def is_of_others(end: dict[str, Any], limits: Limits) -> bool:
    """Whether the machine ended a reader and not what it read: its limits end it otherwise, and the clock says so."""
    spent = bool(end["late"]) or float(end["cpu"]) >= limits.cpu_seconds
    return "server" in end or (end["exit"] == -signal.SIGKILL and not spent)


def words(end: dict[str, Any], broken: str) -> str:
    """For the operator: by what a reader ended that did not come to its end, and what it had cost."""
    code = int(end["exit"])
    how = {
        -signal.SIGXCPU: "stopped by the limit of processor time",
        -signal.SIGSYS: "stopped by the filter of system calls",
        -signal.SIGABRT: "gave up by itself, as libraries do without memory",
        3: "stopped by the limit of memory",
    }.get(code, f"ended by signal {-code}" if code < 0 else f"ended with code {code}")
    if end["late"]:
        how = "stopped by the clock"
    cost = f"{float(end['cpu']):.1f} s of processor time, {int(end['memory']) // 2**20} MiB"
    return f"{how}; {cost}{'; ' + broken if broken else ''}"[:500]


def verdict(end: dict[str, Any], broken: str, limits: Limits) -> Trouble:
    """What the death of a reader means, in a sentence."""
    if end["late"] or broken == "late":
        minutes = limits.wall_seconds / 60
        span = f"{minutes:.0f} minutes" if minutes >= 2 else f"{limits.wall_seconds} seconds"
        return Trouble(Outcome.REFUSED, f"Reading this file took longer than {span}; it was stopped.")
    if broken:
        return Trouble(Outcome.REFUSED, "Reading this file gave results beyond all bounds; it was stopped.")
    if end["exit"] in (-signal.SIGXCPU, -signal.SIGKILL):
        return Trouble(Outcome.REFUSED, "Reading this file cost more than is allowed; it was stopped.")
    if end["exit"] in (3, -signal.SIGABRT):
        return Trouble(Outcome.REFUSED, "Reading this file needs more memory than is allowed; it was stopped.")
    return Trouble(Outcome.DAMAGED, "Reading this file broke off suddenly; its contents are probably damaged.")
