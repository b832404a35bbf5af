"""Authorities, officials and positions by API."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_serializer

from inquiry.commission.authorities import actions
from inquiry.commission.authorities.models import Authority, Official, Position
from inquiry.shared.api.records import InquiryField, RecordSerializer, RecordViewSet, VisibleRelatedField
from inquiry.shared.api.writing import ChangeByAction, CreateByAction


def in_office(rows: QuerySet[Position], day: str) -> QuerySet[Position]:
    """The positions whose terms may cover `day` (YYYY-MM-DD): those that certainly do, and those that do not say.

    Raises:
        ValueError: that is no day.
    """
    on = date.fromisoformat(day)
    return rows.filter(
        pk__in=[row.pk for row in rows.select_related(None).only("since", "until") if row.held_on(on) is not False]
    )


class AuthoritySerializer(RecordSerializer):
    parent: Any = VisibleRelatedField(Authority, required=False, allow_null=True)

    class Meta:
        model = Authority
        fields = ("ref", "inquiry", "name", "other_names", "kind", "country", "parent", "note", "allowed_actions")


class AuthorityViewSet(CreateByAction, ChangeByAction, RecordViewSet):
    """Authorities and organisations."""

    model = Authority
    serializer_class = AuthoritySerializer
    filters = {"kind": "kind", "country": "country", "name": "name__icontains", "parent": "parent__ref"}
    together = ("inquiry", "parent")
    create_action = staticmethod(actions.add_authority)
    change_action = staticmethod(actions.change_authority)


@extend_schema_serializer(
    component_name="OfficialPerson"
)  # “OfficialRequest” is what a request to an authority is called
class OfficialSerializer(RecordSerializer):
    class Meta:
        model = Official
        fields = (
            "ref", "inquiry", "name", "role_title", "other_names", "may_be_criticised", "note", "allowed_actions",
        )  # fmt: skip


class OfficialViewSet(CreateByAction, ChangeByAction, RecordViewSet):
    """Officials, by name or by office alone."""

    model = Official
    serializer_class = OfficialSerializer
    filters = {
        "name": "name__icontains",
        "role_title": "role_title__icontains",
        "authority": "positions__authority__ref",
    }
    computed = {"on": lambda rows, day: rows.filter(positions__in=in_office(Position.objects.all(), day)).distinct()}
    create_action = staticmethod(actions.add_official)
    change_action = staticmethod(actions.change_official)


class PositionSerializer(RecordSerializer):
    inquiry: Any = InquiryField(read_only=True)
    official: Any = VisibleRelatedField(Official)
    authority: Any = VisibleRelatedField(Authority)

    class Meta:
        model = Position
        fields = (
            "ref", "inquiry", "official", "authority", "title", "since", "since_basis", "until", "until_basis",
            "allowed_actions",
        )  # fmt: skip


class PositionViewSet(CreateByAction, ChangeByAction, RecordViewSet):
    """Positions that officials hold or held."""

    model = Position
    serializer_class = PositionSerializer
    filters = {"official": "official__ref", "authority": "authority__ref"}
    computed = {"on": in_office}
    together = ("inquiry", "official", "authority")
    create_action = staticmethod(actions.add_position)
    change_action = staticmethod(actions.change_position)
    inherits_inquiry = True
    fixed = ("official",)
