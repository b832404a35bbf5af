"""Pages of reprisals, and the list of what has to be looked at again."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import today
from inquiry.accounts.rights import Right
from inquiry.rooms import RecordForm, add_page, edit_page, here, opened_by, record_page, rows_of, verb_page
from inquiry.shared.date_fields import DAY
from inquiry.shared.web import Page, found, panel
from inquiry.shared.workflow import step_of
from witnesses.consent.views import crumbs
from witnesses.protection import actions, responding
from witnesses.protection.reprisals import Reprisal
from witnesses.protection.reviews import Key, due, overdue_count
from witnesses.protection.views import SMALL, about, to_protect

READ, CHANGE = Right.PROTECTION_READ, Right.PROTECTION_CHANGE
ROWS = 50
FEW = 8
MARK = re.compile(r"(?P<day>[0-9]{1,7}) (?P<ref>[A-Z]{1,4}-[0-9]{1,11}) (?P<what>[a-z_]{1,20})")


class ReprisalForm(RecordForm[Reprisal]):
    class Meta:
        model = Reprisal
        fields = (
            "happened", "happened_zone", "happened_basis", "against", "what", "linked", "link", "response", "notified",
            "notified_on", "follow_up_due",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            **dict.fromkeys(("what", "link", "response"), SMALL),
            **dict.fromkeys(("notified_on", "follow_up_due"), DAY),
        }


@opened_by(CHANGE)
def record_reprisal(http: HttpRequest, ref: str) -> HttpResponse:
    witness = to_protect(http, ref)
    form = ReprisalForm(http, inquiry=witness.inquiry)
    return add_page(
        http, form, responding.record, given={"witness": witness}, **about(witness, now("Record a reprisal"))
    )


@opened_by(READ)
def reprisal(http: HttpRequest, ref: str) -> HttpResponse:
    """One reprisal, with everything that was done about it."""
    record = found(rows_of(http, Reprisal).select_related("witness", "created_by"), ref=ref)
    user: Any = http.user
    actions.note_read(record, by=user)
    context = {"told": record.follow_ups.select_related("created_by").order_by("pk"), "today": today()}
    return record_page(http, "witnesses/protection/reprisal.html", record, CHANGE, **context)


@opened_by(CHANGE)
def change_reprisal(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Reprisal).select_related("witness"), ref=ref)
    to_protect(http, record.witness.ref)
    words = {"heading": now("Change the reprisal"), "crumbs": crumbs(record.witness)}
    return edit_page(http, ReprisalForm(http, record), responding.change, **words)


class FollowUpForm(forms.Form):
    """What was done or learnt, and when to look again."""

    words = forms.CharField(label=_("What was done, what was learnt"), max_length=4000, widget=SMALL)
    on = forms.DateField(label=_("Day"), widget=DAY)
    follow_up_due = forms.DateField(label=_("Look again by"), required=False, widget=DAY)

    def __init__(self, http: HttpRequest, verb: str) -> None:
        super().__init__(http.POST if http.method == "POST" else None, initial={"on": today()})
        if verb == "close":
            del self.fields["follow_up_due"]
            self.fields["words"].label = _("How it ended")


@opened_by(CHANGE)
def reprisal_step(http: HttpRequest, ref: str, verb: str) -> HttpResponse:
    record = found(rows_of(http, Reprisal).select_related("witness"), ref=ref)
    if verb not in responding.VERBS:
        raise Http404
    form = FollowUpForm(http, verb)
    heading, way = step_of(record, verb).words, crumbs(record.witness)
    return verb_page(http, record, form, responding.VERBS[verb], heading=heading, crumbs=way)


def _after(http: HttpRequest) -> Key | None:
    """Where the list goes on; a mark nobody made here is 404."""
    mark = http.GET.get("after", "")
    read = MARK.fullmatch(mark)
    if read is None or not 1 <= int(read["day"]) <= date.max.toordinal():
        if mark:
            raise Http404
        return None
    return date.fromordinal(int(read["day"])), read["ref"], read["what"]


def _mark(key: Key) -> str:
    day, ref, what = key
    return "?" + urlencode({"after": f"{day.toordinal()} {ref} {what}"})


@opened_by(READ)
def reviews(http: HttpRequest) -> HttpResponse:
    """Everything that has to be looked at again, what is overdue first."""
    after = _after(http)
    rows = due(http.user, here(http), after=after, size=ROWS + 1)
    following = _mark(rows[ROWS - 1].key) if len(rows) > ROWS else ""
    context = {
        "page": Page(rows[:ROWS], following, "?" if after else ""),
        "overdue": overdue_count(http.user, here(http)),
    }
    return render(http, "witnesses/protection/reviews.html", context)


@opened_by(READ)
def reviews_panel(http: HttpRequest) -> HttpResponse:
    """Panel of the overview: the first few of them."""
    context = {"rows": due(http.user, here(http), size=FEW), "overdue": overdue_count(http.user, here(http))}
    return panel(http, "witnesses/protection/_reviews.html", _("To look at again"), context)
