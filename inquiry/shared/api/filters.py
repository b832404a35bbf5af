"""Filters of the API's lists: an allow-list of query parameters; what is not on it is refused, never ignored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

Computed = Callable[[QuerySet[Any], str], QuerySet[Any]]
PAGING = frozenset({"cursor", "limit", "format"})


class ByAllowList(BaseFilterBackend):
    """Narrows a list by the view's `filters` (parameter → lookup), by `inquiry`, and by its `computed` filters.

    A computed one (parameter → function of rows and value) is for what no lookup can ask; ValueError: the value is none.
    """

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        if getattr(view, "action", "") != "list":
            return queryset
        allowed = allowed_by(view)
        computed = computed_by(view)
        unknown = set(request.query_params) - set(allowed) - set(computed) - PAGING
        if unknown:
            raise serializers.ValidationError({name: ["This is not a filter here."] for name in sorted(unknown)})
        for name in set(request.query_params) & set(allowed):
            queryset = narrowed(queryset, name, allowed[name], request.query_params[name])
        for name in set(request.query_params) & set(computed):
            queryset = _worked_out(queryset, name, computed[name], request.query_params[name])
        return queryset

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
            for name in (*allowed_by(view), *computed_by(view))
        ]


def allowed_by(view: Any) -> dict[str, str]:
    """Query parameter → lookup."""
    return {"inquiry": "inquiry__ref", **view.filters}


def computed_by(view: Any) -> dict[str, Computed]:
    """Query parameter → what narrows the rows."""
    found: dict[str, Computed] = getattr(view, "computed", {})
    return found


def _worked_out(rows: QuerySet[Any], name: str, narrow: Computed, value: str) -> QuerySet[Any]:
    try:
        return narrow(rows, value)
    except ValueError as problem:
        raise serializers.ValidationError({name: ["This value does not fit the filter."]}) from problem


def narrowed(rows: QuerySet[Any], name: str, lookup: str, value: str) -> QuerySet[Any]:
    """`rows` where `lookup` is `value`.

    Raises:
        ValidationError: the value is none for this filter.
    """
    try:
        if "\x00" in value:
            raise ValueError(value)
        return rows.filter(**{lookup: _typed(lookup, value)})
    except (ValueError, TypeError, ValidationError) as problem:
        raise serializers.ValidationError({name: ["This value does not fit the filter."]}) from problem


def _typed(lookup: str, value: str) -> Any:
    if not lookup.endswith("__isnull"):
        return value
    return {"yes": True, "no": False}[value] if value in {"yes", "no"} else _unfit(value)


def _unfit(value: str) -> Any:
    raise ValueError(value)
