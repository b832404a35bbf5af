"""Events, acts and involvements by API: the same rights as on the desk, and places and days as exact as there."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from inquiry.audit import ledger as audit
from inquiry.commission.authorities.models import Authority, Official
from inquiry.commission.mandate.models import MandateArea
from inquiry.commission.places.models import Place
from inquiry.shared.api.records import InquiryField, NotedViewSet, RecordSerializer, VisibleRelatedField
from inquiry.shared.api.writing import ChangeByAction, CreateByAction
from witnesses.acts import access, actions, counting, reading, references
from witnesses.acts.models import Act, Event, Involvement


class ReadBySome(RecordSerializer):
    """A record of which some readers are told less: references that they may not see, days and places too exact."""

    def to_representation(self, instance: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().to_representation(instance)
        if "rests_on" in found:
            found["rests_on"] = self._seen(instance)
        return found if self.exact(instance) else self.coarse(found)

    def exact(self, instance: Any) -> bool:
        """Whether the caller may be told everything; worked out with the rows, see `told_exactly`."""
        return bool(getattr(instance, "told_exactly", True))

    def coarse(self, found: dict[str, Any]) -> dict[str, Any]:
        """The month instead of the day, and no place."""
        return {**found, "happened": counting.month_of(found["happened"]), "place": None}

    def _seen(self, instance: Any) -> list[str]:
        """The lines whose records the caller may read; those of all rows of an answer are looked up together."""
        context: dict[str, Any] = self.context  # type: ignore[assignment]
        if "seen" not in context:
            rows: Any = self.parent.instance if isinstance(self.parent, serializers.ListSerializer) else [instance]
            context["seen"] = references.seen([line for row in rows for line in row.rests_on], context["request"].user)
        return [line for line in instance.rests_on if line in context["seen"]]


class Noted(NotedViewSet):
    """Whatever is read stands in the audit under `read_act`."""

    read_act = ""

    def note_read(self, record: Any) -> None:
        audit.record(self.read_act, about=record, by=self.request.user)  # type: ignore[arg-type]


class ToldExactly(Noted):
    """A viewset over rows of which not every reader is told the exact place and day."""

    def exactly(self) -> Q:
        """Of which rows the caller is: those of the victims whose team they are of."""
        return access.exactly(self.request.user)

    def get_queryset(self) -> Any:
        exact = ExpressionWrapper(self.exactly(), output_field=BooleanField())
        return super().get_queryset().annotate(told_exactly=exact)


class EventSerializer(ReadBySome):
    place: Any = VisibleRelatedField(Place, required=False, allow_null=True)
    areas: Any = VisibleRelatedField(MandateArea, many=True, required=False)

    class Meta:
        model = Event
        fields = (
            "ref", "inquiry", "title", "known", "happened", "happened_zone", "happened_basis", "place", "areas", "status",
            "description", "rests_on", "allowed_actions",
        )  # fmt: skip


class EventViewSet(CreateByAction, ChangeByAction, ToldExactly):
    """Events, to which acts belong. Nobody is counted on them."""

    model = Event
    serializer_class = EventSerializer
    filters = {"title": "title__icontains", "known": "known", "area": "areas__ref"}
    together = ("inquiry", "place")
    create_action = staticmethod(actions.add_event)
    change_action = staticmethod(actions.change_event)
    read_act = "event.read"

    def exactly(self) -> Q:
        return reading.exact_events(self.request.user)

    def get_queryset(self) -> Any:
        return super().get_queryset().prefetch_related("areas")


@extend_schema_serializer(component_name="ActDone")  # “Act” is what was done under a court's permission
class ActSerializer(ReadBySome):
    inquiry: Any = InquiryField(read_only=True)
    event: Any = VisibleRelatedField(Event)
    place: Any = VisibleRelatedField(Place, required=False, allow_null=True)

    class Meta:
        model = Act
        fields = (
            "ref", "inquiry", "event", "victim_ref", "group", "counting_unit", "act_type", "methods", "happened",
            "happened_zone", "happened_basis", "place", "stated_reason", "physical", "psychological", "victim_status",
            "violation", "attribution", "instruments", "rests_on", "note", "allowed_actions",
        )  # fmt: skip


class ActViewSet(CreateByAction, ChangeByAction, ToldExactly):
    """Acts: one kind of act done to one victim, in the codes of the HURIDOCS lists."""

    model = Act
    serializer_class = ActSerializer
    filters = {"kind": "act_type", "event": "event__ref", "victim": "victim_ref", "violation": "violation"}
    together = ("inquiry", "event", "place")
    create_action = staticmethod(actions.add_act)
    change_action = staticmethod(actions.change_act)
    inherits_inquiry = True
    fixed = ("event",)
    read_act = "act.read"


class InvolvementSerializer(ReadBySome):
    inquiry: Any = InquiryField(read_only=True)
    act: Any = VisibleRelatedField(Act)
    official: Any = VisibleRelatedField(Official, required=False, allow_null=True)
    authority: Any = VisibleRelatedField(Authority, required=False, allow_null=True)
    described: Any = serializers.CharField(required=False, allow_blank=True, max_length=300)

    class Meta:
        model = Involvement
        fields = (
            "ref", "inquiry", "act", "official", "authority", "described", "perpetrator_type", "degree", "reliability",
            "latest_status", "rests_on", "note", "allowed_actions",
        )  # fmt: skip


class InvolvementViewSet(CreateByAction, ChangeByAction, Noted):
    """Who had a hand in an act, and in what degree. Whoever reads it has read of the act, as on its page."""

    model = Involvement
    serializer_class = InvolvementSerializer
    filters = {"act": "act__ref", "official": "official__ref", "authority": "authority__ref", "degree": "degree"}
    together = ("inquiry", "act", "official", "authority")
    create_action = staticmethod(actions.add_involvement)
    change_action = staticmethod(actions.change_involvement)
    inherits_inquiry = True
    fixed = ("act",)
    read_act = "act.read"

    def noted(self, row: Any) -> Act:
        act: Act = row.act
        return act
