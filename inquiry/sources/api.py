"""Sources and citations by API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from inquiry.shared.api.records import InquiryField, RecordSerializer, RecordViewSet, VisibleRelatedField
from inquiry.shared.api.writing import ChangeByAction, CreateByAction, Verb, VerbSerializer, VerbsMixin
from inquiry.sources import actions
from inquiry.sources.models import Citation, Source


class SourceSerializer(RecordSerializer):
    class Meta:
        model = Source
        fields = (
            "ref", "inquiry", "title", "publisher", "author", "kind", "language", "published", "published_zone",
            "published_basis", "address", "is_own", "republished_by", "note", "allowed_actions",
        )  # fmt: skip


class SourceViewSet(CreateByAction, ChangeByAction, RecordViewSet):
    """Published sources. Addresses are kept as text and never opened."""

    model = Source
    serializer_class = SourceSerializer
    filters = {"kind": "kind", "publisher": "publisher__icontains", "title": "title__icontains"}
    create_action = staticmethod(actions.add_source)
    change_action = staticmethod(actions.change_source)


class CitationSerializer(RecordSerializer):
    inquiry: Any = InquiryField(read_only=True)
    source: Any = VisibleRelatedField(Source)
    withdrawn_at = serializers.DateTimeField(source="withdrawal.at", read_only=True, allow_null=True, default=None)
    withdrawn_because = serializers.CharField(source="withdrawal.reason", read_only=True, allow_null=True, default=None)

    class Meta:
        model = Citation
        fields = (
            "ref", "inquiry", "source", "about_ref", "about_part", "locator", "note", "withdrawn_at", "withdrawn_because",
            "created_at", "allowed_actions",
        )  # fmt: skip


class WithdrawSerializer(VerbSerializer):
    reason = serializers.CharField(max_length=300)


class CitationViewSet(CreateByAction, VerbsMixin, RecordViewSet):
    """Which passage of which source a record of ours rests on. Never changed; withdrawn with a reason."""

    model = Citation
    serializer_class = CitationSerializer
    filters = {"source": "source__ref", "about": "about_ref", "standing": "withdrawal__isnull"}
    together = ("inquiry", "source", "withdrawal")
    create_action = staticmethod(actions.cite)
    inherits_inquiry = True
    verbs = {"withdraw": Verb(actions.withdraw_citation, WithdrawSerializer)}
