"""Petitions to courts by API, with their decisions and what was done under them."""

from __future__ import annotations

from datetime import date
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action as route
from rest_framework.request import Request
from rest_framework.response import Response

from inquiry.commission.authorities.models import Authority
from inquiry.life_cycles.api import SHARED, RowSerializer, verbs_of
from inquiry.life_cycles.history import standing
from inquiry.official_requests.models import OfficialRequest
from inquiry.petitions import actions, rules
from inquiry.petitions.models import Petition, PetitionEvent, acts_among, decided, valid_when
from inquiry.shared.api.records import RecordSerializer, RecordViewSet, VisibleRelatedField
from inquiry.shared.api.writing import ChangeByAction, CreateByAction, VerbsMixin

DAY = OpenApiParameter("day", OpenApiTypes.DATE, required=True, description="The day asked about.")


class PetitionSerializer(RecordSerializer):
    court: Any = VisibleRelatedField(Authority, required=False, allow_null=True)
    request: Any = VisibleRelatedField(OfficialRequest, required=False, allow_null=True)

    class Meta:
        model = Petition
        fields = (
            "ref", "inquiry", "subject", "status", "court", "request", "person", "asks", "case_number", "filed", "filed_zone",
            "filed_basis", "created_at", "allowed_actions",
        )  # fmt: skip
        read_only_fields = ("status", "filed", "filed_zone", "filed_basis")


class PetitionEventSerializer(RowSerializer):
    place: Any = serializers.SlugRelatedField(slug_field="ref", read_only=True)

    class Meta:
        model = PetitionEvent
        fields: tuple[str, ...] = (*SHARED, "decided_by", "conditions", "valid_from", "valid_until", "place")


class ActSerializer(PetitionEventSerializer):
    warning: Any = serializers.SerializerMethodField(help_text="Empty when a permission was certainly in force.")

    class Meta(PetitionEventSerializer.Meta):
        fields = (*PetitionEventSerializer.Meta.fields, "warning")

    def get_warning(self, event: PetitionEvent) -> str:
        return rules.warning(valid_when(self.context["decisions"], event.at_moment))


class InForceSerializer(serializers.Serializer[Any]):
    day = serializers.DateField()
    in_force = serializers.BooleanField(allow_null=True, help_text="Null: not known, or for part of the day only.")


class PetitionViewSet(CreateByAction, ChangeByAction, VerbsMixin, RecordViewSet):
    """What the commission asked of courts."""

    model = Petition
    serializer_class = PetitionSerializer
    filters = {"status": "status", "court": "court__ref", "request": "request__ref"}
    together = ("inquiry", "court", "request")
    create_action = staticmethod(actions.draft)
    change_action = staticmethod(actions.change)
    verbs = verbs_of(PetitionEvent, actions.VERBS)

    def _rows(self, petition: Petition, **which: Any) -> Response:
        rows = petition.events.filter(**which).select_related("place", "created_by")
        return Response(PetitionEventSerializer(rows, many=True, context=self.get_serializer_context()).data)

    @extend_schema(responses=PetitionEventSerializer(many=True), filters=False)
    @route(detail=True, methods=["get"], pagination_class=None)
    def events(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every step as it was recorded, corrections among them."""
        return self._rows(self.get_object())

    @extend_schema(responses=PetitionEventSerializer(many=True), filters=False)
    @route(detail=True, methods=["get"], pagination_class=None)
    def decisions(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What the court decided, as it stands."""
        petition = self.get_object()
        return self._rows(petition, pk__in=[step.facts.pk for step in petition.decisions()])

    @extend_schema(responses=ActSerializer(many=True), filters=False)
    @route(detail=True, methods=["get"], pagination_class=None)
    def acts(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What was done under the permission, as it stands."""
        steps = standing(self.get_object().events.select_related("place", "created_by"))
        rows = [step.facts for step in acts_among(steps)]
        context = {**self.get_serializer_context(), "decisions": decided(steps)}
        return Response(ActSerializer(rows, many=True, context=context).data)

    @extend_schema(parameters=[DAY], responses=InForceSerializer, filters=False)
    @route(detail=True, methods=["get"], pagination_class=None, url_path="in-force", url_name="in-force")
    def in_force(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Whether a permission was in force on a day."""
        petition: Petition = self.get_object()
        asked = InForceSerializer(data={"day": request.query_params.get("day", ""), "in_force": None})
        asked.is_valid(raise_exception=True)
        day: date = asked.validated_data["day"]
        return Response({"day": day.isoformat(), "in_force": petition.valid_on(day)})
