"""Who gets to the pages of testimony: the record, for whoever may know of it or read it, and the way to its page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as now

from inquiry.rooms import may_here, rows_of
from inquiry.shared.web import found
from witnesses.testimony.interviews import Interview
from witnesses.testimony.levels import LIST
from witnesses.testimony.statements import Statement
from witnesses.testimony.transcripts import Transcript
from witnesses.testimony.translations import Translation

INTERVIEWS = "interviews"  # as the list of testimony names them in its address
TOGETHER: dict[Any, tuple[str, ...]] = {
    Interview: ("witness", "place", "visit", "consent", "inquiry", "created_by"),
    Statement: ("witness", "interview", "inquiry", "created_by"),
    Transcript: ("witness", "interview", "inquiry", "created_by"),
    Translation: ("statement__witness", "statement__inquiry", "statement__interview", "translator", "reviewer", "inquiry"),
}  # fmt: skip


def may_list_here(http: HttpRequest) -> bool:
    """Whether the person may know of testimony of any level in the inquiry they work in."""
    return any(may_here(http, right) for right in LIST.values())


def seen(http: HttpRequest, model: Any, ref: str) -> Any:
    """The record of `model`, with what its queryset says of it (`level`, `readable`, `in_team`).

    Raises:
        Http404: there is none that the person may know of.
    """
    if not may_list_here(http):
        raise Http404
    return found(rows_of(http, model).select_related(*TOGETHER[model]), ref=ref)


def readable(http: HttpRequest, model: Any, ref: str) -> Any:
    """The same, for whoever may also read it; to others it is 404."""
    record = seen(http, model, ref)
    if not record.readable:
        raise Http404
    return record


def crumbs(*records: Any, kind: str = "") -> list[tuple[str, str]]:
    """The way to a page: label and address, from the list (of `kind`; of statements where none is named) over `records`."""
    start = reverse("witnesses:testimony") + (f"?kind={kind}" if kind else "")
    return [(now("Testimony"), start), *((one.ref, one.get_absolute_url()) for one in records)]
