"""Index of this app's tables; each lives in the room of its subject. The vault is an app of its own."""

from witnesses.consent.models import Consent, ConsentAnswer
from witnesses.consent.uses import Recall, UseMade
from witnesses.people.models import Witness

__all__ = ["Consent", "ConsentAnswer", "Recall", "UseMade", "Witness"]
