"""Corrections of pages by API, over the same action as the page."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from evidence.items.actions import note_reading
from evidence.items.models import Item
from evidence.viewer import actions
from evidence.viewer.models import LONGEST, PageCorrection
from inquiry.shared.api.records import InquiryField, NotedViewSet, RecordSerializer, VisibleRelatedField
from inquiry.shared.api.writing import CreateByAction


class ReadableItemField(VisibleRelatedField):
    """An item by reference, found only among those that the caller may read."""

    def get_queryset(self) -> Any:
        return Item.objects.readable_by(self.context["request"].user)


class CorrectionSerializer(RecordSerializer):
    """A version of a page's text by a person. `expected` is the version it replaces: 0 is the machine's."""

    inquiry: Any = InquiryField(read_only=True)
    item: Any = ReadableItemField(Item)
    page = serializers.IntegerField(min_value=1)
    text = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=LONGEST)
    expected = serializers.IntegerField(min_value=0, write_only=True, required=False)
    created_by = serializers.SlugRelatedField[Any](slug_field="name", read_only=True)

    class Meta:
        model = PageCorrection
        fields = (
            "ref", "inquiry", "item", "page", "version", "text", "reason", "expected", "machine_digest", "created_at",
            "created_by", "allowed_actions",
        )  # fmt: skip
        read_only_fields = ("version", "machine_digest", "created_at")
        validators = ()


class CorrectionViewSet(CreateByAction, NotedViewSet):
    """What people read on pages that a machine misread; every version is kept."""

    model = PageCorrection
    serializer_class = CorrectionSerializer
    filters = {"item": "item__ref", "page": "page", "version": "version"}
    together = ("inquiry", "item", "created_by")
    inherits_inquiry = True

    @staticmethod
    def create_action(*, item: Item, **fields: Any) -> PageCorrection:
        return actions.correct(ref=item.ref, **fields)

    def noted(self, row: Any) -> Item:
        found: Item = row.item
        return found

    def note_read(self, record: Any) -> None:
        note_reading(record, by=self.request.user)  # type: ignore[arg-type]
