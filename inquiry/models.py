"""Index of this app's tables; each lives in the room of its subject."""

from inquiry.accounts.api_tokens import ApiToken
from inquiry.accounts.models import Assignment, Inquiry, RoleHeld, User
from inquiry.audit.models import Entry, Link
from inquiry.commission.authorities.models import Authority, Official, Position
from inquiry.commission.mandate.models import MandateArea
from inquiry.commission.models import Commission, Declaration, Member
from inquiry.commission.places.models import Place
from inquiry.jobs.models import Job
from inquiry.name_variants.models import NameVariant, SameName
from inquiry.official_requests.assurances.models import Assurance, AssuranceEvent
from inquiry.official_requests.models import OfficialRequest, RequestEvent
from inquiry.petitions.models import Petition, PetitionEvent
from inquiry.public_statements.models import Figure, PublicStatement
from inquiry.shared.api.idempotency import IdempotencyKey
from inquiry.shared.tables import Counter
from inquiry.sources.models import Citation, CitationWithdrawal, Source
from inquiry.visits.models import Leg, Observation, Traveller, Visit

__all__ = [
    "ApiToken",
    "Assignment",
    "Assurance",
    "AssuranceEvent",
    "Authority",
    "Citation",
    "CitationWithdrawal",
    "Commission",
    "Counter",
    "Declaration",
    "Entry",
    "Figure",
    "IdempotencyKey",
    "Inquiry",
    "Job",
    "Leg",
    "Link",
    "MandateArea",
    "Member",
    "NameVariant",
    "Observation",
    "Official",
    "OfficialRequest",
    "Petition",
    "PetitionEvent",
    "Place",
    "Position",
    "PublicStatement",
    "RequestEvent",
    "RoleHeld",
    "SameName",
    "Source",
    "Traveller",
    "User",
    "Visit",
]
