"""Index of this app's tables; each lives in the room of its subject. The vault is an app of its own."""

from witnesses.consent.models import Consent, ConsentAnswer
from witnesses.consent.uses import Recall, UseMade
from witnesses.detainees.contacts import AccessEvent, Counsel, DetaineeLink, FurtherSource
from witnesses.detainees.court import Charge, ChargeStep, CourtEvent, Proceeding
from witnesses.detainees.models import Custody, Detainee, Dispute
from witnesses.people.models import Witness

__all__ = [
    "AccessEvent",
    "Charge",
    "ChargeStep",
    "Consent",
    "ConsentAnswer",
    "Counsel",
    "CourtEvent",
    "Custody",
    "Detainee",
    "DetaineeLink",
    "Dispute",
    "FurtherSource",
    "Proceeding",
    "Recall",
    "UseMade",
    "Witness",
]
