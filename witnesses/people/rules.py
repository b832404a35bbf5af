"""What a witness's record may not hold. Pure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inquiry.commission.places.models import PlaceKind

COARSE = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.JURISDICTION})


def region(kind: str | None) -> list[str]:
    """Objections to a place of `kind` as a witness's region; None where there is none."""
    if kind is None or kind in COARSE:
        return []
    return [_("A town or a building may tell who somebody is: choose a region or a country.")]
