"""Public statements and published figures by API."""

from __future__ import annotations

from typing import Any

from inquiry.commission.authorities.models import Authority, Official
from inquiry.commission.models import Member
from inquiry.commission.places.models import Place
from inquiry.public_statements import actions
from inquiry.public_statements.models import Figure, PublicStatement
from inquiry.shared.api.records import RecordSerializer, RecordViewSet, VisibleRelatedField
from inquiry.shared.api.writing import ChangeByAction, CreateByAction


class PublicStatementSerializer(RecordSerializer):
    members: Any = VisibleRelatedField(Member, many=True, required=False)
    officials: Any = VisibleRelatedField(Official, many=True, required=False)
    authorities: Any = VisibleRelatedField(Authority, many=True, required=False)
    place: Any = VisibleRelatedField(Place, required=False, allow_null=True)

    class Meta:
        model = PublicStatement
        fields = (
            "ref", "inquiry", "title", "kind", "members", "officials", "authorities", "other_speakers", "reported_by",
            "summary", "modality", "held", "held_zone", "held_basis", "place", "how", "allowed_actions",
        )  # fmt: skip


class PublicStatementViewSet(CreateByAction, ChangeByAction, RecordViewSet):
    """Press conferences and other public statements, in our own words."""

    model = PublicStatement
    serializer_class = PublicStatementSerializer
    filters = {
        "kind": "kind", "official": "officials__ref", "member": "members__ref", "authority": "authorities__ref",
        "title": "title__icontains",
    }  # fmt: skip
    together = ("inquiry", "place")
    create_action = staticmethod(actions.record_statement)
    change_action = staticmethod(actions.change_statement)

    def get_queryset(self) -> Any:
        return super().get_queryset().prefetch_related("members", "officials", "authorities")


class FigureSerializer(RecordSerializer):
    statement: Any = VisibleRelatedField(PublicStatement, required=False, allow_null=True)

    class Meta:
        model = Figure
        fields = (
            "ref", "inquiry", "measure", "comparator", "value", "low", "high", "unit", "words", "stated_by", "statement",
            "as_of", "as_of_basis", "note", "allowed_actions",
        )  # fmt: skip


class FigureViewSet(CreateByAction, ChangeByAction, RecordViewSet):
    """Figures as somebody published them. They are never added up."""

    model = Figure
    serializer_class = FigureSerializer
    filters = {"measure": "measure__icontains", "stated_by": "stated_by__icontains", "statement": "statement__ref"}
    together = ("inquiry", "statement")
    create_action = staticmethod(actions.record_figure)
    change_action = staticmethod(actions.change_figure)
