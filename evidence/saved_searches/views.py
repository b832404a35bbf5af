"""The pages of saved searches: the list, one of them with what is new, the form, the panel on the overview."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from evidence.saved_searches import actions
from evidence.saved_searches.models import LONGEST, SavedSearch
from evidence.saved_searches.watching import EVERY
from evidence.search.grammar import parse
from evidence.search.query import QueryError
from evidence.search.views import complaint
from inquiry.accounts.rights import Right
from inquiry.rooms import RecordForm, add_page, edit_page, here, opened_by, person, rows_of
from inquiry.shared.web import found, paged, panel

READ = Right.EVIDENCE_READ_C0
SHOWN = 50
FORM = "evidence/saved_searches/form.html"


class SearchForm(RecordForm[SavedSearch]):
    """A query with a name."""

    class Meta:
        model = SavedSearch
        fields = ("name", "query", "shared", "alert")


def _row(search: SavedSearch, user: Any) -> tuple[SavedSearch, int, str]:
    """A search, how many new items its owner may read now, and the address of what it finds."""
    return search, search.news_for(user).count(), f"{reverse('evidence:search')}?{urlencode({'q': search.query})}"


@opened_by(READ)
def searches(http: HttpRequest) -> HttpResponse:
    """One's own searches and those shared with the team."""
    page = paged(http, rows_of(http, SavedSearch).select_related("created_by"))
    context = {"page": page, "rows": [_row(search, http.user) for search in page.rows]}
    return render(http, "evidence/saved_searches/list.html", context)


@opened_by(READ)
def search(http: HttpRequest, ref: str) -> HttpResponse:
    """One of them: its query, and the new items for its owner."""
    record = found(rows_of(http, SavedSearch).select_related("created_by"), ref=ref)
    _search, number, address = _row(record, http.user)
    news = record.news_for(http.user)
    context = {
        "record": record,
        "number": number,
        "address": address,
        "news": news.select_related("batch")[:SHOWN],
        "told": " ".join(news.values_list("ref", flat=True)),
        "own": record.created_by_id == person(http).pk,
        "every": int(EVERY.total_seconds()) // 60,
    }
    return render(http, "evidence/saved_searches/page.html", context)


CRUMBS = ((_("Evidence"), "evidence:items"), (_("Saved searches"), "evidence:saved_searches"))


def _crumbs() -> list[tuple[Any, str]]:
    return [(label, reverse(name)) for label, name in CRUMBS]


@opened_by(READ)
def save(http: HttpRequest) -> HttpResponse:
    """Keep a query; it may come in the address."""
    asked = http.GET.get("q", "")[:LONGEST]
    form = SearchForm(http, initial={"query": asked})
    words = {"crumbs": _crumbs(), "cancel_url": reverse("evidence:saved_searches"), **_complaint(http, asked)}
    given, heading = {"inquiry": here(http)}, now("Save a search")
    return add_page(http, form, actions.save, template=FORM, given=given, heading=heading, **words)


def _complaint(http: HttpRequest, asked: str = "") -> dict[str, Any]:
    """What is wrong with the query that came in the address or was posted, with its place; nothing when it can be read."""
    text = http.POST.get("query", asked)[:LONGEST].strip()
    try:
        if text:
            parse(text)
    except QueryError as error:
        return complaint(error, text)
    return {}


@opened_by(READ)
def change(http: HttpRequest, ref: str) -> HttpResponse:
    """Change one's own."""
    record = found(rows_of(http, SavedSearch).filter(created_by=person(http)), ref=ref)
    form = SearchForm(http, record)
    words = {"heading": now("Change the saved search"), "crumbs": _crumbs(), **_complaint(http, record.query)}
    return edit_page(http, form, actions.change, template=FORM, **words)


@require_POST
@opened_by(READ)
def seen(http: HttpRequest, ref: str) -> HttpResponse:
    """What the page told of was seen; it names it, so that what came meanwhile stays new."""
    return redirect(actions.mark_seen(ref, by=person(http), items=http.POST.get("seen", "").split()))


@require_POST
@opened_by(READ)
def remove(http: HttpRequest, ref: str) -> HttpResponse:
    actions.remove(ref, by=person(http))
    return redirect("evidence:saved_searches")


@opened_by(READ)
def overview(http: HttpRequest) -> HttpResponse:
    """On the overview: one's own searches that tell what is new."""
    rows = rows_of(http, SavedSearch).filter(created_by=person(http), alert=True).order_by("-pk")[:20]
    context = {"rows": [_row(one, http.user) for one in rows]}
    return panel(http, "evidence/saved_searches/_overview.html", _("Saved searches"), context)
