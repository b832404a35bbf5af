"""Composition of the REST API: every room's viewsets under /api/v1/."""

from __future__ import annotations

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from evidence.excerpts.api import ExcerptViewSet
from evidence.families.api import FamilyViewSet
from evidence.intake.api import BatchViewSet
from evidence.items.api import ItemViewSet
from evidence.name_lists.api import NameListViewSet
from evidence.saved_searches.api import SavedSearchViewSet
from evidence.search.api import SearchView
from evidence.viewer.api import CorrectionViewSet
from inquiry.commission.api import CommissionViewSet, DeclarationViewSet, MemberViewSet
from inquiry.commission.authorities.api import AuthorityViewSet, OfficialViewSet, PositionViewSet
from inquiry.commission.mandate.api import MandateAreaViewSet
from inquiry.commission.places.api import PlaceViewSet
from inquiry.health.api import HealthView
from inquiry.name_variants.api import NamesView, NameVariantViewSet, SameNameViewSet
from inquiry.official_requests.api import OfficialRequestViewSet
from inquiry.official_requests.assurances.api import AssuranceViewSet
from inquiry.petitions.api import PetitionViewSet
from inquiry.public_statements.api import FigureViewSet, PublicStatementViewSet
from inquiry.shared.api.nothing import Nothing
from inquiry.sources.api import CitationViewSet, SourceViewSet
from inquiry.visits.api import LegViewSet, ObservationViewSet, TravellerViewSet, VisitViewSet
from reports.registers.api import CooperationView, RegisterViewSet
from witnesses.acts.api import ActViewSet, EventViewSet, InvolvementViewSet
from witnesses.casualties.api import CasualtyTotalsView, CasualtyViewSet
from witnesses.detainees.api import (
    AccessViewSet,
    ChargeStepViewSet,
    ChargeViewSet,
    CounselViewSet,
    CourtEventViewSet,
    CustodyViewSet,
    DetaineeViewSet,
    DisputeViewSet,
    ProceedingViewSet,
)

router = SimpleRouter()
router.register("commissions", CommissionViewSet, "api-commission")
router.register("members", MemberViewSet, "api-member")
router.register("declarations", DeclarationViewSet, "api-declaration")
router.register("mandate-areas", MandateAreaViewSet, "api-mandate-area")
router.register("authorities", AuthorityViewSet, "api-authority")
router.register("officials", OfficialViewSet, "api-official")
router.register("positions", PositionViewSet, "api-position")
router.register("places", PlaceViewSet, "api-place")
router.register("name-variants", NameVariantViewSet, "api-name-variant")
router.register("name-decisions", SameNameViewSet, "api-name-decision")
router.register("sources", SourceViewSet, "api-source")
router.register("citations", CitationViewSet, "api-citation")
router.register("visits", VisitViewSet, "api-visit")
router.register("legs", LegViewSet, "api-leg")
router.register("travellers", TravellerViewSet, "api-traveller")
router.register("observations", ObservationViewSet, "api-observation")
router.register("public-statements", PublicStatementViewSet, "api-public-statement")
router.register("figures", FigureViewSet, "api-figure")
router.register("official-requests", OfficialRequestViewSet, "api-official-request")
router.register("assurances", AssuranceViewSet, "api-assurance")
router.register("petitions", PetitionViewSet, "api-petition")
router.register("evidence/items", ItemViewSet, "api-item")
router.register("evidence/batches", BatchViewSet, "api-batch")
router.register("evidence/corrections", CorrectionViewSet, "api-correction")
router.register("evidence/excerpts", ExcerptViewSet, "api-excerpt")
router.register("evidence/families", FamilyViewSet, "api-family")
router.register("evidence/name-lists", NameListViewSet, "api-name-list")
router.register("evidence/saved-searches", SavedSearchViewSet, "api-saved-search")
router.register("events", EventViewSet, "api-event")
router.register("acts", ActViewSet, "api-act")
router.register("involvements", InvolvementViewSet, "api-involvement")
router.register("casualties", CasualtyViewSet, "api-casualty")
router.register("registers", RegisterViewSet, "api-register")
router.register("detainees", DetaineeViewSet, "api-detainee")
router.register("custodies", CustodyViewSet, "api-custody")
router.register("custody-disputes", DisputeViewSet, "api-custody-dispute")
router.register("charges", ChargeViewSet, "api-charge")
router.register("charge-steps", ChargeStepViewSet, "api-charge-step")
router.register("proceedings", ProceedingViewSet, "api-proceeding")
router.register("court-decisions", CourtEventViewSet, "api-court-decision")
router.register("counsel", CounselViewSet, "api-counsel")
router.register("detainee-access", AccessViewSet, "api-detainee-access")

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("casualties/totals/", CasualtyTotalsView.as_view(), name="api-casualty-totals"),
    path("cooperation/", CooperationView.as_view(), name="api-cooperation"),
    path("health/", HealthView.as_view(), name="api-health"),
    path("names/", NamesView.as_view(), name="api-names"),
    path("search/", SearchView.as_view(), name="api-search"),
    *router.urls,
    re_path(r"^.*$", Nothing.as_view(), name="api-nothing"),
]
