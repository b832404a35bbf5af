"""The page of an item: one of its pages under its text, what is known beside it; pictures, the list of pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evidence.ingestion import drawing
from evidence.items import actions, serving
from evidence.items.models import Item, Page
from evidence.viewer import pages, player
from evidence.viewer.asked import Asked
from evidence.viewer.beside import beside
from evidence.viewer.showing import drawable, shown
from inquiry.accounts.rights import Right
from inquiry.rooms import opened_by, person, rows_of
from inquiry.shared.web import found

PART = "X-Viewer-Part"  # a script turns the page: it wants the viewer alone


@opened_by(Right.EVIDENCE_LIST_C0)
def item(http: HttpRequest, ref: str) -> HttpResponse:
    """One item: the page that was asked for, what the item claims, where it is used, what was done to it."""
    record = _seen(http, ref)
    if not record.readable:
        return render(http, "evidence/items/listed.html", {"record": record})
    viewed = shown(record, Asked.of(http.GET), person(http))
    actions.note_reading(record, by=person(http), page=viewed.number)
    if viewed.missing:
        drawing.want(record, viewed.number, by=person(http))
    context = {"record": record, "shown": viewed, **_words(record, http)}
    if http.headers.get(PART):
        return render(http, "evidence/viewer/_part.html", context)
    return render(http, "evidence/items/page.html", {**context, **beside(http, record)})


def _words(record: Item, http: HttpRequest) -> dict[str, Any]:
    return {"may_correct": person(http).may(Right.EVIDENCE_DESCRIBE, record)}


def _seen(http: HttpRequest, ref: str) -> Any:
    """The item, and on it whether its content may be read too. Http404 for whoever may not know of it."""
    return found(rows_of(http, Item).select_related("batch", "parent", "created_by"), ref=ref)


def thumbs(http: HttpRequest, ref: str) -> HttpResponse:
    """The next pages of the list, fetched when one comes to its end."""
    record = found(Item.objects.readable_by(http.user), ref=ref)
    asked = Asked.of(http.GET)
    listed = pages.listed(record, asked.thumbs, pages.total_of(record))
    actions.note_reading(record, by=person(http))
    return render(http, "evidence/viewer/_thumbs.html", {"record": record, "listed": listed, "asked": asked})


def page_image(http: HttpRequest, ref: str, number: int) -> HttpResponse:
    """The picture of one page; asked again who reads, whichever page led here."""
    return _picture(http, ref, number, small=False)


def page_thumb(http: HttpRequest, ref: str, number: int) -> HttpResponse:
    """The small picture of one page."""
    return _picture(http, ref, number, small=True)


def _picture(http: HttpRequest, ref: str, number: int, *, small: bool) -> HttpResponse:
    record = found(Item.objects.readable_by(http.user), ref=ref)
    page = found(Page.objects.filter(item=record), number=number)
    digest, media_type = (
        (page.thumb_digest, page.image_type or "image/webp") if small else (page.image_digest, page.image_type)
    )
    response = serving.picture(record, digest, media_type)
    actions.note_reading(record, by=person(http), page=page.number)
    return response


def drawn(http: HttpRequest, ref: str) -> HttpResponse:
    """Asked while a picture or a recording for browsers is made: tells the page to load itself anew when it is there."""
    record = found(Item.objects.readable_by(http.user), ref=ref)
    if http.GET.get("recording"):
        missing = player.state_of(person(http), record) is player.State.MAKING
    else:
        number = Asked.of(http.GET).page
        missing = Page.objects.filter(item=record, number=number, image_type="").exists() and drawable(record)
        actions.note_reading(record, by=person(http), page=number)
    return HttpResponse(status=204) if missing else HttpResponse(headers={"HX-Refresh": "true"})
