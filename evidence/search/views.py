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
from evidence.search.grammar import parse
from evidence.search.query import QueryError, in_words
from evidence.search.results import DEEPEST, PAGE, Results
from evidence.search.rows import rows
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
        return _page(http, form, {"text": text, **complaint(found, text)}, 422)
    return _page(http, form, {"text": text, "found": found, **_shown(text, found, http.user)})


def _page(http: HttpRequest, form: QueryForm, shown: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(http, "evidence/search/page.html", {"form": form, **shown}, status=status)


def complaint(error: QueryError, text: str) -> dict[str, Any]:
    """What `evidence/search/_error.html` shows: the sentence, and the query in three parts with what is wrong between."""
    return {"error": error, **dict(zip(("before", "wrong", "after"), error.marked(text), strict=True))}


def _offset(http: HttpRequest) -> int:
    given = http.GET.get("from", "0")
    return min(int(given), DEEPEST) if given.isascii() and given.isdigit() and len(given) < 6 else 0


def _shown(text: str, found: Results, user: Any) -> dict[str, Any]:
    made = [facet for facet in facets(text, found) if len(facet.lines) > 1]
    return {
        "lines": rows(found.hits, in_words(parse(text), text), user),
        "facets": [(facet, facet.lines[:SHOWN], len(facet.lines) - SHOWN) for facet in made],
        "page": _leaf(text, found),
    }


def _leaf(text: str, found: Results) -> Leaf:
    first, last = found.offset + 1, found.offset + len(found.hits)
    summary = _("%(first)d–%(last)d of %(total)d") % {"first": first, "last": last, "total": found.total}
    following = found.next_offset
    return Leaf(
        summary if found.hits else "",
        f"?{urlencode({'q': text, 'from': following})}" if following is not None else "",
        f"?{urlencode({'q': text, 'from': max(0, found.offset - PAGE)})}" if found.offset else "",
    )
