"""The facets of an answer as lines to choose from: words for people, and the query that each leads to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from evidence.ingestion.names import plain
from evidence.intake.models import Batch
from evidence.items.coding import Classification
from evidence.search.grammar import parse
from evidence.search.query import Or
from evidence.search.results import Results

SHOWN = 12
LANGUAGES = {"en": _("English"), "ru": _("Russian"), "kk": _("Kazakh")}
NOT_KNOWN = _("Not known")


@dataclass(frozen=True, slots=True)
class Line:
    """One value of a facet; `query` is the query narrowed to it, "" where it cannot be asked for."""

    value: str
    label: str
    number: int
    query: str


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow an answer down: its name in the API, its title for people, its lines."""

    name: str
    title: str
    lines: Sequence[Line]


def facets(text: str, found: Results) -> list[Facet]:
    """The facets of what `text` found, without those that tell nothing apart."""
    refs = dict(Batch.objects.filter(pk__in=[pk for pk, _number in found.facets["batch_id"]]).values_list("pk", "ref"))
    rows: list[tuple[str, Any, str, Mapping[Any, Any] | Callable[[Any], str]]] = [
        ("type", _("Type"), "media_type", _type),
        ("language", _("Language"), "language", _language),
        ("classification", _("Classification"), "classification", _classification),
        ("batch", _("Batch"), "batch_id", refs),
    ]
    fields = {"type": "type", "language": "lang", "classification": "class", "batch": "batch"}
    kept = f"({text})" if isinstance(parse(text), Or) else text
    made = []
    for name, title, column, label in rows:
        lines = [
            _line(kept, fields[name], refs[value] if name == "batch" else value, _said(label, value), number)
            for value, number in found.facets[column]
        ]
        made.append(Facet(name, str(title), lines))
    return made


def _said(label: Mapping[Any, Any] | Callable[[Any], str], value: Any) -> str:
    return str(label[value] if isinstance(label, Mapping) else label(value))


def _line(text: str, field: str, value: str, label: str, number: int) -> Line:
    return Line(value, label, number, f"{text} {field}:{value}" if value and " " not in value else "")


def _type(value: str) -> str:
    """As items say it, without the article."""
    return plain(value).partition(" ")[2] if value else str(NOT_KNOWN)


def _language(value: str) -> str:
    return str(LANGUAGES.get(value, value or NOT_KNOWN))


def _classification(value: str) -> str:
    return str(Classification(value).label)
