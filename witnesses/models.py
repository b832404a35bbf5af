"""Index of this app's tables; each lives in the room of its subject. The vault is an app of its own."""

from witnesses.consent.models import Consent, ConsentAnswer
from witnesses.consent.uses import Recall, UseMade
from witnesses.detainees.contacts import AccessEvent, Counsel, DetaineeLink, FurtherSource
from witnesses.detainees.court import Charge, ChargeStep, CourtEvent, Proceeding
from witnesses.detainees.models import Custody, Detainee, Dispute
from witnesses.openings.models import Opening, OpeningSubject
from witnesses.people.models import Witness
from witnesses.protection.models import NecessityCheck, ProtectionMeasure, RiskAssessment
from witnesses.protection.reprisals import FollowUp, Reprisal
from witnesses.testimony.models import (
    Interview,
    Paragraph,
    Statement,
    StatementStep,
    StatementVersion,
    Transcript,
    TranscriptSegment,
    TranslatedParagraph,
    Translation,
    TranslationStep,
)

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
    "FollowUp",
    "FurtherSource",
    "Interview",
    "NecessityCheck",
    "Opening",
    "OpeningSubject",
    "Paragraph",
    "Proceeding",
    "ProtectionMeasure",
    "Recall",
    "Reprisal",
    "RiskAssessment",
    "Statement",
    "StatementStep",
    "StatementVersion",
    "Transcript",
    "TranscriptSegment",
    "TranslatedParagraph",
    "Translation",
    "TranslationStep",
    "UseMade",
    "Witness",
]
