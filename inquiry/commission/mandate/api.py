"""The areas of the mandate by API."""

from __future__ import annotations

from typing import Any

from inquiry.commission.mandate import actions
from inquiry.commission.mandate.models import MandateArea
from inquiry.shared.api.records import RecordSerializer, RecordViewSet, VisibleRelatedField
from inquiry.shared.api.writing import ChangeByAction, CreateByAction


class MandateAreaSerializer(RecordSerializer):
    parent: Any = VisibleRelatedField(MandateArea, required=False, allow_null=True)

    class Meta:
        model = MandateArea
        fields = (
            "ref", "inquiry", "code", "parent", "title", "matter", "persons", "places", "period", "applicable_law",
            "allowed_actions",
        )  # fmt: skip
        validators = ()


class MandateAreaViewSet(CreateByAction, ChangeByAction, RecordViewSet):
    """The terms of reference, area by area; `parent` makes the tree."""

    model = MandateArea
    serializer_class = MandateAreaSerializer
    filters = {"code": "code", "parent": "parent__ref"}
    together = ("inquiry", "parent")
    create_action = staticmethod(actions.add_area)
    change_action = staticmethod(actions.change_area)
