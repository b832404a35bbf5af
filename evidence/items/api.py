"""Items by API: list, read, describe, receive, links, pages, custody, download; over the same actions as the pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import parsers, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from evidence.custody.models import CustodyEntry
from evidence.ingestion import malware
from evidence.intake import actions as intake
from evidence.items import access, actions, ancestry, holding, serving
from evidence.items.coding import Classification, Outcome, Relation
from evidence.items.links import ItemLink
from evidence.items.models import Item, Items, Page
from inquiry.accounts.rights import Right
from inquiry.commission.mandate.models import MandateArea
from inquiry.shared.api.idempotency import once
from inquiry.shared.api.records import (
    InquiryField,
    RecordSerializer,
    RecordViewSet,
    Strict,
    VisibleRelatedField,
    tagged,
)
from inquiry.shared.api.writing import ONCE, ChangeByAction, Verb, VerbSerializer, VerbsMixin
from inquiry.shared.tables import refs_visible_to
from inquiry.shared.web import found

KNOWN_TO_ALL = {"ref", "inquiry", "classification", "media_type", "received_month", "readable", "allowed_actions"}
WRITABLE = (
    "title", "description", "dated", "dated_zone", "dated_basis", "place", "provider", "language", "relevance", "privilege",
    "handling", "areas",
)  # fmt: skip


class ItemSerializer(RecordSerializer):
    """An item. Whoever may only know of it gets its reference, type, month and classification; the rest is left out."""

    inquiry: Any = InquiryField(read_only=True)
    batch = serializers.SlugRelatedField[Any](slug_field="ref", read_only=True)
    parent: Any = serializers.SerializerMethodField()
    path = serializers.SerializerMethodField()
    duplicate_of = serializers.SerializerMethodField()
    areas: Any = VisibleRelatedField(MandateArea, many=True, required=False)
    received_month = serializers.DateTimeField(source="created_at", format="%Y-%m", read_only=True)
    received_at = serializers.DateTimeField(source="created_at", read_only=True)
    readable = serializers.BooleanField(read_only=True)

    class Meta:
        model = Item
        fields = (
            "ref", "inquiry", "classification", "media_type", "received_month", "readable", "allowed_actions", "batch",
            "parent", "order", "name", "path", "sha256", "sha512", "size", "status", "problem", "pages", "ocr_pages",
            "text_chars", "claimed", "duplicate_of", "received_at", "read_at", *WRITABLE,
        )  # fmt: skip
        read_only_fields = tuple(name for name in fields if name not in WRITABLE)

    def to_representation(self, instance: Any) -> dict[str, Any]:
        if not hasattr(instance, "shown_path"):
            ancestry.place([instance], self.context["request"].user)
        shown = super().to_representation(instance)
        return (
            shown if getattr(instance, "readable", False) else {key: shown[key] for key in shown if key in KNOWN_TO_ALL}
        )

    def get_allowed_actions(self, record: Any) -> list[str]:
        if not record.readable:
            return []
        held = {
            "classify": record.may_hold,
            "download": record.may_download and record.status != Outcome.QUARANTINED,
            "link": record.may_describe,
            "propose_lowering": record.may_hold,
            "read_again": record.may_retry,
            "release": record.may_release and record.status == Outcome.QUARANTINED,
        }
        return [verb for verb, may in held.items() if may]

    @extend_schema_field(OpenApiTypes.STR)
    def get_parent(self, record: Any) -> str | None:
        """The item it was found in, for whoever may read that too: an item can be assigned without what it lay in."""
        return record.shown_parent.ref if record.shown_parent else None

    @extend_schema_field(OpenApiTypes.STR)
    def get_path(self, record: Any) -> str:
        """Its path, from the outermost item on that the caller may read."""
        path: str = record.shown_path
        return path

    @extend_schema_field(OpenApiTypes.STR)
    def get_duplicate_of(self, record: Any) -> str | None:
        return record.duplicate_of.ref if record.duplicate_listed else None


class ReceiveSerializer(Strict):
    """A file for an open batch. Give `path` where the name of the part cannot say it byte for byte."""

    batch = serializers.CharField()
    file = serializers.FileField(allow_empty_file=True)
    path = serializers.CharField(required=False, max_length=4096, trim_whitespace=False)
    sha256 = serializers.RegexField("^[0-9a-f]{64}$", required=False)


class PageSerializer(serializers.ModelSerializer[Page]):
    """The text of one page and where its words stand: rows of text, left, top, right, bottom (shares), confidence."""

    words = serializers.ListField(child=serializers.ListField(), read_only=True)

    class Meta:
        model = Page
        fields = ("number", "label", "text", "source", "confidence", "width", "height", "words")


class CustodySerializer(serializers.ModelSerializer[CustodyEntry]):
    """One act. `by` and `facts` are for those who may read the item."""

    by = serializers.SlugRelatedField[Any](slug_field="name", read_only=True)
    position = serializers.IntegerField(source="link.position", read_only=True, default=None)

    class Meta:
        model = CustodyEntry
        fields = ("number", "act", "at", "by", "facts", "digest", "position")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        shown = super().to_representation(instance)
        if not self.context.get("open_to"):
            return {**shown, "by": None, "facts": {}}
        [facts] = ancestry.facts_told([instance], self.context["user"])
        return {**shown, "facts": facts}


class LinkSerializer(Strict, serializers.ModelSerializer[ItemLink]):
    relation = serializers.ChoiceField(choices=Relation.choices)

    class Meta:
        model = ItemLink
        fields = ("id", "about_ref", "part", "relation", "page", "note", "created_at")
        read_only_fields = ("id", "created_at")
        validators = ()


class HoldSerializer(VerbSerializer):
    to = serializers.ChoiceField(choices=Classification.choices)
    reason = serializers.CharField(max_length=2000)


class ReleaseSerializer(VerbSerializer):
    reason = serializers.CharField(max_length=2000)


class ItemViewSet(ChangeByAction, VerbsMixin, RecordViewSet):
    """Items of evidence, as far as the caller may know of them."""

    model = Item
    serializer_class = ItemSerializer
    together = ("inquiry", "batch", "duplicate_of")
    filters: ClassVar[dict[str, str]] = {
        "status": "status",
        "outcome": "status",
        "classification": "classification",
        "media_type": "media_type",
        "batch": "batch__ref",
    }
    change_action = staticmethod(actions.describe)
    verbs = {
        "classify": Verb(holding.classify, HoldSerializer),
        "propose_lowering": Verb(holding.propose_lowering, HoldSerializer),
        "read_again": Verb(actions.read_again),
        "release": Verb(malware.release, ReleaseSerializer),
    }

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        if isinstance(rows, Items):
            rows = rows.with_rights(self.request.user)
        return rows.prefetch_related("areas")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Filters on what only readers are told ask among what the caller may read: they would tell it."""
        telling = {name for name, lookup in self.filters.items() if lookup not in KNOWN_TO_ALL}
        if self.action == "list" and telling & set(self.request.query_params):
            queryset = queryset.filter(access.condition(self.request.user, access.READ))
        return super().filter_queryset(queryset)

    def paginate_queryset(self, queryset: Any) -> Any:
        rows = super().paginate_queryset(queryset)
        ancestry.place((row for row in rows or () if isinstance(row, Item)), self.request.user)
        return rows

    def get_parsers(self) -> Any:
        if self.request and self.request.method == "POST" and not self.kwargs.get("ref"):
            return [parsers.MultiPartParser()]
        return super().get_parsers()

    def _readable(self) -> Item:
        """The item of this address, for those who may read it; Http404 for all others."""
        return found(Item.objects.readable_by(self.request.user), ref=self.kwargs["ref"])

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        record = self.get_object()
        if record.readable:
            actions.note_reading(record, by=request.user)  # type: ignore[arg-type]
        return tagged(self.get_serializer(record).data, record)

    @extend_schema(
        request={"multipart/form-data": ReceiveSerializer}, responses={201: ItemSerializer}, parameters=[ONCE]
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Receive one file; the answer is the receipt."""
        return once(request, lambda: self._received(request))

    def _received(self, request: Request) -> Response:
        given = ReceiveSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data
        item = intake.receive(
            said["file"],
            batch=said["batch"],
            path=said.get("path") or said["file"].name,
            by=request.user,  # type: ignore[arg-type]
            claimed_digest=said.get("sha256", ""),
        )
        receipt = {
            "ref": item.ref,
            "batch": said["batch"],
            "sha256": item.sha256,
            "sha512": item.sha512,
            "size": item.size,
        }
        where = self.reverse_action("detail", args=[item.ref])
        return Response(receipt, status.HTTP_201_CREATED, headers={"Location": where})

    @extend_schema(responses={200: PageSerializer})
    @action(
        detail=True,
        url_path=r"pages/(?P<number>[0-9]{1,7})",
        url_name="page",
        filter_backends=[],
        pagination_class=None,
    )
    def page(self, request: Request, number: str, **kwargs: Any) -> Response:
        """One page of an item."""
        item = self._readable()
        page = found(Page.objects.filter(item=item), number=int(number))
        actions.note_reading(item, by=request.user, page=page.number)  # type: ignore[arg-type]
        return Response(PageSerializer(page).data)

    @extend_schema(responses={200: CustodySerializer(many=True)})
    @action(detail=True, filter_backends=[])
    def custody(self, request: Request, **kwargs: Any) -> Response:
        """Every act on an item, newest first, by cursor."""
        record = self.get_object()
        rows = self.paginate_queryset(CustodyEntry.objects.filter(item=record).select_related("by", "link"))
        told = CustodySerializer(rows, many=True, context={"open_to": record.readable, "user": request.user})
        return self.get_paginated_response(told.data)

    @extend_schema(responses={200: LinkSerializer(many=True)})
    @action(detail=True, filter_backends=[], pagination_class=None)
    def links(self, request: Request, **kwargs: Any) -> Response:
        """What an item is linked to, as far as the caller may see it."""
        user: Any = request.user
        rows = ItemLink.objects.visible_to(user).filter(item=self._readable())
        rows = rows.filter(refs_visible_to(user, rows, "about_ref"))
        return Response(LinkSerializer(rows.order_by("pk")[:1000], many=True).data)

    @extend_schema(request=LinkSerializer, responses={201: LinkSerializer}, parameters=[ONCE])
    @links.mapping.post
    def link(self, request: Request, **kwargs: Any) -> Response:
        """Link an item to another record."""
        given = LinkSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return once(request, lambda: self._linked(request, given.validated_data))

    def _linked(self, request: Request, said: dict[str, Any]) -> Response:
        made = actions.link(self._readable().ref, by=request.user, **said)  # type: ignore[arg-type]
        return Response(LinkSerializer(made).data, status.HTTP_201_CREATED)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, filter_backends=[], pagination_class=None)
    def download(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        """The original's bytes. A right of its own; recorded in custody and audit."""
        if not request.user.holds(Right.EVIDENCE_DOWNLOAD):  # type: ignore[union-attr]
            raise Http404
        return serving.taken_away(self._readable(), by=request.user)  # type: ignore[arg-type]
