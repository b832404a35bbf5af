"""Places by API."""

from __future__ import annotations

from inquiry.commission.places import actions
from inquiry.commission.places.models import Place
from inquiry.shared.api.records import RecordSerializer, RecordViewSet
from inquiry.shared.api.writing import ChangeByAction, CreateByAction


class PlaceSerializer(RecordSerializer):
    class Meta:
        model = Place
        fields = (
            "ref", "inquiry", "name", "other_names", "kind", "zone", "country", "latitude", "longitude", "note",
            "allowed_actions",
        )  # fmt: skip


class PlaceViewSet(CreateByAction, ChangeByAction, RecordViewSet):
    """Places, each with the IANA zone whose clock is told there."""

    model = Place
    serializer_class = PlaceSerializer
    filters = {"kind": "kind", "country": "country", "name": "name__icontains"}
    create_action = staticmethod(actions.add_place)
    change_action = staticmethod(actions.change_place)
