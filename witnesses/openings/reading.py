"""Show an identity once, or have it destroyed: what the vault gives goes straight into one answer and stays nowhere."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as now
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from inquiry.accounts.rights import Right
from inquiry.rooms import opened_by
from inquiry.shared.web import found
from witnesses.openings import actions, fresh
from witnesses.openings.models import Aim, Opening
from witnesses.openings.views import crumbs, seen
from witnesses.vault import door
from witnesses.vault.door import FIELDS, GROUP_LABELS, Groups

MARKS = range(90)  # how often the watermark repeats the reader's name over what they read


@require_POST
@opened_by(Right.VAULT_OPEN)
@sensitive_variables("groups", "response")
def read(http: HttpRequest, ref: str, cipher: str) -> HttpResponse:
    """The identity under `cipher`, rendered directly: no redirect, kept by no browser, under the reader's name."""
    record = _asked_for(http, ref, cipher, Aim.READ)
    if not fresh.is_fresh(http):
        return fresh.to_confirm(record.get_absolute_url())
    user: Any = http.user
    groups = door.open_subject(record.ref, cipher, by=user)
    context = {
        "record": record,
        "cipher": cipher,
        "crumbs": crumbs(record),
        "sections": _sections(groups),
        "shown_at": timezone.now(),
        "marks": MARKS,
    }
    response = render(http, "witnesses/openings/identity.html", context)
    response["Cache-Control"] = "no-store, private, max-age=0, must-revalidate"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_POST
@opened_by(Right.VAULT_SHRED)
def destroy(http: HttpRequest, ref: str, cipher: str) -> HttpResponse:
    """Destroy the identity under `cipher` for good."""
    record = _asked_for(http, ref, cipher, Aim.DESTROY)
    if not fresh.is_fresh(http):
        return fresh.to_confirm(record.get_absolute_url())
    actions.destroy(record.ref, cipher, by=http.user)  # type: ignore[arg-type]
    messages.success(http, now("The identity of %(cipher)s is destroyed.") % {"cipher": cipher})
    return redirect(record)


def _asked_for(http: HttpRequest, ref: str, cipher: str, aim: Aim) -> Opening:
    """The opening, for whoever asked it and if it names the cipher; for others there is nothing here."""
    record: Opening = found(seen(http), ref=ref)
    named = any(row.witness.ref == cipher for row in record.subjects.all())
    if record.created_by_id != http.user.pk or record.aim != aim or not named:
        raise Http404
    return record


def _sections(groups: Groups) -> list[tuple[Any, list[tuple[Any, list[str]]]]]:
    """The groups under their labels, in their usual order, each with its fields and their values."""
    return [
        (label, [(FIELDS[group][name].label, values) for name, values in groups[group].items()])
        for group, label in GROUP_LABELS.items()
        if group in groups
    ]
