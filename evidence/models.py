"""Index of this app's tables; each lives in the room of its subject."""

from evidence.custody.models import CustodyEntry, CustodyLink
from evidence.excerpts.models import Excerpt, ExcerptWithdrawal
from evidence.families.models import Family, FamilyMember, FamilyPending, Sketch, Trace
from evidence.ingestion.models import StageRun
from evidence.intake.models import Batch, Upload
from evidence.intake.package_checks import PackageCheck, PackageDifference
from evidence.intake.password_list import BatchPassword
from evidence.items.links import ItemLink
from evidence.items.models import Item, Page
from evidence.items.proposals import LoweringProposal
from evidence.name_lists.models import NameLine, NameList
from evidence.saved_searches.models import SavedSearch
from evidence.search.models import IndexPending, IndexState
from evidence.viewer.models import PageCorrection

__all__ = [
    "Batch",
    "BatchPassword",
    "CustodyEntry",
    "CustodyLink",
    "Excerpt",
    "ExcerptWithdrawal",
    "Family",
    "FamilyMember",
    "FamilyPending",
    "IndexPending",
    "IndexState",
    "Item",
    "ItemLink",
    "LoweringProposal",
    "NameLine",
    "NameList",
    "PackageCheck",
    "PackageDifference",
    "Page",
    "PageCorrection",
    "SavedSearch",
    "Sketch",
    "StageRun",
    "Trace",
    "Upload",
]
