"""Batches: list, page with what was received, opening, receipt, files sent by a plain form."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from evidence.ingestion import again, pausing, progress
from evidence.intake import actions, checking, comparing
from evidence.intake.models import Batch, BatchStatus
from evidence.intake.package_checks import Verdict, awaited, last_of, received_or_readable
from evidence.intake.receiving import Offered, receive_each
from evidence.items import ancestry, names
from evidence.items.coding import Classification
from evidence.items.deciding import explained
from evidence.items.models import Item
from inquiry.accounts.rights import Right
from inquiry.rooms import RecordForm, add_page, here, may_here, opened_by, person, rows_of
from inquiry.shared.web import found, paged, panel
from inquiry.shared.workflow import available

LIST, RECEIVE = Right.EVIDENCE_LIST_C0, Right.EVIDENCE_RECEIVE
VERBS = {**actions.VERBS, **pausing.VERBS, **again.VERBS, "check_packages": comparing.check_packages}
SHOWN = 200  # differing files of one package on a page


@opened_by(LIST)
def batches(http: HttpRequest) -> HttpResponse:
    page = paged(http, rows_of(http, Batch).select_related("created_by"))
    return render(http, "evidence/intake/list.html", {"page": page, "may_receive": may_here(http, RECEIVE)})


class BatchForm(RecordForm[Batch]):
    """Nothing is chosen beforehand for the classification: whoever takes something in says who shall read it."""

    classification = forms.ChoiceField(
        label=_("Classification"), widget=forms.RadioSelect, choices=lambda: explained(*Classification.values)
    )

    class Meta:
        model = Batch
        fields = (
            "title", "provided_by", "provided", "provided_zone", "provided_basis", "how", "conditions", "note",
            "classification",
        )  # fmt: skip


@opened_by(RECEIVE)
def open_batch(http: HttpRequest) -> HttpResponse:
    words = {
        "heading": now("Take documents in"),
        "cancel_url": reverse("evidence:batches"),
        "submit": now("Go on to the files"),
    }
    crumbs = [(_("Evidence"), reverse("evidence:items")), (_("Batches"), reverse("evidence:batches"))]
    return add_page(http, BatchForm(http), actions.open_batch, given={"inquiry": here(http)}, crumbs=crumbs, **words)


@opened_by(LIST)
def batch(http: HttpRequest, ref: str) -> HttpResponse:
    """A batch: how far it was read, what is in it as far as one may see, and the door for more files."""
    record = found(rows_of(http, Batch).select_related("created_by"), ref=ref)
    taking = record.status == BatchStatus.OPEN and may_here(http, RECEIVE)
    if http.method == "POST" and taking:
        _send(http, record)
        return redirect("evidence:receipt", record.ref)
    page = paged(http, Item.objects.visible_to(http.user).filter(batch=record), size=100)
    ancestry.place(page.rows, http.user)
    progress.forget(record, person(http))
    context = {
        "record": record,
        "steps": available(record, http.user),  # type: ignore[arg-type]
        "page": page,
        "taking": taking,
        "may_retry": may_here(http, Right.JOB_RETRY),
        "may_receive": may_here(http, RECEIVE),
        **_package_state(http, record, taking=taking),
    }
    return render(http, "evidence/intake/page.html", context)


@opened_by(LIST)
def packages(http: HttpRequest, ref: str) -> HttpResponse:
    """What came of comparing the sealed packages of a batch; asked again by itself until there is nothing to wait for.
    Nothing is answered to a page that shows all of it already, so that what is read in it stays as it is."""
    record = found(rows_of(http, Batch), ref=ref)
    taking = record.status == BatchStatus.OPEN and may_here(http, RECEIVE)
    state = _package_state(http, record, taking=taking)
    if http.GET.get("seen") == state["package_mark"]:
        return HttpResponse(status=204)
    return panel(http, "evidence/intake/_packages_panel.html", _("Sealed packages"), {"record": record, **state})


def _package_state(http: HttpRequest, record: Batch, *, taking: bool) -> dict[str, Any]:
    """`packages`, whether they are being compared and may be asked to be, whether more may come, and a pill of it all."""
    shown = _packages(http, record)
    comparing_now = comparing.under_way(record) or awaited(record, http.user)
    awaiting = comparing_now or not progress.of_batch(record, person(http)).over
    last = max((one["check"].pk for one in shown), default=0)
    sealed = taking and bool(checking.tops(checking.folders_of(record)))
    return {
        "packages": shown,
        "sealed": sealed,
        "comparing": comparing_now,
        "package_awaited": awaiting,
        "package_mark": f"{last}.{comparing_now:d}.{awaiting:d}.{sealed:d}",
        "package_pill": _pill([one["check"].verdict for one in shown], comparing_now=comparing_now),
    }


def _pill(verdicts: list[str], *, comparing_now: bool) -> tuple[str, str]:
    """(words, tone) of the worst that was found; ("", "") without a package."""
    if comparing_now:
        return now("Sealed package: being compared"), "wait"
    if Verdict.DIFFERS in verdicts:
        return now("Sealed package: not as it was sealed"), "bad"
    if Verdict.UNUSABLE in verdicts:
        return now("Sealed package: could not be compared"), "care"
    return (now("Sealed package: whole"), "good") if verdicts else ("", "")


def _packages(http: HttpRequest, record: Batch) -> list[dict[str, Any]]:
    """The last check of each sealed package in the batch, with the files that differ and that one may know of."""
    last = last_of(record, http.user)
    return [{"check": check, "differing": check.shown_to(http.user)[:SHOWN]} for check in last]


def _send(http: HttpRequest, batch: Batch) -> None:
    sent = http.FILES.getlist("files")
    files = [Offered(file.name or "file", partial(nullcontext, file), file.size or 0) for file in sent]
    for one in receive_each(files, batch=batch.ref, by=http.user):  # type: ignore[arg-type]
        if one.problem:
            messages.error(http, f"{names.shown(one.path)}: {one.problem}")


@opened_by(LIST)
def receipt(http: HttpRequest, ref: str) -> HttpResponse:
    """For the person who handed something over: reference and SHA-256 of each file, to print. What one received oneself is
    on it while the batch is open, even where one may not read it afterwards."""
    record = found(rows_of(http, Batch).select_related("created_by"), ref=ref)
    mine = Item.objects.filter(received_or_readable(http.user, record), batch=record, parent=None)
    page = paged(http, mine.select_related("upload"), order=("id",), size=1000)
    context = {"record": record, "page": page, "packages": _packages(http, record)}
    return render(http, "evidence/intake/receipt.html", context)


@require_POST
def step(http: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Close a batch or open it again, pause its reading or let it go on; compare the sealed packages in it with their lists."""
    if verb not in VERBS:
        raise Http404
    user: Any = http.user
    record = VERBS[verb](ref, by=user)
    seen = Batch.objects.visible_to(user).filter(pk=record.pk).exists()
    return redirect(record) if seen else redirect("evidence:batches")


@require_POST
@opened_by(Right.JOB_RETRY)
def read_all_again(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Batch), ref=ref)
    again.read_batch_again(record.ref, by=http.user)  # type: ignore[arg-type]
    return redirect(record)
