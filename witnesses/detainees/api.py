"""Detainees by API: the person, the intervals of custody, charges, courts, counsel and access. Every read is recorded."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from inquiry.commission.authorities.models import Authority
from inquiry.commission.places.models import Place
from inquiry.shared.api.records import InquiryField, NotedViewSet, RecordSerializer, VisibleRelatedField
from inquiry.shared.api.writing import ChangeByAction, CreateByAction
from inquiry.sources.models import Source
from witnesses.detainees import actions, court_actions
from witnesses.detainees.contacts import AccessEvent, Counsel
from witnesses.detainees.court import Charge, ChargeStep, CourtEvent, Proceeding
from witnesses.detainees.models import Custody, Detainee, Dispute
from witnesses.people.models import Witness

SOURCED = ("source", "locator", "known", "claimed_by", "note")
HAPPENED = ("at", "at_zone", "at_basis", "authority", "corrects", *SOURCED)
TERM = ("begin", "begin_zone", "begin_basis", "end", "end_zone", "end_basis")


class Audited(NotedViewSet):
    """Whatever is read of a detainee stands in the audit, once for each detainee and answer."""

    def noted(self, row: Any) -> Detainee:
        return row if isinstance(row, Detainee) else row.detainee

    def note_read(self, record: Any) -> None:
        actions.read(record, by=self.request.user, part=self.model._meta.model_name)  # type: ignore[arg-type]


class DetaineeSerializer(RecordSerializer):
    witness: Any = VisibleRelatedField(Witness, required=False, allow_null=True)
    protected: Any = serializers.BooleanField(read_only=True, help_text="Under a cipher; no name stands anywhere.")

    class Meta:
        model = Detainee
        fields = (
            "ref", "inquiry", "name", "witness", "protected", "status", "sex", "birth", "birth_zone", "birth_basis",
            "nationality", "profession", "note", "created_at", "allowed_actions",
        )  # fmt: skip
        read_only_fields = ("status",)
        validators = ()


class DetaineeViewSet(CreateByAction, ChangeByAction, Audited):
    """People who are or were held: public persons by name, others under a cipher."""

    model = Detainee
    serializer_class = DetaineeSerializer
    filters = {"status": "status"}
    together = ("inquiry", "witness")
    create_action = staticmethod(actions.record)
    change_action = staticmethod(actions.change)


class PartSerializer(RecordSerializer):
    """What hangs on a detainee: in the detainee's inquiry."""

    inquiry: Any = InquiryField(read_only=True)
    detainee: Any = VisibleRelatedField(Detainee)


class SourcedSerializer(PartSerializer):
    source: Any = VisibleRelatedField(Source, required=False, allow_null=True)


class HappeningSerializer(SourcedSerializer):
    authority: Any = VisibleRelatedField(Authority, required=False, allow_null=True)


class PartViewSet(CreateByAction, Audited):
    """The base of the rows below: set once to a detainee, filtered by it."""

    filters = {"detainee": "detainee__ref"}
    inherits_inquiry = True


class HappeningViewSet(PartViewSet):
    """What happened to a detainee. Written once; a further row corrects."""

    filters = {**PartViewSet.filters, "standing": "corrected_by__isnull"}
    together: ClassVar[tuple[str, ...]] = ("inquiry", "detainee", "source", "authority", "corrects")


class IntervalOfCustodySerializer(SourcedSerializer):
    place: Any = VisibleRelatedField(Place, required=False, allow_null=True)
    authority: Any = VisibleRelatedField(Authority, required=False, allow_null=True)
    ordered_by: Any = VisibleRelatedField(Authority, required=False, allow_null=True)
    follows: Any = VisibleRelatedField(Custody, required=False, allow_null=True)

    class Meta:
        model = Custody
        fields = (
            "ref", "inquiry", "detainee", "kind", *TERM, "follows", "place", "authority", "ordered_by", "warrant",
            "legal_basis", "reasons", "whereabouts", *SOURCED, "created_at", "allowed_actions",
        )  # fmt: skip


class CustodyViewSet(ChangeByAction, PartViewSet):
    """Intervals of deprivation of liberty, each as one source says it."""

    model = Custody
    serializer_class = IntervalOfCustodySerializer
    filters = {**PartViewSet.filters, "kind": "kind"}
    together = ("inquiry", "detainee", "source", "place", "authority", "ordered_by", "follows")
    create_action = staticmethod(actions.add_custody)
    change_action = staticmethod(actions.change_custody)
    fixed = ("detainee",)


class DisputeSerializer(PartSerializer):
    one: Any = VisibleRelatedField(Custody)
    other: Any = VisibleRelatedField(Custody)

    class Meta:
        model = Dispute
        fields = ("ref", "inquiry", "detainee", "one", "other", "state", "explanation", "allowed_actions")
        validators = ()


