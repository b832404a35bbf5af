"""Pages on which people correct what a machine read, and see how it came to stand so."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from evidence.items import actions as items
from evidence.items.models import Item, Page
from evidence.viewer import actions, texts
from evidence.viewer.asked import Asked
from evidence.viewer.models import LONGEST, PageCorrection
from evidence.viewer.showing import shown
from inquiry.accounts.rights import Right
from inquiry.rooms import add_page, here, opened_by, person
from inquiry.shared.web import found


class CorrectionForm(forms.Form):
    """What the page says, in the words of whoever reads it."""

    text = forms.CharField(
        label=_("What the page says"), required=False, strip=False, max_length=LONGEST, widget=forms.Textarea,
        help_text=_("All of the page's text. Empty only where nothing stands on the page."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("For example: the machine mistook ғ for f on a faint stamp.")
    )
    expected = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["text"].mark = ""  # type: ignore[attr-defined]  # it may be empty, and is never left out


@opened_by(Right.EVIDENCE_DESCRIBE)
def correct(http: HttpRequest, ref: str, number: int) -> HttpResponse:
    """The form beside the page's picture; the machine's text stays whatever is typed here."""
    rows = Item.objects.with_right(http.user, Right.EVIDENCE_DESCRIBE).filter(inquiry=here(http))
    record = found(rows, ref=ref)
    page = found(Page.objects.filter(item=record), number=number)
    stands = texts.current(page, texts.last_correction(record, number))
    initial = {"text": stands.text, "expected": stands.version}
    form = CorrectionForm(http.POST if http.method == "POST" else None, initial=initial)
    items.note_reading(record, by=person(http), page=number)
    words: dict[str, Any] = {
        "heading": now("Correct page %(number)s") % {"number": number},
        "crumbs": _crumbs(record, number),
        "cancel_url": f"{record.get_absolute_url()}?page={number}",
        "submit": now("Keep the correction"),
        "template": "evidence/viewer/correct.html",
        "record": record,
        "shown": shown(record, Asked(page=number), person(http)),
    }
    return add_page(http, form, actions.correct, given={"ref": ref, "page": number}, **words)


def _crumbs(record: Item, number: int) -> list[tuple[Any, str]]:
    page = now("Page %(number)s") % {"number": number}
    return [
        (_("Evidence"), reverse("evidence:items")),
        (record.ref, record.get_absolute_url()),
        (page, f"{record.get_absolute_url()}?page={number}"),
    ]


@opened_by(Right.EVIDENCE_LIST_C0)
def history(http: HttpRequest, ref: str, number: int) -> HttpResponse:
    """The machine's text of a page and every correction of it, newest first."""
    record = found(Item.objects.readable_by(http.user).filter(inquiry=here(http)), ref=ref)
    page = found(Page.objects.filter(item=record), number=number)
    rows = PageCorrection.objects.visible_to(http.user).filter(item=record, page=number).select_related("created_by")
    items.note_reading(record, by=person(http), page=number)
    digest = texts.digest_of(page.text)
    context = {
        "record": record,
        "page": page,
        "versions": [(row, row.machine_digest == digest) for row in rows.order_by("-version")[:100]],
        "crumbs": _crumbs(record, number),
    }
    return render(http, "evidence/viewer/history.html", context)
