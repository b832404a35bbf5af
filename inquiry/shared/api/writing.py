"""Writing by API: the serializer validates, the room's action writes, the answer is the record with its ETag."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action as route
from rest_framework.request import Request
from rest_framework.response import Response

from inquiry.shared.api.idempotency import HEADER, once
from inquiry.shared.api.records import Strict, expected_revision, inquiries_of, tagged

if TYPE_CHECKING:
    from inquiry.shared.api.records import RecordViewSet as Base
else:
    Base = object


def _header(name: str, words: str, *, required: bool = False) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, OpenApiParameter.HEADER, required=required, description=words)


ONCE = _header(HEADER, "Your own key: sent again with the same body, the first answer comes back.")
IF_MATCH = _header("If-Match", "The ETag of the version that you change.", required=True)
IF_STILL = _header("If-Match", "Do it only if the record is still this version.")


class CreateByAction(Base):
    """`POST` on the list: `create_action(by=…, inquiry=…, **fields)` → 201 with `ETag` and `Location`.

    Subclasses set `create_action = staticmethod(actions.…)`, and `inherits_inquiry = True` where the inquiry follows from
    another record that the fields name.
    """

    create_action: ClassVar[Callable[..., Any]]
    inherits_inquiry: ClassVar[bool] = False

    @extend_schema(parameters=[ONCE])
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return once(request, lambda: self._create(request))

    def _create(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        fields = self._placed(request, dict(serializer.validated_data))
        made = self.create_action(by=request.user, **fields)
        record = self.get_queryset().filter(pk=made.pk).first() or made
        response = tagged(self.get_serializer(record).data, record, status.HTTP_201_CREATED)
        response["Location"] = self.reverse_action("detail", args=[record.ref])
        return response

    def _placed(self, request: Request, fields: dict[str, Any]) -> dict[str, Any]:
        if self.inherits_inquiry:
            fields.pop("inquiry", None)
        elif "inquiry" not in fields:
            theirs = list(inquiries_of(request.user)[:2])
            if len(theirs) != 1:
                raise serializers.ValidationError({"inquiry": ["Say in which inquiry."]})
            fields["inquiry"] = theirs[0]
        return fields


class ChangeByAction(Base):
    """`PATCH` on a record with `If-Match`: `change_action(ref, by=…, expected=revision, **fields)`.

    Subclasses set `change_action = staticmethod(actions.…)`, and `fixed` where a field is set once (what it is a part of).
    """

    change_action: ClassVar[Callable[..., Any]]
    fixed: ClassVar[tuple[str, ...]] = ()

    @extend_schema(parameters=[IF_MATCH])
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        record = self.get_object()
        expected = expected_revision(request, record)
        serializer = self.get_serializer(record, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        fields = dict(serializer.validated_data)
        moved = [
            name
            for name in ("inquiry", *self.fixed)
            if fields.pop(name, getattr(record, name)) != getattr(record, name)
        ]
        if moved:
            raise serializers.ValidationError({name: ["This stays as it was recorded."] for name in moved})
        self.change_action(record.ref, by=request.user, expected=expected, **fields)
        record = self.get_object()
        return tagged(self.get_serializer(record).data, record)


class VerbSerializer(Strict, serializers.Serializer[Any]):
    """What a life-cycle verb wants to know; as it stands, nothing."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One life-cycle verb by API: `action(ref, by=…, **fields)` with the fields of `wants`."""

    action: Callable[..., Any]
    wants: type[serializers.Serializer[Any]] = VerbSerializer


class VerbsMixin(Base):
    """`POST /{ref}/{verb}/` for each entry of `verbs` (verb → `Verb`); answers the record as it is afterwards.

    The verbs are those of `STEPS` and of `allowed_actions`; another word is no address (404).
    """

    verbs: ClassVar[dict[str, Verb]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for name, verb in cls.__dict__.get("verbs", {}).items():
            setattr(cls, name, _route(cls, name, verb))

    def _say(self, request: Request, verb: Verb) -> Response:
        record = self.get_object()
        if request.headers.get("If-Match"):
            expected_revision(request, record)
        serializer = verb.wants(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        verb.action(record.ref, by=request.user, **serializer.validated_data)
        record = self.get_object()
        return tagged(self.get_serializer(record).data, record)


def _route(owner: Any, name: str, verb: Verb) -> Any:
    """The method of `owner` that answers `POST /{ref}/{name}/`."""

    def say(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        return once(request, lambda: self._say(request, verb))

    say.__name__, say.__qualname__ = name, f"{owner.__name__}.{name}"
    say.__doc__ = next(iter((verb.action.__doc__ or name).strip().splitlines()))
    routed = route(detail=True, methods=["post"], url_path=name, url_name=name)(say)
    described = extend_schema(request=verb.wants, responses={200: owner.serializer_class}, parameters=[ONCE, IF_STILL])
    return described(routed)
