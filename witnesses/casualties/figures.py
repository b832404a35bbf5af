"""The page of totals: ours, computed; beside them the figures of others, as they were published. Nothing is mixed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.public_statements.models import Figure
from inquiry.rooms import opened_by, rows_of
from inquiry.shared.terms import words_of
from witnesses.casualties.choices import Manner, Sex, Standing, Status
from witnesses.casualties.models import Casualty
from witnesses.casualties.reading import rows_to_count
from witnesses.casualties.totals import COUNTED, Row, Totals, totals

READ = Right.CASUALTY_READ
ABOUT_DEATHS = "death"  # the measures that stand beside our totals unless another is chosen


class MeasureForm(forms.Form):
    """Which published figures stand beside ours."""

    measure = forms.ChoiceField(label=_("Published figures about"), required=False)

    def __init__(self, http: HttpRequest) -> None:
        super().__init__(http.GET)
        measures = rows_of(http, Figure).order_by("measure").values_list("measure", flat=True).distinct()
        field: Any = self.fields["measure"]
        field.choices = [("", _("Deaths")), *((one, one) for one in measures)]


@opened_by(READ)
def casualty_totals(http: HttpRequest) -> HttpResponse:
    form = MeasureForm(http)
    chosen = form.cleaned_data["measure"] if form.is_valid() else ""
    published = rows_of(http, Figure).select_related("statement").order_by("measure", "pk")
    beside = published.filter(measure=chosen) if chosen else published.filter(measure__icontains=ABOUT_DEATHS)
    found = totals(rows_to_count(http.user, rows_of(http, Casualty)))
    context = {
        "totals": found,
        "statuses": [(Status(status).label, found.by_status[status]) for status in Status.values],
        "columns": [Status(status).label for status in COUNTED],
        "tables": tables(found),
        "filters": form,
        "published": beside[:100],
    }
    return render(http, "witnesses/casualties/totals.html", context)


def tables(found: Totals) -> list[tuple[str, list[tuple[str, Row]]]]:
    """Each breakdown with the words of its lines."""
    sexes, standings, manners = dict(Sex.choices), dict(Standing.choices), dict(Manner.choices)
    return [
        (now("By sex"), _worded(found.by_sex, sexes)),
        (now("By age"), _worded(found.by_band, {})),
        (now("By place"), _worded(found.by_place, {})),
        (now("By month"), [(words_of(row.key) or now("Not known"), row) for row in found.by_month]),
        (now("By status of the person"), _worded(found.by_standing, standings)),
        (now("By manner of death"), _worded(found.by_manner, manners)),
    ]


def _worded(rows: Sequence[Row], words: dict[Any, Any]) -> list[tuple[str, Row]]:
    return [(str(words.get(row.key, row.key)) or now("Not known"), row) for row in rows]
