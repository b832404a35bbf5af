"""The pages of lists of names: the lists, the form, the table, its files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from evidence.name_lists import actions, files, names, reading
from evidence.name_lists.models import LONGEST, MOST_NAMES, NameList
from inquiry.accounts.rights import Right
from inquiry.rooms import add_page, here, opened_by, person, rows_of
from inquiry.shared.web import found, paged

READ = Right.EVIDENCE_READ_C0
LARGEST = 1 << 20  # bytes of a file of names


class NamesForm(forms.Form):
    """Names typed or pasted, or in a file. What the field `secret…` holds is left out of the page of refusals."""

    title = forms.CharField(
        label=_("Title"), max_length=LONGEST, help_text=_("For you alone: nobody else sees the list.")
    )
    secret_lines = forms.CharField(
        label=_("Names"), required=False, max_length=MOST_NAMES * (LONGEST + 2),
        widget=forms.Textarea(attrs={"rows": 12, "autocomplete": "off", "spellcheck": "false", "data-secret": ""}),
        help_text=_("One to a line, in any script and spelling; at most 2,000."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("or a file"), required=False,
        help_text=_("A text with one name to a line, or CSV with names in the first column."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """`given`: the names of both."""
        said: dict[str, Any] = super().clean() or {}
        held = said.pop("file", None)
        if held is not None and held.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 1 MB."))
        given = names.cleaned(str(said.pop("secret_lines", "") or "").splitlines())
        said["given"] = [*given, *(names.in_file(held.read(), held.name) if held is not None else [])]
        return said


@opened_by(READ)
def lists(http: HttpRequest) -> HttpResponse:
    """One's own lists."""
    page = paged(http, rows_of(http, NameList))
    return render(http, "evidence/name_lists/list.html", {"page": page})


@sensitive_post_parameters("secret_lines")
@opened_by(READ)
def make(http: HttpRequest) -> HttpResponse:
    """Look for names."""
    posted = http.method == "POST"
    form = NamesForm(http.POST if posted else None, http.FILES if posted else None)
    given, cancel = {"inquiry": here(http)}, reverse("evidence:name_lists")
    crumbs = [(_("Evidence"), reverse("evidence:items")), (_("Lists of names"), cancel)]
    words = {"heading": now("Look for a list of names"), "crumbs": crumbs, "cancel_url": cancel}
    return add_page(http, form, actions.make, given=given, submit=now("Look for them"), **words)


@opened_by(READ)
def name_list(http: HttpRequest, ref: str) -> HttpResponse:
    """The table: as much of it as was looked for by now."""
    record = found(rows_of(http, NameList), ref=ref)
    page = paged(http, record.lines.all(), ("number",))
    rows = list(reading.rows(record, page.rows, http.user))
    done = record.lines.filter(looked_at__isnull=False).count()
    context = {"record": record, "page": page, "rows": rows, "done": done, "in_work": record.in_work}
    return render(http, "evidence/name_lists/page.html", context)


@opened_by(READ)
def export(http: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """The whole table as a file."""
    if kind not in files.KINDS:
        raise Http404
    record = found(rows_of(http, NameList), ref=ref)
    actions.note_export(record.ref, by=person(http), kind=kind)
    written, media_type = files.KINDS[kind]
    rows = reading.rows(record, list(record.lines.order_by("number")), http.user)
    answer = HttpResponse(written(files.table(rows)), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{record.ref}.{kind}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
@opened_by(READ)
def again(http: HttpRequest, ref: str) -> HttpResponse:
    return redirect(actions.look_again(found(rows_of(http, NameList), ref=ref).ref, by=person(http)))


@require_POST
@opened_by(READ)
def remove(http: HttpRequest, ref: str) -> HttpResponse:
    actions.remove(found(rows_of(http, NameList), ref=ref).ref, by=person(http))
    return redirect("evidence:name_lists")
