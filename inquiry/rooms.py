"""What the rooms' pages do alike: to whom they open, forms about records, the panels beside a record."""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django import forms
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.desk import current_inquiry
from inquiry.shared.tables import Conflict, Record
from inquiry.shared.web import act, form_page
from inquiry.shared.workflow import available

View = Callable[..., HttpResponse]
M = TypeVar("M", bound=Model)
R = TypeVar("R", bound=Record)


def opened_by(right: str) -> Callable[[View], View]:
    """The page opens to whoever holds `right` in the inquiry they work in; to everybody else it is 404."""

    def door(view: View) -> View:
        @functools.wraps(view)
        def guarded(http: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may_here(http, right):
                raise Http404
            return view(http, *args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined]
        return guarded

    return door


def may_here(http: HttpRequest, right: str) -> bool:
    """Whether the person holds `right` in the inquiry they work in."""
    inquiry = current_inquiry(http)
    return isinstance(http.user, User) and inquiry is not None and http.user.holds(right, inquiry)


def person(http: HttpRequest) -> User:
    """Who is signed in; every page is behind the sign-in."""
    if not isinstance(http.user, User):
        raise Http404
    return http.user


def here(http: HttpRequest) -> Inquiry:
    """The inquiry the person works in.

    Raises:
        Http404: they take part in none.
    """
    inquiry = current_inquiry(http)
    if inquiry is None:
        raise Http404
    return inquiry


def rows_of(http: HttpRequest, model: type[R]) -> QuerySet[R]:
    """The rows of the inquiry the person works in that they may read."""
    rows: QuerySet[R] = model.objects.visible_to(http.user).filter(inquiry=here(http))  # type: ignore[attr-defined]
    return rows


class RecordForm(forms.ModelForm[M]):
    """A form about a record. Its choices are those that the person may see; it carries the revision that was opened."""

    def __init__(
        self, http: HttpRequest, record: M | None = None, *, inquiry: Inquiry | None = None, **options: Any
    ) -> None:
        data = http.POST if http.method == "POST" else None
        super().__init__(data, instance=copy.copy(record), **options)
        self.opened = record
        place = inquiry or getattr(record, "inquiry", None) or here(http)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                narrow(field, http.user, place, leave_out=record)
        if record is not None:
            widget = forms.HiddenInput()
            self.fields["revision"] = forms.IntegerField(widget=widget, initial=record.revision)  # type: ignore[attr-defined]


def narrow(field: forms.ModelChoiceField[Any], user: Any, inquiry: Inquiry, *, leave_out: Any = None) -> None:
    """Offer only what `user` may see, and of records only those of `inquiry`; never the record itself."""
    model = field.queryset.model  # type: ignore[union-attr]
    rows = model._default_manager.visible_to(user)
    rows = rows.filter(inquiry=inquiry) if issubclass(model, Record) else rows
    field.queryset = rows.exclude(pk=leave_out.pk) if isinstance(leave_out, model) else rows


def add_page(http: HttpRequest, form: forms.BaseForm, action: Callable[..., Any], **words: Any) -> HttpResponse:
    """A form that makes a record by `action(by=…, **fields)`, then the page of what was made.

    Args:
        words: `given` (more arguments for the action), `template`, and what the template shows: `heading`, `crumbs`
            (label, address), `cancel_url`, `submit`.
    """
    given, template = words.pop("given", {}), words.pop("template", "inquiry/form.html")
    made = act(http, form, action, by=http.user, **given)
    return redirect(made) if made is not None else form_page(http, template, form, words)


def edit_page(http: HttpRequest, form: RecordForm[Any], action: Callable[..., Any], **words: Any) -> HttpResponse:
    """A form that changes its record by `action(ref, by=…, expected=…, **fields)`; a colleague's change stays."""
    record: Any = form.opened
    template = words.pop("template", "inquiry/form.html")

    def change(revision: int, **fields: Any) -> Any:
        return action(record.ref, expected=revision, **fields)

    changed = act(http, form, change, by=http.user)
    if changed is not None:
        return redirect(changed)
    if any(isinstance(one, Conflict) for one in getattr(http, "refusals", [])):
        words["theirs"] = _both_versions(form)
    words.setdefault("cancel_url", record.get_absolute_url())
    return form_page(http, template, form, {"record": record, **words})


def verb_page(
    http: HttpRequest, record: Any, form: forms.BaseForm, action: Callable[..., Any], **words: Any
) -> HttpResponse:
    """A form that does something with its record by `action(ref, by=…, **fields)`, then the record's page.

    Args:
        words: `template`, and what it shows: `heading`, `crumbs` (label, address), `submit`, `help`, `grave`.
    """
    template = words.pop("template", "inquiry/form.html")
    if act(http, form, action, record.ref, by=http.user) is not None:
        return redirect(record)
    words.setdefault("cancel_url", record.get_absolute_url())
    return form_page(http, template, form, {"record": record, **words})


def _both_versions(form: RecordForm[Any]) -> list[tuple[str, str, str]]:
    """Label, the colleague's value, what was typed here, for each field that differs. Sending again writes over theirs."""
    opened: Any = form.opened
    record = type(opened)._default_manager.get(pk=opened.pk)
    posted: Any = form.data
    form.data = posted.copy()
    form.data["revision"] = str(record.revision)  # type: ignore[index]
    found = []
    for bound in form:
        if bound.name == "revision":
            continue
        theirs, mine = getattr(record, bound.name), form.cleaned_data.get(bound.name)
        theirs = list(theirs.all()) if hasattr(theirs, "all") else theirs
        both = said(_label(bound.field, theirs)), said(_label(bound.field, mine))
        if both[0] != both[1]:
            found.append((str(bound.label), *both))
    return found


def _label(field: forms.Field, value: Any) -> Any:
    """The words of a choice; any other value as it is."""
    choices: dict[Any, Any] = dict(field.choices) if isinstance(field, forms.TypedChoiceField) else {}  # type: ignore[arg-type]
    return choices.get(value, value) if isinstance(value, str) else value


def said(value: Any) -> str:
    """A field's value as text to compare."""
    if value is None or value == "":
        return ""
    if isinstance(value, list | tuple | QuerySet):
        return ", ".join(str(one) for one in value)
    return (str(_("Yes")) if value else str(_("No"))) if isinstance(value, bool) else str(value)


NAMED_KINDS = ("OF", "ME", "AU", "DT", "CR")
"""Kinds of records that bear a name: only their pages have a panel of its spellings."""

NAMES = ("inquiry:names_about", _("Names"), "letter-case", Right.COMMISSION_READ)
PANELS = (
    ("evidence:items_about", _("Evidence"), "files", Right.EVIDENCE_LIST_C0),
    ("inquiry:citations_about", _("Sources"), "news", Right.COMMISSION_READ),
    ("inquiry:assignments_about", _("Assigned people"), "users", Right.ASSIGN),
    ("inquiry:audit_about", _("History"), "history", ""),
)


def panels(http: HttpRequest, rows: Iterable[tuple[str, Any, str, str]], *args: str) -> list[tuple[str, Any, str]]:
    """Address, title and icon of those panels that exist in this installation and that the person's role opens."""
    found = []
    for name, title, icon, right in rows:
        if right and not (isinstance(http.user, User) and http.user.holds(right)):
            continue
        try:
            found.append((reverse(name, args=args), title, icon))
        except NoReverseMatch:
            continue
    return found


def record_page(http: HttpRequest, template: str, record: Record, change_right: str, **context: Any) -> HttpResponse:
    """A record's page: the template gets `record`, `may_change`, `steps` (those that may be taken now) and `panels`."""
    user = http.user
    steps = available(record, user) if hasattr(record, "STEPS") else []  # type: ignore[arg-type]
    shown = {
        "record": record,
        "may_change": isinstance(user, User) and user.may(change_right, record),
        "steps": steps,
        "panels": panels(http, (NAMES, *PANELS) if record.KIND in NAMED_KINDS else PANELS, record.ref),
        **context,
    }
    return render(http, template, shown)
