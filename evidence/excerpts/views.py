"""The pages of excerpts: the list, one of them, taking one from a page, taking it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from evidence.excerpts import actions, passages, reading
from evidence.excerpts.models import LONGEST, Excerpt
from evidence.items import actions as items
from evidence.items.models import Item, Page
from evidence.viewer import texts
from inquiry.accounts.rights import Right
from inquiry.rooms import add_page, here, opened_by, panels, person, rows_of, verb_page
from inquiry.shared.web import filtered, found, paged

LIST = Right.EVIDENCE_LIST_C0
WORDS_SHOWN = 3000  # of a page, beside the form


class ExcerptFilter(forms.Form):
    """Narrow the list."""

    item = forms.CharField(label=_("Item"), required=False, max_length=16)
    words = forms.CharField(label=_("Words of the quote or note"), required=False, max_length=200)
    by = forms.CharField(label=_("Taken by"), required=False, max_length=200)
    withdrawn = forms.BooleanField(label=_("Withdrawn ones too"), required=False)


@opened_by(LIST)
def excerpts(http: HttpRequest) -> HttpResponse:
    """The excerpts of items that one may read, newest first."""
    filters = ExcerptFilter(http.GET)
    rows = rows_of(http, Excerpt).select_related("item", "created_by", "withdrawal")
    rows = filtered(rows, filters, {"item": "item__ref", "by": "created_by__name__icontains"})
    said = filters.cleaned_data if filters.is_valid() else {}
    rows = rows.saying(said.get("words", ""))  # type: ignore[attr-defined]
    rows = rows if said.get("withdrawn") else rows.standing()
    page = paged(http, rows)
    for row in page.rows:
        items.note_reading(row.item, by=person(http), page=row.page)
    context = {"page": page, "filters": filters, "rows": reading.today(page.rows)}
    return render(http, "evidence/excerpts/list.html", context)


@opened_by(LIST)
def excerpt(http: HttpRequest, ref: str) -> HttpResponse:
    """One excerpt: the quote, where it stands, whether the page still says so."""
    record = found(rows_of(http, Excerpt).select_related("item", "created_by", "withdrawal__by"), ref=ref)
    items.note_reading(record.item, by=person(http), page=record.page)
    context = {
        "record": record,
        "today": reading.today([record])[0],
        "withdrawal": getattr(record, "withdrawal", None),
        "may_withdraw": actions.may_withdraw(person(http), record),
        "panels": panels(http, (("inquiry:audit_about", _("History"), "history", ""),), record.item.ref),
    }
    return render(http, "evidence/excerpts/page.html", context)


class ExcerptForm(forms.Form):
    """A passage by its characters (a script fills them in from the selection), by its words, or by its own wording."""

    start = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    end = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    quote = forms.CharField(
        label=_("The passage"), required=False, max_length=LONGEST, widget=forms.Textarea,
        help_text=_("Word for word as it stands on the page, or leave it empty and give the numbers of its words."),
    )  # fmt: skip
    first = forms.IntegerField(label=_("From word"), min_value=1, required=False)
    last = forms.IntegerField(label=_("To word"), min_value=1, required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False, help_text=_("Why it matters."))

    def __init__(self, data: Any, text: str, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.text = text
        self.fields["quote"].mark = _("this, or the numbers of its words")  # type: ignore[attr-defined]
        for name in ("first", "last"):
            self.fields[name].mark = _("needed where the passage is empty")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The words' numbers as characters; what is typed by hand counts before what a script filled in."""
        said: dict[str, Any] = super().clean() or {}
        first, last = said.pop("first", None), said.pop("last", None)
        if first and last:
            span = passages.by_words(self.text, first, last)
            if span is None:
                raise forms.ValidationError(_("The page has no such words."))
            said.update(start=span[0], end=span[1], quote="")
        elif said.get("start") is None or not self._as_selected(said):
            said.update(start=None, end=None)
            if not said.get("quote", "").strip():
                raise forms.ValidationError(_("Say which passage: its words, or the numbers of its words."))
        return said

    def _as_selected(self, said: dict[str, Any]) -> bool:
        """Whether the passage is still the one that was selected."""
        selected = self.text[said["start"] : said.get("end") or 0]
        quoted = str(said.get("quote", "")).split()
        return bool(selected.strip()) and quoted in ([], selected.split())


@opened_by(LIST)
def take(http: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Take an excerpt from a page. What was selected there comes in the address; without that it is said here."""
    record = found(Item.objects.readable_by(http.user).filter(inquiry=here(http)), ref=ref)
    page = found(Page.objects.filter(item=record), number=number)
    text = texts.of_version(page, _version(http)) or texts.current(page, texts.last_correction(record, number))
    form = ExcerptForm(http.POST if http.method == "POST" else None, text.text, _selected(http, text))
    items.note_reading(record, by=person(http), page=number)
    back = f"{record.get_absolute_url()}?page={number}"
    where = now("Page %(number)s") % {"number": number}
    crumbs = [(_("Evidence"), reverse("evidence:items")), (record.ref, record.get_absolute_url()), (where, back)]
    words = {
        "heading": now("Take an excerpt"),
        "crumbs": crumbs,
        "cancel_url": back,
        "submit": now("Take it"),
        "template": "evidence/excerpts/take.html",
        "record": record,
        "words": _words(text.text),
        "number": number,
    }
    return add_page(http, form, actions.take, given={"ref": ref, "page": number}, **words)


def _version(http: HttpRequest) -> int:
    """The version of the text that the selection is of; -1 where nothing says so."""
    said = http.POST.get("version") or http.GET.get("version", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 8 else -1


def _selected(http: HttpRequest, text: texts.PageText) -> dict[str, Any]:
    """What the address says was selected."""
    given = [http.GET.get(name, "") for name in ("start", "end")]
    found: dict[str, Any] = {"version": text.version}
    if all(one.isascii() and one.isdigit() and len(one) < 9 for one in given):
        span = passages.trimmed(text.text, int(given[0]), min(int(given[1]), len(text.text)))
        if span:
            found.update(start=span[0], end=span[1], quote=text.text[slice(*span)])
    return found


def _words(text: str) -> list[tuple[int, str]]:
    """The words of the page with their numbers, for whoever selects without a script."""
    return [(number, match[0]) for number, match in zip(range(1, WORDS_SHOWN + 1), passages.WORD.finditer(text))]  # noqa: B905


class WithdrawForm(forms.Form):
    """Why it is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


@opened_by(LIST)
def withdraw(http: HttpRequest, ref: str) -> HttpResponse:
    """Take an excerpt back."""
    record = found(rows_of(http, Excerpt).select_related("item"), ref=ref)
    form = WithdrawForm(http.POST if http.method == "POST" else None)
    crumbs = [(_("Excerpts"), reverse("evidence:excerpts")), (record.ref, record.get_absolute_url())]
    heading = now("Take the excerpt back")
    return verb_page(http, record, form, actions.withdraw, heading=heading, crumbs=crumbs, submit=heading, grave=True)
