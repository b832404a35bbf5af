"""What the histories of requests, assurances and petitions show beside a step."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.filter
def of(rows: Any, number: int) -> Any:
    """What `rows` (step number → something) has for this step; None where there is nothing."""
    return rows.get(number) if rows else None
