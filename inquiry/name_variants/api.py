"""Names by API: spellings, decisions, and looking a name up."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.name_variants import actions
from inquiry.name_variants.lookup import look_up, records_of
from inquiry.name_variants.models import Decision, NameVariant, SameName
from inquiry.name_variants.rules import may_name, verbs_open
from inquiry.shared.api.records import (
    InquiryField,
    RecordSerializer,
    RecordViewSet,
    VisibleRelatedField,
    inquiries_of,
)
from inquiry.shared.api.writing import CreateByAction, Verb, VerbSerializer, VerbsMixin
from inquiry.sources.models import Source


class NameVariantSerializer(RecordSerializer):
    inquiry: Any = InquiryField(read_only=True)
    source: Any = VisibleRelatedField(Source, required=False, allow_null=True)
    script = serializers.CharField(read_only=True)
    status = serializers.CharField(read_only=True)
    made_from = serializers.CharField(read_only=True)

    class Meta:
        model = NameVariant
        validators = ()
        fields = (
            "ref", "inquiry", "about_ref", "text", "script", "lang", "scheme", "source", "citation", "status", "made_from",
            "allowed_actions",
        )  # fmt: skip

    def get_allowed_actions(self, record: Any) -> list[str]:
        user = self.context["request"].user
        about = self._abouts(record, user).get(record.about_ref)
        return verbs_open(record.status, about is not None and may_name(user, about))

    def _abouts(self, record: Any, user: Any) -> dict[str, Any]:
        """The records that the listed spellings are of, by reference: read once for a page."""
        found: dict[str, Any] = self.context.setdefault("abouts", {})  # type: ignore[attr-defined]
        if record.about_ref not in found:
            rows = getattr(self.parent, "instance", None) or [record]
            found |= records_of({row.about_ref for row in rows}, user)
        return found


class RejectSerializer(VerbSerializer):
    reason = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class NameVariantViewSet(CreateByAction, VerbsMixin, RecordViewSet):
    """Spellings of the names of records. Posted ones are asserted; generated ones are confirmed or rejected."""

    model = NameVariant
    serializer_class = NameVariantSerializer
    filters = {"about": "about_ref", "scheme": "scheme", "status": "status", "script": "script"}
    together = ("inquiry", "source")
    create_action = staticmethod(actions.assert_variant)
    inherits_inquiry = True
    verbs = {
        "confirm": Verb(actions.confirm),
        "reject": Verb(actions.reject, RejectSerializer),
        "restore": Verb(actions.restore),
    }


class SameNameSerializer(RecordSerializer):
    inquiry: Any = InquiryField(read_only=True)
    number = serializers.IntegerField(read_only=True)
    decision = serializers.ChoiceField(choices=Decision.choices)
    decided_by: Any = serializers.CharField(source="created_by.name", read_only=True)

    class Meta:
        model = SameName
        validators = ()
        fields = (
            "ref", "inquiry", "one_ref", "other_ref", "number", "decision", "reason", "decided_by", "created_at",
            "allowed_actions",
        )  # fmt: skip


class SameNameViewSet(CreateByAction, RecordViewSet):
    """Decisions whether two records are one person; of each pair the row with the highest number counts."""

    model = SameName
    serializer_class = SameNameSerializer
    filters = {"one": "one_ref", "other": "other_ref", "decision": "decision"}
    together = ("inquiry", "created_by")
    create_action = staticmethod(actions.decide)
    inherits_inquiry = True


class NameAskedSerializer(serializers.Serializer[Any]):
    """The query parameters."""

    q = serializers.CharField(max_length=200, help_text="A name or a part of one, in Latin or Cyrillic, any spelling.")
    inquiry = serializers.CharField(required=False, help_text="Where the caller takes part in several.")


class NameHitSerializer(serializers.Serializer[Any]):
    ref = serializers.CharField()
    name = serializers.CharField()
    spelling = serializers.CharField(help_text="The spelling that answered best.")
    scheme = serializers.CharField()
    status = serializers.CharField()
    score = serializers.FloatField(help_text="0 to 1.")


class NameAnswerSerializer(serializers.Serializer[Any]):
    results: Any = NameHitSerializer(many=True)


class NamesView(APIView):
    """Look a name up among the records that the caller may read. The audit keeps that somebody looked, not for whom."""

    @extend_schema(
        parameters=[NameAskedSerializer, OpenApiParameter("format", OpenApiTypes.STR, exclude=True)],
        responses={200: NameAnswerSerializer},
        operation_id="names",
    )
    def get(self, request: Request) -> Response:
        user = request.user
        if not isinstance(user, User) or not user.holds(Right.COMMISSION_READ):
            raise Http404
        asked = NameAskedSerializer(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        theirs = inquiries_of(user)
        named = asked.validated_data.get("inquiry")
        place = theirs.filter(ref=named).first() if named else theirs.first()
        if place is None:
            raise Http404
        hits = look_up(asked.validated_data["q"], by=user, inquiry=place)
        return Response(NameAnswerSerializer({"results": hits}).data)
