"""Batches by API: open, close, open again."""

from __future__ import annotations

from rest_framework import serializers

from evidence.intake import actions
from evidence.intake.models import Batch
from evidence.items.coding import Classification
from inquiry.shared.api.records import RecordSerializer, RecordViewSet
from inquiry.shared.api.writing import CreateByAction, Verb, VerbsMixin


class BatchSerializer(RecordSerializer):
    classification = serializers.ChoiceField(choices=Classification.choices, default=Classification.RESTRICTED)

    class Meta:
        model = Batch
        fields = (
            "ref", "inquiry", "status", "title", "provided_by", "provided", "provided_zone", "provided_basis", "how",
            "conditions", "note", "classification", "closed_at", "allowed_actions",
        )  # fmt: skip
        read_only_fields = ("status", "closed_at")


class BatchViewSet(CreateByAction, VerbsMixin, RecordViewSet):
    """What was handed over together. Without a classification a batch is held as C3 restricted."""

    model = Batch
    serializer_class = BatchSerializer
    filters = {"status": "status", "classification": "classification"}
    create_action = staticmethod(actions.open_batch)
    verbs = {"close": Verb(actions.close), "reopen": Verb(actions.reopen)}
