"""Index of this app's admin."""

from __future__ import annotations

from reports.registers import admin as registers

__all__ = ["registers"]
