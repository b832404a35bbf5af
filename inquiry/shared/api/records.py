"""The base of every viewset: reads start at `visible_to`, writes call actions, changes say which version they change."""

from __future__ import annotations

import hashlib
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.apps import apps
from django.db.models import QuerySet
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from inquiry.shared.api.filters import ByAllowList
from inquiry.shared.api.problems import PreconditionFailed, PreconditionRequired
from inquiry.shared.workflow import available


def inquiries_of(user: Any) -> QuerySet[Any]:
    """The inquiries in which `user` takes part, oldest first."""
    found: QuerySet[Any] = apps.get_model("inquiry", "Inquiry").objects.visible_to(user).order_by("pk")
    return found


class Strict(serializers.Serializer[Any]):
    """A serializer that refuses a field it does not know, instead of dropping it silently."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = sorted(str(name) for name in set(data) - set(self.fields))
            if unknown:
                raise serializers.ValidationError({name: ["There is no such field."] for name in unknown})
        return super().to_internal_value(data)


class InquiryField(serializers.SlugRelatedField[Any]):
    """The inquiry of a record, by reference; may be left out by whoever takes part in one only."""

    def __init__(self, **options: Any) -> None:
        if not options.get("read_only"):
            options.setdefault("required", False)
        super().__init__(slug_field="ref", **options)

    def get_queryset(self) -> QuerySet[Any]:
        return inquiries_of(self.context["request"].user)


class RecordSerializer(Strict, serializers.ModelSerializer[Any]):
    """A record with its reference, and the life-cycle steps that the caller may take now."""

    ref = serializers.CharField(read_only=True)
    inquiry = InquiryField()
    allowed_actions = serializers.SerializerMethodField()

    def get_allowed_actions(self, record: Any) -> list[str]:
        request = self.context.get("request")
        if request is None or not hasattr(record, "STEPS"):
            return []
        return [step.verb for step in available(record, request.user)]


class VisibleRelatedField(serializers.SlugRelatedField[Any]):
    """A relation given by reference, found only among what the caller may see: hidden and missing read the same."""

    def __init__(self, model: Any = None, slug_field: str = "ref", **options: Any) -> None:
        self.model = model
        if not options.get("read_only"):
            options.setdefault("queryset", model.objects.none())
        super().__init__(slug_field=slug_field, **options)

    def get_queryset(self) -> QuerySet[Any]:
        found: QuerySet[Any] = self.model.objects.visible_to(self.context["request"].user)
        return found


class RecordViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):
    """List and read records by reference, as far as the caller sees them; filters are an allow-list.

    Subclasses set `model`, `serializer_class`, `filters` (query parameter → lookup) and `together` (relations read with
    each row). `inquiry` (a reference) filters everywhere.
    """

    model: ClassVar[Any]
    filters: ClassVar[dict[str, str]] = {}
    together: ClassVar[tuple[str, ...]] = ("inquiry",)
    filter_backends = (ByAllowList,)
    lookup_field = "ref"
    lookup_value_regex = "[A-Z]{1,4}-[0-9]{2,12}"

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            none: QuerySet[Any] = self.model.objects.none()
            return none
        rows: QuerySet[Any] = self.model.objects.visible_to(self.request.user)
        return rows.select_related(*self.together)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        record = self.get_object()
        return tagged(self.get_serializer(record).data, record)


class NotedViewSet(RecordViewSet):
    """Whatever is read is noted, once for each record and answer. Subclasses say how (`note_read`)."""

    def noted(self, row: Any) -> Any:
        """The record that was read with `row`."""
        return row

    @abstractmethod
    def note_read(self, record: Any) -> None:
        """Record that the caller read `record`."""

    def _note(self, rows: Iterable[Any]) -> None:
        for one in {record.pk: record for record in map(self.noted, rows)}.values():
            self.note_read(one)

    def paginate_queryset(self, queryset: Any) -> Any:
        rows = super().paginate_queryset(queryset)
        self._note(rows or ())
        return rows

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        answer = super().retrieve(request, *args, **kwargs)
        self._note([self.get_object()])
        return answer


def tag_of(record: Any) -> str:
    """The entity tag of a record: its reference and revision, digested."""
    return '"' + hashlib.sha256(f"{record.ref}|{record.revision}".encode()).hexdigest()[:20] + '"'


def tagged(data: Any, record: Any, status: int = 200) -> Response:
    """A response about one record, with its ETag."""
    return Response(data, status=status, headers={"ETag": tag_of(record)})


def expected_revision(request: Request, record: Any) -> int:
    """The revision the caller means to change.

    Raises:
        PreconditionRequired: no `If-Match` was sent.
        PreconditionFailed: the record is another version by now.
    """
    sent = request.headers.get("If-Match", "")
    if not sent:
        raise PreconditionRequired
    if sent != tag_of(record):
        raise PreconditionFailed
    revision: int = record.revision
    return revision
