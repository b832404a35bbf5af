"""Index of this app's tables; each lives in the room of its subject."""

from inquiry.accounts.models import ApiToken, Assignment, Inquiry, RoleHeld, User
from inquiry.audit.models import Entry, Link
from inquiry.jobs.models import Job
from inquiry.shared.tables import Counter

__all__ = ["ApiToken", "Assignment", "Counter", "Entry", "Inquiry", "Job", "Link", "RoleHeld", "User"]
