"""The one page on which any step of any of the three life cycles is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from inquiry.accounts.models import User
from inquiry.life_cycles.forms import opened, step_form
from inquiry.life_cycles.history import StepTaken
from inquiry.shared.web import act, form_page

Crumbs = list[tuple[str, str]]


def person(http: HttpRequest) -> User:
    """Who is signed in; every page is behind the sign-in."""
    if not isinstance(http.user, User):
        raise Http404
    return http.user


def step_page(
    http: HttpRequest,
    record: Any,
    verb: str,
    rows: type[StepTaken],
    verbs: Mapping[str, Callable[..., Any]],
    crumbs: Crumbs,
) -> HttpResponse:
    """Ask what the step `verb` of `record` needs, and take it.

    Args:
        rows: the table of its steps.
        verbs: the room's actions.

    Raises:
        Http404: the word is no step.
        Refused: the step is not possible now.
    """
    step = opened(http, record, verb)
    form = step_form(http, record, rows, verb)
    if act(http, form, verbs[verb], record.ref, by=http.user):
        messages.success(http, _("Recorded: %(step)s.") % {"step": step.words})
        return redirect(record)
    return form_page(
        http, "inquiry/official_requests/step.html", form, {"record": record, "step": step, "crumbs": crumbs}
    )
