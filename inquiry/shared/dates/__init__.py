"""Dates as they are known: imprecise, in a zone, on a basis. This page only gathers; see the modules."""

from inquiry.shared.dates.edtf import Edtf, EdtfError, Point, Precision
from inquiry.shared.dates.friendly import read
from inquiry.shared.dates.moment import Basis, Moment, after, apart, before, overlapping, within, zone_named
from inquiry.shared.dates.notice import Range, between, notice
from inquiry.shared.dates.parsing import parse
from inquiry.shared.dates.shown import Shown, shown
from inquiry.shared.dates.words import READERS_ZONES, both_zones, in_words, place_of, zones_of

__all__ = [
    "READERS_ZONES",
    "Basis",
    "Edtf",
    "EdtfError",
    "Moment",
    "Point",
    "Precision",
    "Range",
    "Shown",
    "after",
    "apart",
    "before",
    "between",
    "both_zones",
    "in_words",
    "notice",
    "overlapping",
    "parse",
    "place_of",
    "read",
    "shown",
    "within",
    "zone_named",
    "zones_of",
]
