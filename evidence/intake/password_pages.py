"""The panel of a batch's passwords, and its forms: adding one, taking one off, reading the locked items again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from evidence.ingestion import locked, progress
from evidence.intake import passwords
from evidence.intake.models import Batch, BatchStatus
from evidence.intake.password_list import BatchPassword
from evidence.items.models import Item
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.rooms import add_page, opened_by, person, rows_of
from inquiry.shared.web import found, panel

RECEIVE = Right.EVIDENCE_RECEIVE
SHOWN = 20  # items named beside a password


class Unrepeated(forms.Textarea):
    """A field whose content is never put into a page again."""

    def format_value(self, value: Any) -> str:
        return ""


class PasswordForm(forms.Form):
    """Passwords and what they are called. The field is never filled again; its name keeps it out of refused forms."""

    secret = forms.CharField(
        label=_("Passwords, one per line"),
        max_length=passwords.MOST * (passwords.LONGEST + 2),
        strip=False,
        widget=Unrepeated(attrs={"autocomplete": "off", "spellcheck": "false", "data-secret": "", "rows": 5}),
        help_text=_("One, or a list to paste. Kept sealed, and shown to nobody again."),
    )
    label = forms.CharField(
        label=_("What they are called"),
        max_length=100,
        required=False,
        help_text=_(
            "Seen by others, for example: from the letter of 3 May. Each has a number, too; that may be enough."
        ),
    )

    def clean_secret(self) -> list[str]:
        """The lines that are not empty; blanks inside and around a password are part of it."""
        lines = str(self.cleaned_data["secret"]).replace("\r\n", "\n").split("\n")
        if found := [line for line in lines if line]:
            return found
        raise forms.ValidationError(now("No password stands in it."))


@opened_by(RECEIVE)
def password_panel(http: HttpRequest, ref: str) -> HttpResponse:
    """Which passwords are known for a batch, by label, and what each opened as far as the reader may read it; asked again
    every few seconds as long as something of the batch may still be read."""
    record = found(rows_of(http, Batch), ref=ref)
    rows = BatchPassword.objects.visible_to(http.user).filter(batch=record).select_related("added_by", "removed_by")
    state = progress.of_batch(record, person(http))
    context = {
        "record": record,
        "entries": [_entry(record, row, http.user) for row in rows.order_by("number")],
        "locked": locked.of(record, http.user).count(),
        "waiting": not state.over,
    }
    response = panel(http, "evidence/intake/_passwords.html", _("Passwords"), context)
    return progress.last_answer(http, response) if state.over and record.status == BatchStatus.CLOSED else response


def _entry(batch: Batch, row: BatchPassword, user: Any) -> dict[str, Any]:
    """A password, the first items that it opened among those `user` may read, how many more, whether it was tried."""
    items = Item.objects.readable_by(user).filter(passwords.opened_by(row.number), batch=batch).order_by("pk")
    known = Item.objects.visible_to(user).filter(batch=batch)
    return {
        "row": row,
        "items": list(items[:SHOWN]),
        "more": max(0, items.count() - SHOWN),
        "tried": locked.tried(row, known),
    }


@sensitive_post_parameters("secret")
@opened_by(RECEIVE)
def password_add(http: HttpRequest, ref: str) -> HttpResponse:
    """Put passwords on the list."""
    record = found(rows_of(http, Batch), ref=ref)
    form = PasswordForm(http.POST if http.method == "POST" else None)
    crumbs = [(record.ref, record.get_absolute_url())]
    words = {"heading": now("Add passwords"), "cancel_url": record.get_absolute_url(), "submit": now("Add them")}
    return add_page(http, form, _add, given={"batch": record, "asked": http}, crumbs=crumbs, **words)


@sensitive_variables("secret")
def _add(batch: Batch, by: User, label: str, secret: list[str], asked: HttpRequest) -> Batch:
    number = passwords.add_each(batch.ref, by=by, label=label, several=secret)
    words = ngettext("%d password was put on the list.", "%d passwords were put on the list.", number) % number
    messages.success(asked, f"{words} {now('Locked files are tried with what is on it whenever they are read.')}")
    return batch


@require_POST
@opened_by(RECEIVE)
def password_remove(http: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Take a password off the list."""
    record = found(rows_of(http, Batch), ref=ref)
    row = found(BatchPassword.objects.visible_to(http.user).usable(), batch=record, number=number)
    passwords.remove(record.ref, by=person(http), number=row.number)
    return redirect(record)


@require_POST
@opened_by(RECEIVE)
def read_locked(http: HttpRequest, ref: str) -> HttpResponse:
    """Read the locked items again, with the passwords that are known by now."""
    record = found(rows_of(http, Batch), ref=ref)
    number = locked.read_locked_again(record.ref, by=person(http))
    said = ngettext("%d locked item is read again now.", "%d locked items are read again now.", number) % number
    messages.success(http, said if number else now("Nothing is locked that could be read again."))
    progress.forget(record, person(http))
    return redirect(record)
