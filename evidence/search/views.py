"""The search page: one line to type, what was found with words around it, ways to narrow it down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from evidence.search.asking import answered
from evidence.search.builder import QueryForm, composed
from evidence.search.facets import SHOWN, facets
from evidence.search.query import QueryError
from evidence.search.results import DEEPEST, PAGE, Hit, Results
from inquiry.accounts.rights import Right
from inquiry.commission.mandate.models import MandateArea
from inquiry.rooms import here, opened_by, rows_of


@dataclass(frozen=True, slots=True)
class Leaf:
    """What the pager shows."""

    summary: str
    next_url: str = ""
    previous_url: str = ""


@opened_by(Right.EVIDENCE_READ_C0)
def search(http: HttpRequest) -> HttpResponse:
    """Search the evidence of the inquiry that one works in, by a typed query or by what a form says."""
    form = QueryForm(rows_of(http, MandateArea).order_by("code"), http.GET if "build" in http.GET else None)
    if form.is_bound and not form.is_valid():
        return _page(http, form, {"text": ""}, 422)
    text = composed(form.cleaned_data) if form.is_bound else http.GET.get("q", "").strip()
    if not text:
        return _page(http, form, {"text": ""})
    inquiry = here(http)
    found = answered(text, by=http.user, inquiry=inquiry, offset=_offset(http))  # type: ignore[arg-type]
    if isinstance(found, QueryError):
        return _page(http, form, {"text": text, "error": found, **_place(text, found)}, 422)
    return _page(http, form, {"text": text, "found": found, **_shown(text, found)})


def _page(http: HttpRequest, form: QueryForm, shown: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(http, "evidence/search/page.html", {"form": form, **shown}, status=status)


def _offset(http: HttpRequest) -> int:
    given = http.GET.get("from", "0")
    return min(int(given), DEEPEST) if given.isascii() and given.isdigit() and len(given) < 6 else 0


def _place(text: str, error: QueryError) -> dict[str, str]:
    return {"before": text[: error.start], "wrong": text[error.start : error.end], "after": text[error.end :]}


def _shown(text: str, found: Results) -> dict[str, Any]:
    made = [facet for facet in facets(text, found) if len(facet.lines) > 1]
    return {
        "lines": [(hit, _address(hit, text, hit.page), _others(hit, text)) for hit in found.hits],
        "facets": [(facet, facet.lines[:SHOWN], len(facet.lines) - SHOWN) for facet in made],
        "page": _leaf(text, found),
    }


def _address(hit: Hit, text: str, page: int | None) -> str:
    """The item's page, opened where the hit stands."""
    place = {"page": page, "q": text} if page else {"q": text}
    return f"{hit.item.url}?{urlencode(place)}"


def _others(hit: Hit, text: str) -> list[tuple[int, str]]:
    """The other pages with a hit, as far as they are named."""
    return [(number, _address(hit, text, number)) for number in hit.pages if number != hit.page]


def _leaf(text: str, found: Results) -> Leaf:
    first, last = found.offset + 1, found.offset + len(found.hits)
    summary = _("%(first)d–%(last)d of %(total)d") % {"first": first, "last": last, "total": found.total}
    following = found.next_offset
    return Leaf(
        summary if found.hits else "",
        f"?{urlencode({'q': text, 'from': following})}" if following is not None else "",
        f"?{urlencode({'q': text, 'from': max(0, found.offset - PAGE)})}" if found.offset else "",
    )
