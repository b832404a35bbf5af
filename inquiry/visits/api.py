"""Visits by API, with itinerary, travellers and observations."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from inquiry.commission.models import Member
from inquiry.commission.places.models import Place
from inquiry.shared.api.records import InquiryField, RecordSerializer, RecordViewSet, VisibleRelatedField
from inquiry.shared.api.writing import ChangeByAction, CreateByAction, Verb, VerbSerializer, VerbsMixin
from inquiry.visits import actions
from inquiry.visits.models import Leg, Observation, Traveller, Visit


class VisitSerializer(RecordSerializer):
    class Meta:
        model = Visit
        fields = (
            "ref", "inquiry", "status", "title", "purpose", "begins", "begins_zone", "begins_basis", "ends", "ends_zone",
            "ends_basis", "cancelled_reason", "outcome", "allowed_actions",
        )  # fmt: skip
        read_only_fields = ("status", "cancelled_reason")


class EndSerializer(VerbSerializer):
    outcome = serializers.CharField(required=False, allow_blank=True)


class CancelSerializer(VerbSerializer):
    reason = serializers.CharField()


class VisitViewSet(CreateByAction, ChangeByAction, VerbsMixin, RecordViewSet):
    """Visits of the commission."""

    model = Visit
    serializer_class = VisitSerializer
    filters = {"status": "status"}
    create_action = staticmethod(actions.plan)
    change_action = staticmethod(actions.change)
    verbs = {
        "begin": Verb(actions.begin),
        "end": Verb(actions.end, EndSerializer),
        "cancel": Verb(actions.cancel, CancelSerializer),
    }


class PartSerializer(RecordSerializer):
    """A part of a visit: in the visit's inquiry."""

    inquiry: Any = InquiryField(read_only=True)
    visit: Any = VisibleRelatedField(Visit)


class LegSerializer(PartSerializer):
    place: Any = VisibleRelatedField(Place)

    class Meta:
        model = Leg
        fields = (
            "ref", "inquiry", "visit", "number", "place", "zone", "arrives", "arrives_basis", "departs", "departs_basis",
            "happened", "allowed_actions",
        )  # fmt: skip
        validators = ()


class LegViewSet(CreateByAction, ChangeByAction, RecordViewSet):
    """The places of itineraries, in order."""

    model = Leg
    serializer_class = LegSerializer
    filters = {"visit": "visit__ref", "place": "place__ref"}
    together = ("inquiry", "visit", "place")
    create_action = staticmethod(actions.add_leg)
    change_action = staticmethod(actions.change_leg)
    inherits_inquiry = True
    fixed = ("visit",)


class TravellerSerializer(PartSerializer):
    member: Any = VisibleRelatedField(Member, required=False, allow_null=True)

    class Meta:
        model = Traveller
        fields = ("ref", "inquiry", "visit", "member", "name", "travelled", "reason", "allowed_actions")
        validators = ()


class TravellerViewSet(CreateByAction, ChangeByAction, RecordViewSet):
    """Who travelled and who did not."""

    model = Traveller
    serializer_class = TravellerSerializer
    filters = {"visit": "visit__ref", "member": "member__ref", "travelled": "travelled"}
    together = ("inquiry", "visit", "member")
    create_action = staticmethod(actions.add_traveller)
    change_action = staticmethod(actions.change_traveller)
    inherits_inquiry = True
    fixed = ("visit",)


class ObservationSerializer(PartSerializer):
    leg: Any = VisibleRelatedField(Leg, required=False, allow_null=True)
    corrects: Any = VisibleRelatedField(Observation, required=False, allow_null=True)

    class Meta:
        model = Observation
        fields = (
            "ref", "inquiry", "visit", "leg", "seen", "seen_zone", "seen_basis", "words", "corrects", "created_at",
            "allowed_actions",
        )  # fmt: skip


class ObservationViewSet(CreateByAction, RecordViewSet):
    """What was seen and heard; written once."""

    model = Observation
    serializer_class = ObservationSerializer
    filters = {"visit": "visit__ref", "leg": "leg__ref"}
    together = ("inquiry", "visit", "leg", "corrects")
    create_action = staticmethod(actions.observe)
    inherits_inquiry = True
