"""The panel of a batch's passwords, and its forms: adding one, taking one off, reading the locked items again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from evidence.ingestion import locked
from evidence.intake import passwords
from evidence.intake.models import Batch
from evidence.intake.password_list import BatchPassword
from evidence.items.models import Item
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.rooms import add_page, opened_by, person, rows_of
from inquiry.shared.web import found, panel

RECEIVE = Right.EVIDENCE_RECEIVE
SHOWN = 20  # items named beside a password


class PasswordForm(forms.Form):
    """A password and what it is called. The field is never filled again; its name keeps it out of refused forms."""

    label = forms.CharField(
        label=_("What it is called"),
        max_length=100,
        help_text=_("Seen by others, for example: from the letter of 3 May."),
    )
    secret = forms.CharField(
        label=_("Password"),
        max_length=passwords.LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-secret": ""}),
        help_text=_("Kept sealed, and shown to nobody again."),
    )


@opened_by(RECEIVE)
def password_panel(http: HttpRequest, ref: str) -> HttpResponse:
    """Which passwords are known for a batch, by label, and what each opened as far as the reader may read it."""
    record = found(rows_of(http, Batch), ref=ref)
    rows = BatchPassword.objects.visible_to(http.user).filter(batch=record).select_related("added_by", "removed_by")
    context = {
        "record": record,
        "entries": [(row, *_opened(record, row, http.user)) for row in rows.order_by("number")],
        "locked": locked.of(record, http.user).count(),
    }
    return panel(http, "evidence/intake/_passwords.html", _("Passwords"), context)


def _opened(batch: Batch, row: BatchPassword, user: Any) -> tuple[list[Item], int]:
    """(the first items that a password opened, how many more), among those `user` may read."""
    items = Item.objects.readable_by(user).filter(passwords.opened_by(row.number), batch=batch).order_by("pk")
    return list(items[:SHOWN]), max(0, items.count() - SHOWN)


@sensitive_post_parameters("secret")
@opened_by(RECEIVE)
def password_add(http: HttpRequest, ref: str) -> HttpResponse:
    """Put a password on the list."""
    record = found(rows_of(http, Batch), ref=ref)
    form = PasswordForm(http.POST if http.method == "POST" else None)
    crumbs = [(record.ref, record.get_absolute_url())]
    words = {"heading": now("Add a password"), "cancel_url": record.get_absolute_url(), "submit": now("Add it")}
    return add_page(http, form, _add, given={"batch": record}, crumbs=crumbs, **words)


@sensitive_variables("secret")
def _add(batch: Batch, by: User, label: str, secret: str) -> Batch:
    return passwords.add(batch.ref, by=by, label=label, password=secret).batch


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
    locked.read_locked_again(record.ref, by=person(http))
    return redirect(record)
