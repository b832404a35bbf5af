"""Index of this app's tables; each lives in the room of its subject."""

from reports.registers.models import Register

__all__ = ["Register"]
