"""Excerpts by API, over the same actions as the pages."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from evidence.excerpts import actions, reading
from evidence.excerpts.models import LONGEST, Excerpt
from evidence.items.actions import note_reading
from evidence.items.models import Item
from evidence.viewer.api import ReadableItemField
from inquiry.shared.api.records import InquiryField, NotedViewSet, RecordSerializer
from inquiry.shared.api.writing import CreateByAction, Verb, VerbSerializer, VerbsMixin


class ExcerptSerializer(RecordSerializer):
    """A passage of a page. Give `start` and `end` (characters of the page's text), or its `quote`."""

    inquiry: Any = InquiryField(read_only=True)
    item: Any = ReadableItemField(Item)
    page = serializers.IntegerField(min_value=1)
    start = serializers.IntegerField(min_value=0, required=False)
    end = serializers.IntegerField(min_value=1, required=False)
    quote = serializers.CharField(required=False, max_length=LONGEST)
    of_version = serializers.IntegerField(min_value=0, required=False)
    boxes = serializers.ListField(child=serializers.ListField(child=serializers.FloatField()), read_only=True)
    standing = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()
    created_by = serializers.SlugRelatedField[Any](slug_field="name", read_only=True)
    withdrawn_at = serializers.DateTimeField(source="withdrawal.at", read_only=True, allow_null=True, default=None)
    withdrawn_because = serializers.CharField(source="withdrawal.reason", read_only=True, allow_null=True, default=None)

    class Meta:
        model = Excerpt
        fields = (
            "ref", "inquiry", "item", "page", "of_version", "start", "end", "quote", "quote_digest", "text_digest", "boxes",
            "note", "standing", "url", "created_at", "created_by", "withdrawn_at", "withdrawn_because", "allowed_actions",
        )  # fmt: skip
        read_only_fields = ("quote_digest", "text_digest", "created_at")
        validators = ()

    def validate(self, attrs: Any) -> Any:
        if ("start" in attrs) != ("end" in attrs) or not {"start", "quote"} & set(attrs):
            raise serializers.ValidationError({"quote": ["Give the quote, or start and end."]})
        return attrs

    def get_standing(self, record: Excerpt) -> str:
        """`same`, `moved` (another text by now, the quote is in it) or `gone`."""
        return str(reading.today([record])[0].found.standing)

    def get_url(self, record: Excerpt) -> str:
        """The stable address of the excerpt."""
        return reverse("evidence:excerpt", args=[record.ref])

    def get_allowed_actions(self, record: Any) -> list[str]:
        user = self.context["request"].user
        gone = hasattr(record, "withdrawal")
        return [] if gone or not actions.may_withdraw(user, record) else ["withdraw"]


class ExcerptWithdrawSerializer(VerbSerializer):
    reason = serializers.CharField(max_length=300)


class ExcerptViewSet(CreateByAction, VerbsMixin, NotedViewSet):
    """Passages that were taken from pages. Never changed; withdrawn with a reason."""

    model = Excerpt
    serializer_class = ExcerptSerializer
    filters = {"item": "item__ref", "page": "page", "standing": "withdrawal__isnull"}
    together = ("inquiry", "item", "created_by", "withdrawal")
    inherits_inquiry = True
    verbs = {"withdraw": Verb(actions.withdraw, ExcerptWithdrawSerializer)}

    @staticmethod
    def create_action(*, item: Item, of_version: int | None = None, **fields: Any) -> Excerpt:
        return actions.take(ref=item.ref, version=of_version, **fields)

    def noted(self, row: Any) -> Item:
        found: Item = row.item
        return found

    def note_read(self, record: Any) -> None:
        note_reading(record, by=self.request.user)  # type: ignore[arg-type]
