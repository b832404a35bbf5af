"""Index of this app's tables; each lives in the room of its subject. The vault is an app of its own."""

from witnesses.acts.models import Act, Event, Involvement
from witnesses.casualties.models import Casualty, CasualtyDecision
from witnesses.consent.models import Consent, ConsentAnswer
from witnesses.consent.uses import Recall, UseMade
from witnesses.detainees.contacts import AccessEvent, Counsel, DetaineeLink, FurtherSource
from witnesses.detainees.court import Charge, ChargeStep, CourtEvent, Proceeding
from witnesses.detainees.models import Custody, Detainee, Dispute
from witnesses.medical.findings import Addendum, Allegation, Finding, Handover, Rating
from witnesses.medical.models import MedicalEvaluation
from witnesses.openings.models import Opening, OpeningSubject, OpeningUse
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
    "Act",
    "Addendum",
    "Allegation",
    "Casualty",
    "CasualtyDecision",
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
    "Event",
    "Finding",
    "FollowUp",
    "FurtherSource",
    "Handover",
    "Interview",
    "Involvement",
    "MedicalEvaluation",
    "NecessityCheck",
    "Opening",
    "OpeningSubject",
    "OpeningUse",
    "Paragraph",
    "Proceeding",
    "ProtectionMeasure",
    "Rating",
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
