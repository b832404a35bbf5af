"""Assurances by API, with what was recorded of them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action as route
from rest_framework.request import Request
from rest_framework.response import Response

from inquiry.commission.authorities.models import Authority, Official
from inquiry.life_cycles.api import SHARED, RowSerializer, verbs_of
from inquiry.official_requests.assurances import actions
from inquiry.official_requests.assurances.models import Assurance, AssuranceEvent
from inquiry.official_requests.models import OfficialRequest
from inquiry.shared.api.records import RecordSerializer, RecordViewSet, VisibleRelatedField
from inquiry.shared.api.writing import ChangeByAction, CreateByAction, VerbsMixin


class AssuranceSerializer(RecordSerializer):
    authority: Any = VisibleRelatedField(Authority, required=False, allow_null=True)
    official: Any = VisibleRelatedField(Official, required=False, allow_null=True)
    request: Any = VisibleRelatedField(OfficialRequest, required=False, allow_null=True)

    class Meta:
        model = Assurance
        fields = (
            "ref", "inquiry", "words", "status", "authority", "official", "given", "given_zone", "given_basis", "request",
            "created_at", "allowed_actions",
        )  # fmt: skip
        read_only_fields = ("status",)


class AssuranceEventSerializer(RowSerializer):
    shown_by: Any = serializers.SlugRelatedField(slug_field="ref", read_only=True)

    class Meta:
        model = AssuranceEvent
        fields = (*SHARED, "shown_by", "shown_by_number")


class AssuranceViewSet(CreateByAction, ChangeByAction, VerbsMixin, RecordViewSet):
    """What authorities assured the commission of, and whether it was kept."""

    model = Assurance
    serializer_class = AssuranceSerializer
    filters = {"status": "status", "authority": "authority__ref", "request": "request__ref"}
    together = ("inquiry", "authority", "official", "request")
    create_action = staticmethod(actions.give)
    change_action = staticmethod(actions.change)
    verbs = verbs_of(AssuranceEvent, actions.VERBS)

    @extend_schema(responses=AssuranceEventSerializer(many=True), filters=False)
    @route(detail=True, methods=["get"], pagination_class=None)
    def events(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every step as it was recorded, corrections among them."""
        rows = self.get_object().events.select_related("shown_by", "created_by")
        return Response(AssuranceEventSerializer(rows, many=True, context=self.get_serializer_context()).data)
