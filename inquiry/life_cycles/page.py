"""The one page on which any step of any of the three life cycles is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.life_cycles import history
from inquiry.life_cycles.forms import opened, step_form
from inquiry.life_cycles.history import StepTaken
from inquiry.rooms import may_here, person
from inquiry.shared.web import act, form_page
from inquiry.shared.workflow import objection, step_of
from inquiry.sources.models import Citation

Crumbs = list[tuple[str, str]]


def story(http: HttpRequest, record: Any, events: Iterable[StepTaken]) -> dict[str, Any]:
    """What the history on a record's page needs: the steps, what each rests on, and what the reader may add to them."""
    user = person(http)
    return {
        "told": history.told(events),
        "cited": _cited(user, record.ref),
        "may_correct": not objection(record, step_of(record, history.CORRECT), user),
        "may_cite": user.may(Right.COMMISSION_CHANGE, record),
        "may_link": may_here(http, Right.EVIDENCE_DESCRIBE),
    }


def _cited(user: User, ref: str) -> dict[int, list[Citation]]:
    """The standing citations that support one step, by its number: those whose part reads “step 3”."""
    rows = Citation.objects.visible_to(user).standing().filter(about_ref=ref, about_part__startswith="step ")
    found: dict[int, list[Citation]] = {}
    for row in rows.select_related("source").order_by("pk"):
        number = row.about_part.removeprefix("step ").partition(" ")[0].rstrip(",:")
        if number.isdigit():
            found.setdefault(int(number), []).append(row)
    return found


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
    return form_page(http, "inquiry/life_cycles/step.html", form, {"record": record, "step": step, "crumbs": crumbs})
