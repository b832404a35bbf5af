"""Search by API: `GET /api/v1/search/?q=…`, over what the token's owner may read."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.search.asking import answered
from evidence.search.facets import facets
from evidence.search.query import QueryError
from evidence.search.results import DEEPEST, PAGE
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.shared.api.problems import problem
from inquiry.shared.api.records import inquiries_of


class AskedSerializer(serializers.Serializer[Any]):
    """The query parameters."""

    q = serializers.CharField(max_length=1000, help_text="The query, in the language that the search page describes.")
    inquiry = serializers.CharField(required=False, help_text="Only in this inquiry.")
    offset = serializers.IntegerField(required=False, default=0, min_value=0, max_value=DEEPEST)
    limit = serializers.IntegerField(required=False, default=PAGE, min_value=1, max_value=100)

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields) - {"format"})
        if unknown:
            raise serializers.ValidationError({name: ["This is not a filter here."] for name in unknown})
        return super().to_internal_value(data)


class PieceSerializer(serializers.Serializer[Any]):
    text = serializers.CharField()
    hit = serializers.BooleanField()


class HitSerializer(serializers.Serializer[Any]):
    """An item found, and the page on which it answers best."""

    ref = serializers.CharField(source="item.ref")
    title = serializers.CharField(source="item.shown_title")
    media_type = serializers.CharField(source="item.media_type")
    language = serializers.CharField(source="item.language")
    classification = serializers.CharField(source="item.classification")
    batch = serializers.CharField(source="item.batch.ref")
    page = serializers.IntegerField(
        allow_null=True, help_text="0: what is said about the item; null: found by a field."
    )
    snippet = PieceSerializer(source="pieces", many=True)
    replaced = serializers.BooleanField(
        help_text="The snippet is as the machine read it, and a person has corrected the page since."
    )
    pages = serializers.ListField(child=serializers.IntegerField(), help_text="The first pages on which it answers.")
    more_pages = serializers.IntegerField(help_text="How many pages after those answer too.")


class LineSerializer(serializers.Serializer[Any]):
    value = serializers.CharField()
    words = serializers.CharField(source="label")
    number = serializers.IntegerField()


class FacetSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    lines = LineSerializer(many=True)


class AnswerSerializer(serializers.Serializer[Any]):
    """How much was found, of which kinds, and this page of it."""

    total = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="Items read or changed a moment ago that are not in the answer yet.")
    next_offset = serializers.IntegerField(allow_null=True)
    results: Any = HitSerializer(source="hits", many=True)
    facets = FacetSerializer(many=True)


class SearchView(APIView):
    """Search the evidence that the caller may read. Each search is recorded in the audit."""

    @extend_schema(
        parameters=[AskedSerializer, OpenApiParameter("format", OpenApiTypes.STR, exclude=True)],
        responses={200: AnswerSerializer},
        operation_id="search",
    )
    def get(self, request: Request) -> Response:
        user = request.user
        if not isinstance(user, User) or not user.holds(Right.EVIDENCE_READ_C0):
            raise Http404
        asked = AskedSerializer(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        return _answer(user, **asked.validated_data)


def _answer(user: User, q: str, offset: int, limit: int, inquiry: str = "") -> Response:
    """The answer, or a problem with the place in the query that it is about.

    Raises:
        Http404: there is no such inquiry, or the user takes no part in it.
    """
    place = None
    if inquiry:
        place = inquiries_of(user).filter(ref=inquiry).first()
        if place is None:
            raise Http404
    found = answered(q, by=user, inquiry=place, offset=offset, size=limit)
    if isinstance(found, QueryError):
        return problem(400, found.sentence, errors={"q": [found.sentence]}, start=found.start, end=found.end)
    shown = {
        "total": found.total,
        "waiting": found.waiting,
        "next_offset": found.next_offset,
        "hits": found.hits,
        "facets": facets(q, found),
    }
    return Response(AnswerSerializer(shown).data)
