"""Pages of what hangs on a detainee: record a row, correct it, name a further source, take a link back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as now
from django.views.decorators.http import require_POST

from inquiry.accounts.rights import Right
from inquiry.rooms import add_page, edit_page, here, opened_by, rows_of
from inquiry.shared.tables import record_of
from inquiry.shared.web import found
from witnesses.detainees import court_actions
from witnesses.detainees.court import Happening
from witnesses.detainees.forms import SORTS, SourceForm, sort_of
from witnesses.detainees.models import Detainee, Part
from witnesses.detainees.views import CHANGE, crumbs, to


def _inside(detainee: Detainee, heading: Any) -> dict[str, Any]:
    """What a form about a part shows."""
    return {"heading": heading, "crumbs": crumbs(to(detainee)), "cancel_url": detainee.get_absolute_url()}


def _row(http: HttpRequest, ref: str) -> Any:
    """The part, or the detainee, that `ref` names in the inquiry the person works in."""
    row = record_of(ref, http.user)  # type: ignore[arg-type]
    if not isinstance(row, Part | Detainee) or row.inquiry_id != here(http).pk:
        raise Http404
    return row


@opened_by(CHANGE)
def add(http: HttpRequest, ref: str, sort: str) -> HttpResponse:
    """A new row of one sort; `?charge=CG-0001` and the like choose what it belongs to."""
    detainee = found(rows_of(http, Detainee).select_related("witness"), ref=ref)
    one = SORTS[sort]
    form = one.form(http, detainee)
    for name in ("charge", "proceeding", "counsel", "custody"):
        if name in form.fields and name in http.GET:
            field: Any = form.fields[name]
            field.initial = field.queryset.filter(ref=http.GET[name]).first()
    return add_page(http, form, one.add, given={"detainee": detainee}, **_inside(detainee, one.heading))


@opened_by(CHANGE)
def change(http: HttpRequest, ref: str) -> HttpResponse:
    """Correct a row that may be changed; what stood there before is in the history."""
    row = _row(http, ref)
    one = sort_of(row)
    if one is None or one.change is None:
        raise Http404
    form = one.form(http, row.detainee, row)
    return edit_page(http, form, one.change, **_inside(row.detainee, now("Correct %(ref)s") % {"ref": ref}))


@opened_by(CHANGE)
def correct(http: HttpRequest, ref: str) -> HttpResponse:
    """Correct a step by a further one, filled with what the first says; both stay."""
    row = _row(http, ref)
    one = sort_of(row)
    if one is None or not isinstance(row, Happening):
        raise Http404
    said = {name: getattr(row, name) for name in one.form._meta.fields or ()}
    form = one.form(http, row.detainee, initial=said)
    words = _inside(row.detainee, now("Correct %(ref)s by a further row") % {"ref": ref})
    words["help"] = now("The first row stays, struck out. Choose “Recorded in error” if it did not happen.")
    return add_page(http, form, one.add, given={"detainee": row.detainee, "corrects": row}, **words)


@opened_by(CHANGE)
def add_source(http: HttpRequest, ref: str) -> HttpResponse:
    """Name a further source of a row, or of the detainee."""
    row = _row(http, ref)
    detainee = row if isinstance(row, Detainee) else row.detainee
    words = _inside(detainee, now("Name a further source of %(ref)s") % {"ref": ref})
    return add_page(http, SourceForm(http, detainee), court_actions.add_source, given={"about": row}, **words)


@require_POST
@opened_by(Right.DETAINEE_CHANGE)
def unlink(http: HttpRequest, ref: str) -> HttpResponse:
    """Take the link to a request or a petition back."""
    return redirect(court_actions.unlink(ref, by=http.user).detainee)  # type: ignore[arg-type]
