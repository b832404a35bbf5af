"""Pages of interviews: plan one, what is known of it, change it, say what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now

from inquiry.accounts.rights import Right
from inquiry.rooms import PANELS, add_page, edit_page, here, opened_by, panels, person, record_page
from inquiry.shared.tables import visible_record
from inquiry.shared.web import act, form_page
from inquiry.shared.workflow import check, step_of
from inquiry.visits.models import Visit
from witnesses.people.models import Witness
from witnesses.testimony import taking, transcribing
from witnesses.testimony.doors import INTERVIEWS, crumbs, readable, seen
from witnesses.testimony.forms import HoldForm, InterviewForm, PlanForm, ReasonForm, TranscribeForm
from witnesses.testimony.interviews import Interview
from witnesses.testimony.levels import may_read, reads_until
from witnesses.testimony.lists import need_of
from witnesses.testimony.screen import Screen
from witnesses.testimony.statements import Statement
from witnesses.testimony.steps import TAKE, InterviewStatus
from witnesses.testimony.transcripts import Transcript

FORM = "witnesses/testimony/form.html"  # nothing typed in it is kept by the browser
MOST_DIGITS = 19  # of a number of a row
SAID = ("breaks", "stopped_reason", "reason", "note")  # free text: shown through the screen


def interview(http: HttpRequest, ref: str) -> HttpResponse:
    """What is known of one interview; of one that may not be read, only that it exists, with whom, in which month."""
    record = seen(http, Interview, ref)
    if not record.readable:
        return render(http, "witnesses/testimony/listed.html", {"record": record, "kind": Interview._meta.verbose_name})
    user = person(http)
    screen = Screen(user, record)
    free = {name: getattr(record, name) for name in SAID} | {"present": "\n".join(record.present)}
    context = {
        "screen": screen,
        "reads_until": reads_until(user, record),
        "may_consent": user.may(Right.CONSENT_RECORD, record.witness),
        "said": screen.shown(free),
        "team": record.team.order_by("name") if record.in_team else (),
        "recordings": [(one, visible_record(one, user)) for one in record.recordings],
        "statements": Statement.objects.visible_to(user)
        .filter(interview=record)
        .select_related("witness")
        .order_by("pk"),
        "transcripts": Transcript.objects.readable_by(user).filter(interview=record).order_by("pk"),
        "visit_seen": Visit.objects.visible_to(user).filter(pk=record.visit_id or 0).first(),
        "witness_seen": Witness.objects.visible_to(user).filter(pk=record.witness_id).first(),
        "may_read_consent": user.may(Right.CONSENT_READ, record),
        "may_take": user.may(TAKE, record) and record.status == InterviewStatus.HELD,
        "may_transcribe": _may_transcribe(user, record),
        "panels": panels(http, PANELS, record.ref),
    }
    taking.note_read(record, by=user)
    return record_page(http, "witnesses/testimony/interview.html", record, TAKE, **context)


def _may_transcribe(user: Any, record: Interview) -> bool:
    held = record.status == InterviewStatus.HELD and bool(record.recordings)
    return held and user.may(Right.TESTIMONY_TRANSLATE, record) and user.may(Right.TESTIMONY_UNSHIELDED, record)


def _chosen(http: HttpRequest) -> Witness | None:
    """The witness whom the address names, or whom the form sent."""
    mine = Witness.objects.reachable(http.user, TAKE)
    number = http.POST.get("witness", "")
    if number.isdecimal() and len(number) < MOST_DIGITS:
        return mine.filter(pk=number).first()
    return mine.filter(ref=http.GET.get("witness", "")).first()


@opened_by(TAKE)
def schedule(http: HttpRequest) -> HttpResponse:
    """Plan an interview; whether one is needed has to have been asked first, and the page says how that stands."""
    witness = _chosen(http)
    form = PlanForm(http, here(http), initial={"witness": witness})
    words = {
        "heading": now("Plan an interview"),
        "crumbs": crumbs(kind=INTERVIEWS),
        "cancel_url": reverse("witnesses:testimony"),
    }
    template = "witnesses/testimony/plan.html"
    return add_page(
        http,
        form,
        taking.schedule,
        given={"inquiry": here(http)},
        template=template,
        **need_of(http, witness),
        witness=witness,
        **words,
    )


@opened_by(TAKE)
def change(http: HttpRequest, ref: str) -> HttpResponse:
    record = whole(http, ref)
    if http.method != "POST":
        check(record, "change", person(http))
    words = {"heading": now("Change the interview"), "crumbs": crumbs(record, kind=INTERVIEWS), "template": FORM}
    return edit_page(http, InterviewForm(http, record), taking.change, **words)


def whole(http: HttpRequest, ref: str) -> Any:
    """The interview, for whoever may read it and sees its notes whole: a form shows them as they were typed."""
    record = readable(http, Interview, ref)
    if not Screen(person(http), record).whole and any(getattr(record, name) for name in (*SAID, "present")):
        raise Http404
    return record


VERBS: dict[str, tuple[Any, Callable[..., Interview]]] = {
    "hold": (HoldForm, taking.hold),
    "cancel": (ReasonForm, taking.cancel),
    "miss": (ReasonForm, taking.miss),
}


@opened_by(TAKE)
def step(http: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """One step of an interview's life: a form with what it wants, then the interview."""
    record = whole(http, ref)
    if verb == "change":
        return redirect("witnesses:interview_change", ref)
    if verb not in VERBS:
        raise Http404
    if http.method != "POST":
        check(record, verb, person(http))
    form_class, action = VERBS[verb]
    posted = http.POST if http.method == "POST" else None
    form: forms.BaseForm = form_class(http, record) if verb == "hold" else form_class(posted)
    if act(http, form, action, ref, by=http.user) is not None:
        return _after(http, record)
    words = {
        "heading": step_of(record, verb).words,
        "crumbs": crumbs(record, kind=INTERVIEWS),
        "record": record,
        "grave": verb != "hold",
    }
    return form_page(http, FORM, form, {**words, "cancel_url": record.get_absolute_url()})


def _after(http: HttpRequest, record: Interview) -> HttpResponse:
    """The interview, or the list where it is closed to this person from now on."""
    if may_read(person(http), Interview.objects.get(pk=record.pk)):
        return redirect(record)
    messages.info(
        http, now("Recorded. Without consent only whoever planned it and the protection officer can open it.")
    )
    return redirect(reverse("witnesses:testimony") + "?kind=interviews")


@opened_by(Right.TESTIMONY_TRANSLATE)
def transcribe(http: HttpRequest, ref: str) -> HttpResponse:
    """A new transcript of one of the interview's recordings."""
    record = readable(http, Interview, ref)
    if not _may_transcribe(person(http), record):
        raise Http404
    form = TranscribeForm(http, record)
    words = {
        "heading": now("Transcribe a recording"),
        "crumbs": crumbs(record, kind=INTERVIEWS),
        "cancel_url": record.get_absolute_url(),
    }
    return add_page(http, form, transcribing.begin, given={"interview_ref": record.ref}, template=FORM, **words)
