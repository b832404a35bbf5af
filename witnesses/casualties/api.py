"""Casualties and their totals by API. Of somebody under a cipher only their team is told more than sex, month and manner."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from inquiry.accounts.rights import Right
from inquiry.commission.authorities.models import Authority
from inquiry.commission.places.models import Place
from inquiry.shared.api.records import VisibleRelatedField, inquiries_of
from inquiry.shared.api.writing import ChangeByAction, CreateByAction, Verb, VerbSerializer, VerbsMixin
from witnesses.acts.api import ReadBySome, ToldExactly
from witnesses.acts.models import Event
from witnesses.casualties import actions
from witnesses.casualties.models import Casualty
from witnesses.casualties.reading import rows_to_count
from witnesses.casualties.totals import COUNTED, Row, band, totals

TOLD_TO_ALL = frozenset({"ref", "inquiry", "status", "under_cipher", "sex", "standing", "manner", "merged_into"})


class CasualtySerializer(ReadBySome):
    place: Any = VisibleRelatedField(Place, required=False, allow_null=True)
    event: Any = VisibleRelatedField(Event, required=False, allow_null=True)
    alleged_authority: Any = VisibleRelatedField(Authority, required=False, allow_null=True)
    under_cipher = serializers.SerializerMethodField()
    age_band = serializers.SerializerMethodField()
    merged_into: Any = serializers.SlugRelatedField(slug_field="ref", read_only=True)

    class Meta:
        model = Casualty
        fields = (
            "ref", "inquiry", "status", "under_cipher", "name", "sex", "age", "age_estimated", "age_band", "standing",
            "happened", "happened_zone", "happened_basis", "place", "event", "circumstances", "cause", "weapon", "manner",
            "autopsy", "autopsy_by", "family_present", "participation", "investigation", "alleged_authority", "alleged",
            "rests_on", "note", "merged_into", "allowed_actions",
        )  # fmt: skip
        read_only_fields = ("status",)

    def get_under_cipher(self, one: Casualty) -> bool:
        return one.witness_id is not None

    def get_age_band(self, one: Casualty) -> str:
        return band(one.age)

    def coarse(self, found: dict[str, Any]) -> dict[str, Any]:
        """Only what everybody is told; every other field is there and empty."""
        month, ages = super().coarse(found)["happened"], found["age_band"]
        hidden: dict[str, Any] = {name: ([] if isinstance(value, list) else None) for name, value in found.items()}
        told = {name: value for name, value in found.items() if name in TOLD_TO_ALL}
        return {**hidden, **told, "happened": month, "age_band": ages}

    def to_representation(self, instance: Any) -> dict[str, Any]:
        found = super().to_representation(instance)
        return {**found, "event": found["event"] if found["event"] in self._events() else None}

    def _events(self) -> set[str]:
        """The references of the events that the caller may see, looked up once for an answer."""
        context: dict[str, Any] = self.context  # type: ignore[assignment]
        if "events" not in context:
            rows = Event.objects.visible_to(context["request"].user)
            context["events"] = set(rows.values_list("ref", flat=True))
        found: set[str] = context["events"]
        return found


class ReasonSerializer(VerbSerializer):
    reason = serializers.CharField(max_length=2000)


class MergeSerializer(ReasonSerializer):
    into: Any = VisibleRelatedField(Casualty)


class CasualtyViewSet(CreateByAction, ChangeByAction, VerbsMixin, ToldExactly):
    """People who lost their lives, one record each; verified by a second person, merged by people alone."""

    model = Casualty
    serializer_class = CasualtySerializer
    filters = {"status": "status", "sex": "sex", "standing": "standing", "manner": "manner", "name": "name__icontains"}
    together = ("inquiry", "place", "event", "alleged_authority", "merged_into")
    create_action = staticmethod(actions.record)
    change_action = staticmethod(actions.change)
    read_act = "casualty.read"
    verbs = {
        "propose": Verb(actions.propose),
        "verify": Verb(actions.verify, ReasonSerializer),
        "send_back": Verb(actions.send_back, ReasonSerializer),
        "discard": Verb(actions.discard, ReasonSerializer),
        "reopen": Verb(actions.reopen, ReasonSerializer),
        "merge": Verb(actions.merge, MergeSerializer),
        "separate": Verb(actions.separate, ReasonSerializer),
    }


class BreakdownSerializer(serializers.Serializer[Any]):
    """One line of a breakdown; `key` is empty where it is not known."""

    key = serializers.CharField(allow_blank=True)
    verified = serializers.IntegerField()
    pending = serializers.IntegerField()
    suspected = serializers.IntegerField()


class TotalsSerializer(serializers.Serializer[Any]):
    """Persons by verification, and the same broken down."""

    verified = serializers.IntegerField()
    pending = serializers.IntegerField()
    suspected = serializers.IntegerField()
    discarded = serializers.IntegerField()
    merged = serializers.IntegerField()
    by_sex = BreakdownSerializer(many=True)
    by_age = BreakdownSerializer(many=True)
    by_place = BreakdownSerializer(many=True)
    by_month = BreakdownSerializer(many=True)


class CasualtyTotalsView(APIView):
    """Totals of casualties as they stand now. None is ever typed; the figures of others are at `figures/`."""

    @extend_schema(operation_id="casualties_totals", responses=TotalsSerializer)
    def get(self, request: Request) -> Response:
        user: Any = request.user
        if not user.holds(Right.CASUALTY_READ):
            raise NotFound
        rows = Casualty.objects.visible_to(user).filter(inquiry__in=inquiries_of(user))
        found = totals(rows_to_count(user, rows))
        breakdowns = {
            "by_sex": found.by_sex,
            "by_age": found.by_band,
            "by_place": found.by_place,
            "by_month": found.by_month,
        }
        lines = {name: [line(row) for row in table] for name, table in breakdowns.items()}
        return Response({**found.by_status, "merged": found.merged, **lines})


def line(row: Row) -> dict[str, Any]:
    """One line with its figures by status."""
    return {"key": row.key, **{str(status): row.figures[place] for place, status in enumerate(COUNTED)}}
