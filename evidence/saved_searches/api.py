"""Saved searches by API, over the same actions as the pages."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from evidence.saved_searches import actions
from evidence.saved_searches.models import SavedSearch
from inquiry.shared.api.records import RecordSerializer, RecordViewSet
from inquiry.shared.api.writing import ChangeByAction, CreateByAction, Verb, VerbSerializer, VerbsMixin

MOST = 500


class SavedSearchSerializer(RecordSerializer):
    """A query with a name. `new` counts, and `new_items` names, what the owner may read and has not seen."""

    new = serializers.SerializerMethodField()
    new_items = serializers.SerializerMethodField()
    problem = serializers.CharField(read_only=True, help_text="Why the query cannot be read today.")
    created_by = serializers.SlugRelatedField[Any](slug_field="name", read_only=True)

    class Meta:
        model = SavedSearch
        fields = (
            "ref", "inquiry", "name", "query", "shared", "alert", "new", "new_items", "problem", "created_at", "created_by",
            "allowed_actions",
        )  # fmt: skip
        read_only_fields = ("created_at",)
        validators = ()

    def get_new(self, record: SavedSearch) -> int:
        """How many items are new to the caller, if they are the owner."""
        return int(record.news_for(self.context["request"].user).count())

    def get_new_items(self, record: SavedSearch) -> list[str]:
        """Their references, the newest first, at most 500."""
        return list(record.news_for(self.context["request"].user).values_list("ref", flat=True)[:MOST])

    def get_allowed_actions(self, record: Any) -> list[str]:
        return ["mark_seen"] if record.created_by_id == self.context["request"].user.pk else []


class SeenSerializer(VerbSerializer):
    items = serializers.ListField(
        child=serializers.CharField(max_length=16), required=False, max_length=MOST,
        help_text="What was read of `new_items`; without it, all that is new was seen.",
    )  # fmt: skip


class SavedSearchViewSet(CreateByAction, ChangeByAction, VerbsMixin, RecordViewSet):
    """One's own saved searches and those shared with the team."""

    model = SavedSearch
    serializer_class = SavedSearchSerializer
    filters = {"shared": "shared", "alert": "alert"}
    together = ("inquiry", "created_by")
    create_action = staticmethod(actions.save)
    change_action = staticmethod(actions.change)
    verbs = {"mark_seen": Verb(actions.mark_seen, SeenSerializer)}
