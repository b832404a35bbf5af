"""Pages of statements: take one down, read it beside its translation, write versions, compare, record steps, print."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now

from inquiry.accounts.rights import Right
from inquiry.rooms import PANELS, add_page, here, opened_by, panels, person, record_page
from inquiry.shared.tables import Conflict
from inquiry.shared.web import act, form_page
from inquiry.shared.workflow import available, check, step_of
from witnesses.people.models import Witness
from witnesses.testimony import writing
from witnesses.testimony.doors import crumbs, readable, seen
from witnesses.testimony.forms import TakeForm, WriteForm, step_form
from witnesses.testimony.interviews import Interview
from witnesses.testimony.levels import reads_until
from witnesses.testimony.numbering import paragraphs_of
from witnesses.testimony.reading import compare, read
from witnesses.testimony.statements import Statement
from witnesses.testimony.steps import CHANGE, TAKE, TAKEN
from witnesses.testimony.transcripts import Transcript
from witnesses.testimony.translations import Translation


def statement(http: HttpRequest, ref: str) -> HttpResponse:
    """A version of a statement, perhaps beside a translation; of one that may not be read, only that it exists."""
    record = seen(http, Statement, ref)
    if not record.readable:
        return render(http, "witnesses/testimony/listed.html", {"record": record, "kind": Statement._meta.verbose_name})
    user = person(http)
    translations = list(Translation.objects.visible_to(user).filter(statement=record).order_by("language"))
    chosen = next((one for one in translations if one.language == http.GET.get("with")), None)
    reading = read(user, record, http.GET.get("version", ""), chosen)
    writing.note_read(record, by=user, version=reading.version.number, shielded=not reading.screen.whole)
    context = {
        "reading": reading,
        "reads_until": reads_until(user, record),
        "may_consent": user.may(Right.CONSENT_RECORD, record.witness),
        "steps": [one for one in available(record, user) if one.verb != "write" or reading.screen.whole],
        "translations": translations,
        "transcripts": Transcript.objects.readable_by(user).filter(interview=record.interview_id or 0).order_by("pk"),
        "interview_seen": Interview.objects.visible_to(user).filter(pk=record.interview_id or 0).first(),
        "witness_seen": Witness.objects.visible_to(user).filter(pk=record.witness_id).first(),
        "may_read_consent": user.may(Right.CONSENT_READ, record),
        "may_translate": user.may(Right.TESTIMONY_TRANSLATE, record) and reading.screen.whole,
        "panels": panels(http, PANELS, record.ref),
    }
    return record_page(http, "witnesses/testimony/statement.html", record, CHANGE, **context)


def print_view(http: HttpRequest, ref: str) -> HttpResponse:
    """A version for paper, marked with who printed it and when."""
    record = readable(http, Statement, ref)
    user = person(http)
    chosen = Translation.objects.visible_to(user).filter(statement=record, language=http.GET.get("with", "")).first()
    reading = read(user, record, http.GET.get("version", ""), chosen)
    shielded = not reading.screen.whole
    writing.note_read(record, by=user, version=reading.version.number, shielded=shielded, printed=True)
    context = {"record": record, "reading": reading, "printed_at": timezone.now()}
    return render(http, "witnesses/testimony/print.html", context)


def differences(http: HttpRequest, ref: str) -> HttpResponse:
    """What changed between two versions, paragraph by paragraph."""
    record = readable(http, Statement, ref)
    user = person(http)
    numbers = [one.number for one in record.versions.all()]
    after = _number(http.GET.get("to"), numbers, numbers[-1])
    before = _number(http.GET.get("from"), numbers, max(after - 1, 1))
    screen, rows = compare(user, record, before, after)
    writing.note_read(record, by=user, version=after, shielded=not screen.whole)
    context = {"record": record, "screen": screen, "rows": rows, "before": before, "after": after, "numbers": numbers}
    return render(http, "witnesses/testimony/differences.html", context)


def _number(asked: str | None, known: list[int], otherwise: int) -> int:
    return int(asked) if asked and asked.isdecimal() and int(asked) in known else otherwise


@opened_by(TAKE)
def take(http: HttpRequest) -> HttpResponse:
    """A new statement."""
    interview = Interview.objects.readable_by(http.user).filter(ref=http.GET.get("interview", "")).first()
    witness = interview.witness if interview else None
    witness = witness or Witness.objects.reachable(http.user, TAKE).filter(ref=http.GET.get("witness", "")).first()
    initial: dict[str, Any] = {"witness": witness, "interview": interview}
    if interview:
        initial |= {"language": interview.language, "taken": interview.held, "taken_zone": interview.held_zone}
    form = TakeForm(http, here(http), initial=initial)
    words = {"heading": now("Take a statement down"), "crumbs": crumbs(), "cancel_url": reverse("witnesses:testimony")}
    return add_page(
        http, form, writing.take, given={"inquiry": here(http)}, template="witnesses/testimony/take.html", **words
    )


@opened_by(CHANGE)
def write(http: HttpRequest, ref: str) -> HttpResponse:
    """All paragraphs in one form; what was typed stays in it, whatever happens."""
    record = readable(http, Statement, ref)
    user = person(http)
    if not user.may(Right.TESTIMONY_UNSHIELDED, record):
        raise Http404
    if http.method != "POST":
        check(record, "write", user)
    form = WriteForm(record, record.standing(), http.POST if http.method == "POST" else None)
    if act(http, form, _written(record, form, user)) is not None:
        return redirect(record)
    writing.note_read(record, by=user, version=record.versions.count(), shielded=False)
    theirs = _theirs(record, form) if any(isinstance(one, Conflict) for one in getattr(http, "refusals", [])) else []
    context = {"record": record, "heading": now("Write the text"), "crumbs": crumbs(record), "theirs": theirs}
    return form_page(http, "witnesses/testimony/write.html", form, {**context, "cancel_url": record.get_absolute_url()})


def _written(record: Statement, form: WriteForm, user: Any) -> Any:
    def written(**clean: Any) -> Any:
        shared = {name: clean[name] for name in ("based_on", "language", "note")} | {"after": int(clean["after"])}
        added = paragraphs_of(clean["added"])
        return writing.write(record.ref, by=user, expected=clean["revision"], added=added, **shared, **form.said())

    return written


def _theirs(record: Statement, form: WriteForm) -> list[tuple[int, str, str]]:
    """Number, the colleague's text, what was typed here, where they differ. Sending again writes over theirs."""
    posted: Any = form.data
    form.data = posted.copy()
    form.data["revision"] = str(Statement.objects.get(pk=record.pk).revision)  # type: ignore[index]
    found = []
    for row in form.stands:
        name = f"p{row.number}"
        if name not in form.data:
            form.data[name] = row.text  # type: ignore[index]
        elif form.data[name].replace("\r\n", "\n").strip() != row.text:
            found.append((row.number, row.text, form.data[name]))
    return found


@opened_by(Right.CONSENT_RECORD)
def step(http: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """One step of a statement's life: a form with what the step asks, then the statement."""
    record = readable(http, Statement, ref)
    if verb == "write":
        return redirect("witnesses:statement_write", ref)
    if verb not in TAKEN:
        raise Http404
    if http.method != "POST":
        check(record, verb, person(http))
    form: forms.BaseForm = step_form(verb, http.POST if http.method == "POST" else None)
    taken = step_of(record, verb)
    if act(http, form, writing.step, ref, verb, by=http.user) is not None:
        messages.success(http, now("Recorded: %(step)s.") % {"step": taken.words})
        return redirect(record)
    words = {"heading": taken.words, "crumbs": crumbs(record), "record": record, "grave": verb in ("refuse", "retract")}
    return form_page(http, "witnesses/testimony/form.html", form, {**words, "cancel_url": record.get_absolute_url()})
