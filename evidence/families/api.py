"""Groups of items by API, over the same actions as the pages."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from evidence.families import actions, reading
from evidence.families.models import Family, Kind
from evidence.items.actions import note_reading
from evidence.items.models import Item
from evidence.viewer.api import ReadableItemField
from inquiry.shared.api.records import InquiryField, RecordSerializer, RecordViewSet
from inquiry.shared.api.writing import CreateByAction, Verb, VerbSerializer, VerbsMixin


class MemberSerializer(serializers.Serializer[Any]):
    """A member that the caller may read. `like` and `score` are null where the other one is hidden from them."""

    item = serializers.CharField(source="item.ref")
    like = serializers.CharField(source="like.ref", allow_null=True, default=None)
    score = serializers.IntegerField(source="percent", allow_null=True, help_text="Likeness in per cent.")
    depth = serializers.IntegerField(help_text="In a thread: how far below its first message.")
    by_subject = serializers.BooleanField(source="member.by_subject")
    accepted_at = serializers.DateTimeField(source="member.accepted_at", allow_null=True)


class FamilySerializer(RecordSerializer):
    """Items that belong together. Give `items` (references) to make a group by hand."""

    inquiry: Any = InquiryField(read_only=True)
    kind = serializers.ChoiceField(choices=Kind.choices)
    items = serializers.ListField(child=serializers.CharField(max_length=16), write_only=True, max_length=100)
    members = serializers.SerializerMethodField()
    decided_by = serializers.SlugRelatedField[Any](slug_field="name", read_only=True)

    class Meta:
        model = Family
        fields = (
            "ref", "inquiry", "kind", "status", "reason", "decided_at", "decided_by", "items", "members", "created_at",
            "allowed_actions",
        )  # fmt: skip
        read_only_fields = ("status", "reason", "decided_at", "created_at")
        validators = ()

    def validate_items(self, refs: list[str]) -> list[str]:
        seen = Item.objects.readable_by(self.context["request"].user).filter(ref__in=refs)
        if seen.count() != len(set(refs)):
            raise serializers.ValidationError("There is no such item that you may read.")
        return refs

    def get_members(self, record: Family) -> list[dict[str, Any]]:
        """The members that the caller may read."""
        user = self.context["request"].user
        found = reading.members(record, user)
        for one in found:
            note_reading(one.item, by=user)
        return [dict(row) for row in MemberSerializer(found, many=True).data]

    def get_allowed_actions(self, record: Any) -> list[str]:
        return [step.verb for step in actions.open_steps(record, self.context["request"].user)]


class DismissSerializer(VerbSerializer):
    reason = serializers.CharField(max_length=300)


class MemberVerbSerializer(VerbSerializer):
    item: Any = ReadableItemField(Item)

    def validate_item(self, item: Item) -> str:
        """The verb takes the reference."""
        return item.ref


class SplitSerializer(MemberVerbSerializer):
    reason = serializers.CharField(max_length=300)


class FamilyViewSet(CreateByAction, VerbsMixin, RecordViewSet):
    """Groups of which the caller may read two members at least: suggested, accepted, dismissed."""

    model = Family
    serializer_class = FamilySerializer
    filters = {"kind": "kind", "status": "status"}
    together = ("inquiry", "decided_by")
    inherits_inquiry = True
    create_action = staticmethod(actions.group)
    verbs = {
        "accept": Verb(actions.accept),
        "dismiss": Verb(actions.dismiss, DismissSerializer),
        "split": Verb(actions.split, SplitSerializer),
        "add": Verb(actions.add, MemberVerbSerializer),
    }
