"""Batches by API: open, close, open again; pause their reading, let it go on, have it done again."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from evidence.ingestion import again, locked, pausing
from evidence.intake import actions, passwords
from evidence.intake.models import Batch
from evidence.intake.package_checks import PackageCheck, PackageDifference
from evidence.intake.password_list import BatchPassword
from evidence.items.coding import Classification
from inquiry.shared.api.records import RecordSerializer, RecordViewSet, Strict
from inquiry.shared.api.writing import CreateByAction, Verb, VerbsMixin
from inquiry.shared.web import found


class BatchSerializer(RecordSerializer):
    classification = serializers.ChoiceField(choices=Classification.choices, default=Classification.RESTRICTED)

    class Meta:
        model = Batch
        fields = (
            "ref", "inquiry", "status", "title", "provided_by", "provided", "provided_zone", "provided_basis", "how",
            "conditions", "note", "classification", "closed_at", "paused_at", "allowed_actions",
        )  # fmt: skip
        read_only_fields = ("status", "closed_at", "paused_at")

    def get_allowed_actions(self, record: Any) -> list[str]:
        """The steps of its life, and what may be done with its reading."""
        return [*super().get_allowed_actions(record), *pausing.verbs_of(record, self.context["request"].user)]


class PasswordSerializer(Strict, serializers.ModelSerializer[BatchPassword]):
    """A password of a batch: taken in, never given out. `number` stands for it in what items say of `opened_with`."""

    added_by = serializers.CharField(source="added_by.name", read_only=True)
    password = serializers.CharField(write_only=True, max_length=passwords.LONGEST, trim_whitespace=False)

    class Meta:
        model = BatchPassword
        fields = ("number", "label", "password", "added_by", "added_at", "removed_at")
        read_only_fields = ("number", "added_at", "removed_at")


class RemovedSerializer(Strict, serializers.Serializer[Any]):
    number = serializers.IntegerField(min_value=1)


class ReadAgainSerializer(serializers.Serializer[Any]):
    items = serializers.IntegerField(read_only=True)


class PackageDifferenceSerializer(serializers.ModelSerializer[PackageDifference]):
    item = serializers.CharField(source="item.ref", default=None, read_only=True)

    class Meta:
        model = PackageDifference
        fields = ("kind", "path", "other", "item")


class PackageCheckSerializer(serializers.ModelSerializer[PackageCheck]):
    """`number` is what the sender's program printed to be read over the telephone; `differences` are at most 1,000."""

    package = serializers.CharField(source="package.ref", default=None, read_only=True)
    by = serializers.CharField(source="by.name", default=None, read_only=True)
    number = serializers.CharField(source="spoken", read_only=True)
    differences = serializers.SerializerMethodField()

    class Meta:
        model = PackageCheck
        fields = (
            "package", "top", "at", "by", "verdict", "problem", "whole_digest", "number", "claimed", "expected", "found",
            "differing", "differences",
        )  # fmt: skip

    @extend_schema_field(PackageDifferenceSerializer(many=True))
    def get_differences(self, check: PackageCheck) -> Any:
        return PackageDifferenceSerializer(check.shown_to(self.context["user"])[:1000], many=True).data


class BatchViewSet(CreateByAction, VerbsMixin, RecordViewSet):
    """What was handed over together. Without a classification a batch is held as C3 restricted."""

    model = Batch
    serializer_class = BatchSerializer
    filters = {"status": "status", "classification": "classification"}
    create_action = staticmethod(actions.open_batch)
    verbs = {
        "close": Verb(actions.close),
        "reopen": Verb(actions.reopen),
        "pause": Verb(pausing.pause),
        "resume": Verb(pausing.resume),
        "read_failed_again": Verb(again.read_failed),
        "read_older_again": Verb(again.read_older),
    }

    @extend_schema(responses={200: PackageCheckSerializer(many=True)})
    @action(detail=True, filter_backends=[], pagination_class=None)
    def packages(self, request: Request, **kwargs: Any) -> Response:
        """What came of comparing the sealed packages of a batch with their own lists, newest first."""
        user: Any = request.user
        rows = (
            PackageCheck.objects.visible_to(user)
            .filter(batch=self.get_object())
            .select_related("batch", "package", "by")
        )
        told = PackageCheckSerializer(rows.order_by("-pk")[:20], many=True, context={"user": user})
        return Response(told.data)

    def _taking(self, request: Request) -> Batch:
        """The batch, for those who may take documents into it; to everybody else there is no list."""
        batch: Batch = self.get_object()
        if not passwords.may_add(batch, request.user):  # type: ignore[arg-type]
            raise Http404
        return batch

    @extend_schema(responses={200: PasswordSerializer(many=True)})
    @action(detail=True, filter_backends=[], pagination_class=None)
    def passwords(self, request: Request, **kwargs: Any) -> Response:
        """The passwords known for a batch: numbers and labels, never the passwords."""
        rows = BatchPassword.objects.filter(batch=self._taking(request)).select_related("added_by")
        return Response(PasswordSerializer(rows.order_by("number"), many=True).data)

    @extend_schema(request=PasswordSerializer, responses={201: PasswordSerializer})
    @passwords.mapping.post
    def password_add(self, request: Request, **kwargs: Any) -> Response:
        """Put a password on the list. Takes no Idempotency-Key: a digest of what was sent would be kept."""
        given = PasswordSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = passwords.add(self._taking(request).ref, by=request.user, **given.validated_data)  # type: ignore[arg-type]
        return Response(PasswordSerializer(made).data, status.HTTP_201_CREATED)

    @extend_schema(request=RemovedSerializer, responses={200: PasswordSerializer})
    @action(detail=True, methods=["post"], filter_backends=[], pagination_class=None)
    def password_remove(self, request: Request, **kwargs: Any) -> Response:
        """Take a password off the list by its number."""
        given = RemovedSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        batch = self._taking(request)
        found(BatchPassword.objects.usable(), batch=batch, number=given.validated_data["number"])
        row = passwords.remove(batch.ref, by=request.user, **given.validated_data)  # type: ignore[arg-type]
        return Response(PasswordSerializer(row).data)

    @extend_schema(request=None, responses={200: ReadAgainSerializer})
    @action(detail=True, methods=["post"], filter_backends=[], pagination_class=None)
    def read_locked_again(self, request: Request, **kwargs: Any) -> Response:
        """Read the locked items again with the passwords that are known by now; says how many."""
        count = locked.read_locked_again(self._taking(request).ref, by=request.user)  # type: ignore[arg-type]
        return Response({"items": count})