class DisputeViewSet(ChangeByAction, PartViewSet):
    """Which intervals contradict each other, and what became of it."""

    model = Dispute
    serializer_class = DisputeSerializer
    together = ("inquiry", "detainee", "one", "other")
    create_action = staticmethod(actions.dispute)
    change_action = staticmethod(actions.change_dispute)
    fixed = ("detainee", "one", "other")


class ChargeSerializer(PartSerializer):
    class Meta:
        model = Charge
        fields = ("ref", "inquiry", "detainee", "words", "article", "note", "created_at", "allowed_actions")


class ChargeViewSet(ChangeByAction, PartViewSet):
    """Charges as stated."""

    model = Charge
    serializer_class = ChargeSerializer
    together = ("inquiry", "detainee")
    create_action = staticmethod(court_actions.add_charge)
    change_action = staticmethod(court_actions.change_charge)
    fixed = ("detainee",)


class ChargeStepSerializer(HappeningSerializer):
    charge: Any = VisibleRelatedField(Charge)
    corrects: Any = VisibleRelatedField(ChargeStep, required=False, allow_null=True)

    class Meta:
        model = ChargeStep
        fields = ("ref", "inquiry", "detainee", "charge", "kind", "article", *HAPPENED, "created_at", "allowed_actions")


class ChargeStepViewSet(HappeningViewSet):
    """What became of charges. Written once; a further row corrects."""

    model = ChargeStep
    serializer_class = ChargeStepSerializer
    filters = {**HappeningViewSet.filters, "charge": "charge__ref"}
    together = (*HappeningViewSet.together, "charge")
    create_action = staticmethod(court_actions.add_charge_step)


class ProceedingSerializer(PartSerializer):
    court: Any = VisibleRelatedField(Authority, required=False, allow_null=True)

    class Meta:
        model = Proceeding
        fields = (
            "ref",
            "inquiry",
            "detainee",
            "court",
            "case_number",
            "stage",
            "note",
            "created_at",
            "allowed_actions",
        )


class ProceedingViewSet(ChangeByAction, PartViewSet):
    """Cases before courts."""

    model = Proceeding
    serializer_class = ProceedingSerializer
    together = ("inquiry", "detainee", "court")
    create_action = staticmethod(court_actions.add_proceeding)
    change_action = staticmethod(court_actions.change_proceeding)
    fixed = ("detainee",)


class CourtEventSerializer(HappeningSerializer):
    proceeding: Any = VisibleRelatedField(Proceeding, required=False, allow_null=True)
    custody: Any = VisibleRelatedField(Custody, required=False, allow_null=True)
    corrects: Any = VisibleRelatedField(CourtEvent, required=False, allow_null=True)

    class Meta:
        model = CourtEvent
        fields = (
            "ref", "inquiry", "detainee", "proceeding", "kind", "words", "custody", *HAPPENED, "created_at", "allowed_actions",
        )  # fmt: skip


class CourtEventViewSet(HappeningViewSet):
    """Hearings and decisions. Written once; a further row corrects."""

    model = CourtEvent
    serializer_class = CourtEventSerializer
    filters = {**HappeningViewSet.filters, "proceeding": "proceeding__ref"}
    together = (*HappeningViewSet.together, "proceeding", "custody")
    create_action = staticmethod(court_actions.add_court_event)


class CounselSerializer(SourcedSerializer):
    witness: Any = VisibleRelatedField(Witness, required=False, allow_null=True)

    class Meta:
        model = Counsel
        fields = (
            "ref",
            "inquiry",
            "detainee",
            "name",
            "witness",
            *TERM,
            "access",
            *SOURCED,
            "created_at",
            "allowed_actions",
        )


class CounselViewSet(ChangeByAction, PartViewSet):
    """Who defends them, and how far counsel reaches them."""

    model = Counsel
    serializer_class = CounselSerializer
    together = ("inquiry", "detainee", "witness", "source")
    create_action = staticmethod(court_actions.add_counsel)
    change_action = staticmethod(court_actions.change_counsel)
    fixed = ("detainee",)


class AccessSerializer(HappeningSerializer):
    counsel: Any = VisibleRelatedField(Counsel, required=False, allow_null=True)
    corrects: Any = VisibleRelatedField(AccessEvent, required=False, allow_null=True)

    class Meta:
        model = AccessEvent
        fields = (
            "ref", "inquiry", "detainee", "kind", "outcome", "words", "counsel", *HAPPENED, "created_at", "allowed_actions",
        )  # fmt: skip


class AccessViewSet(HappeningViewSet):
    """Visits and calls, granted, refused, taken back. Written once; a further row corrects."""

    model = AccessEvent
    serializer_class = AccessSerializer
    filters = {**HappeningViewSet.filters, "outcome": "outcome"}
    together = (*HappeningViewSet.together, "counsel")
    create_action = staticmethod(court_actions.add_access)
