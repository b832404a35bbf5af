"""Panels about reading: for the overview, for the health page, for a batch while it is read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from evidence.ingestion import malware, progress
from evidence.ingestion.models import StageRun
from evidence.ingestion.state import sandbox_state
from evidence.intake.models import Batch, BatchStatus
from evidence.items.coding import MEANS, Outcome
from evidence.items.models import Item
from inquiry.accounts.rights import Right
from inquiry.rooms import here, may_here, opened_by, rows_of, verb_page
from inquiry.shared.web import found, panel


@opened_by(Right.EVIDENCE_LIST_C0)
def overview_panel(http: HttpRequest) -> HttpResponse:
    """Numbers that matter today, of what the reader may know of."""
    rows = rows_of(http, Item)
    context = {"progress": progress.of(rows, running=False), "newest": rows.order_by("-pk")[:6]}
    return panel(http, "evidence/ingestion/_overview.html", _("Evidence"), context)


@opened_by(Right.JOB_READ)
def jobs_panel(http: HttpRequest) -> HttpResponse:
    """What the workers do, as figures of the whole installation: for those who see jobs, whatever evidence they may see."""
    context = {"totals": progress.totals(), "damaged": Item.objects.damaged().count()}
    return panel(http, "evidence/ingestion/_jobs.html", _("Reading of documents"), context)


@opened_by(Right.JOB_READ)
def sandbox_panel(http: HttpRequest) -> HttpResponse:
    return panel(http, "evidence/ingestion/_sandbox.html", _("Sandbox"), {
        "state": sandbox_state(), "scanner": malware.scanner_state(), "has_scanner": bool(settings.CLAMD),
    })  # fmt: skip


@opened_by(Right.JOB_READ)
def item_log(http: HttpRequest, ref: str) -> HttpResponse:
    """How an item was read: its stages, and for each what the sandbox denied it and by what it ended."""
    item: Any = found(rows_of(http, Item), ref=ref)
    rows = StageRun.objects.filter(item=item).order_by("pk")
    runs = [(progress.STAGE_WORDS.get(run.stage, run.stage), run) for run in rows]
    context = {"runs": runs, "readable": item.readable}
    return panel(http, "evidence/ingestion/_log.html", _("How it was read"), context)


class ReleaseForm(forms.Form):
    """Why an item leaves quarantine."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=2000)


@opened_by(Right.EVIDENCE_CLASSIFY)
def release(http: HttpRequest, ref: str) -> HttpResponse:
    """Take an item out of quarantine although the malware scanner found something in it."""
    rows = Item.objects.with_right(http.user, Right.EVIDENCE_CLASSIFY)
    record = found(rows.filter(inquiry=here(http)), ref=ref)
    form = ReleaseForm(http.POST if http.method == "POST" else None)
    crumbs = [(_("Evidence"), reverse("evidence:items")), (record.ref, record.get_absolute_url())]
    words = {"heading": now("Release from quarantine"), "submit": now("Release and read it"), "grave": True}
    return verb_page(http, record, form, malware.release, crumbs=crumbs, help=record.problem, **words)


ENDED = {
    Outcome.READ: _("%d whole"),
    Outcome.PARTLY_READ: _("%d in part"),
    Outcome.ENCRYPTED: _("%d locked"),
    Outcome.DAMAGED: _("%d damaged"),
    Outcome.UNSUPPORTED: _("%d of kinds that are only kept"),
    Outcome.REFUSED: _("%d beyond the limits"),
    Outcome.QUARANTINED: _("%d in quarantine"),
    Outcome.FAILED: _("%d failed"),
}


def _parts(state: progress.Progress) -> str:
    """How many items ended how, in a line; empty while some wait."""
    numbers = {Outcome(value): number for value, _label, number in state.by_outcome}
    return ", ".join(str(words) % numbers[one] for one, words in ENDED.items() if one in numbers) if state.over else ""


@opened_by(Right.EVIDENCE_LIST_C0)
def batch_progress(http: HttpRequest, ref: str) -> HttpResponse:
    """The state of what the reader may know of in a batch; asked again every few seconds until nothing more can come."""
    batch = found(rows_of(http, Batch), ref=ref)
    state = progress.of_batch(batch, http.user)  # type: ignore[arg-type]
    meanings = [(label, MEANS[Outcome(value)]) for value, label, _number in state.by_outcome]
    may_retry = may_here(http, Right.JOB_RETRY)
    context = {"progress": state, "batch": batch, "may_retry": may_retry, "meanings": meanings, "parts": _parts(state)}
    response = panel(http, "evidence/ingestion/_batch.html", _("Reading"), context)
    return progress.last_answer(http, response) if state.over and batch.status == BatchStatus.CLOSED else response
