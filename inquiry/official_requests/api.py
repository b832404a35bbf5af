"""Requests to authorities by API, with their steps."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action as route
from rest_framework.request import Request
from rest_framework.response import Response

from inquiry.commission.authorities.models import Authority, Official
from inquiry.commission.places.models import Place
from inquiry.life_cycles.api import SHARED, RowSerializer, verbs_of
from inquiry.official_requests import actions
from inquiry.official_requests.models import OfficialRequest, RequestEvent
from inquiry.official_requests.notice import notices
from inquiry.shared.api.records import RecordSerializer, RecordViewSet, VisibleRelatedField
from inquiry.shared.api.writing import ChangeByAction, CreateByAction, VerbsMixin


class OfficialRequestSerializer(RecordSerializer):
    authority: Any = VisibleRelatedField(Authority, required=False, allow_null=True)
    official: Any = VisibleRelatedField(Official, required=False, allow_null=True)
    place: Any = VisibleRelatedField(Place, required=False, allow_null=True)
    drafted_by: Any = serializers.CharField(source="drafted_by.name", read_only=True)
    overdue: Any = serializers.BooleanField(read_only=True)

    class Meta:
        model = OfficialRequest
        fields = (
            "ref", "inquiry", "kind", "subject", "status", "authority", "official", "addressee", "issues", "authority_basis",
            "terms", "language", "due_on", "overdue", "place", "wanted", "wanted_zone", "wanted_basis", "letter", "drafted_by",
            "appointment", "appointment_zone", "appointment_basis", "created_at", "allowed_actions",
        )  # fmt: skip
        read_only_fields = ("status", "appointment", "appointment_zone", "appointment_basis")


class RequestEventSerializer(RowSerializer):
    official: Any = serializers.SlugRelatedField(slug_field="ref", read_only=True)
    place: Any = serializers.SlugRelatedField(slug_field="ref", read_only=True)
    notice: Any = serializers.SerializerMethodField(
        help_text="What notice came with it, in words; null where none was due."
    )

    class Meta:
        model = RequestEvent
        fields = (
            *SHARED, "official", "place", "appointment", "appointment_zone", "appointment_basis", "due_on", "letter_digest",
            "notice",
        )  # fmt: skip

    def get_notice(self, event: RequestEvent) -> str | None:
        found = self.context.get("notices", {}).get(event.number)
        return found.words if found else None


class OfficialRequestViewSet(CreateByAction, ChangeByAction, VerbsMixin, RecordViewSet):
    """What the commission asks of authorities. Its text is changed while it is a draft; afterwards only steps are added."""

    model = OfficialRequest
    serializer_class = OfficialRequestSerializer
    filters = {"status": "status", "kind": "kind", "authority": "authority__ref", "official": "official__ref"}
    together = ("inquiry", "authority", "official", "place", "drafted_by")
    create_action = staticmethod(actions.draft)
    change_action = staticmethod(actions.change)
    verbs = verbs_of(RequestEvent, actions.VERBS)

    @extend_schema(responses=RequestEventSerializer(many=True), filters=False)
    @route(detail=True, methods=["get"], pagination_class=None)
    def events(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every step as it was recorded, corrections among them."""
        record = self.get_object()
        rows = record.events.select_related("official", "place", "created_by")
        noticed = {one.number: one for one in notices(record.standing())}
        context = {**self.get_serializer_context(), "notices": noticed}
        return Response(RequestEventSerializer(rows, many=True, context=context).data)
