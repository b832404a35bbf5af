"""Index of this app's tables; each lives in the room of its subject. The vault is an app of its own."""

from witnesses.people.models import Witness

__all__ = ["Witness"]
