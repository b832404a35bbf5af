"""Lists of names by API, over the same actions as the pages."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from evidence.name_lists import actions, reading
from evidence.name_lists.models import LONGEST, MOST_NAMES, NameList
from inquiry.shared.api.records import RecordSerializer, RecordViewSet
from inquiry.shared.api.writing import CreateByAction, Verb, VerbsMixin


class NameListSerializer(RecordSerializer):
    """Names to look for. `lines` (not in lists) says of each how many items hold it, and the first few with their pages."""

    given = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST), write_only=True, max_length=MOST_NAMES, help_text="The names."
    )
    lines = serializers.SerializerMethodField()

    class Meta:
        model = NameList
        fields = ("ref", "inquiry", "title", "names", "given", "looked_at", "created_at", "lines", "allowed_actions")
        read_only_fields = ("names", "looked_at", "created_at")
        validators = ()

    def get_lines(self, record: NameList) -> list[dict[str, Any]] | None:
        """The table, as far as it was looked for and the caller may read."""
        if self.context["view"].action == "list":
            return None
        found = reading.rows(record, list(record.lines.order_by("number")), self.context["request"].user)
        return [
            {"name": row.line.name, "items": row.number, "problem": row.line.problem, "first": _first(row)}
            for row in found
        ]

    def get_allowed_actions(self, record: Any) -> list[str]:
        return [] if record.in_work else ["look_again"]


def _first(row: reading.Row) -> list[dict[str, Any]]:
    return [{"item": ref, "pages": pages} for ref, pages in row.first]


class NameListViewSet(CreateByAction, VerbsMixin, RecordViewSet):
    """One's own lists of names."""

    model = NameList
    serializer_class = NameListSerializer
    create_action = staticmethod(actions.make)
    verbs = {"look_again": Verb(actions.look_again)}
