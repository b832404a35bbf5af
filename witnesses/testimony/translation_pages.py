"""Pages of translations: begin one, original and translation side by side, write, submit, review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as now

from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.rooms import add_page, opened_by, person, record_page, verb_page
from inquiry.shared.web import act, form_page
from inquiry.shared.workflow import available, check, step_of
from witnesses.testimony import translating
from witnesses.testimony.doors import crumbs, readable, seen
from witnesses.testimony.forms import BeginTranslationForm, CodeForm, NothingForm, ReviewForm, WordingForm
from witnesses.testimony.reading import read
from witnesses.testimony.screen import Screen
from witnesses.testimony.statements import Statement
from witnesses.testimony.translating import Over, Wording
from witnesses.testimony.translations import Translation


def translation(http: HttpRequest, ref: str) -> HttpResponse:
    """Original and translation, paragraph by paragraph; who translated, who reviewed, which terms are disputed."""
    record = seen(http, Translation, ref)
    user = person(http)
    reading = read(user, record.statement, translation=record)
    steps = list(record.steps_taken.select_related("created_by"))
    remarks = reading.screen.shown({one.pk: one.remarks for one in steps})
    translating.note_read(record, by=user, shielded=not reading.screen.whole)
    context = {
        "reading": reading,
        "steps": available(record, Over(user, record.statement)) if reading.screen.whole else [],
        "taken": [(one, remarks[one.pk]) for one in steps],
        "missing": len(translating.untranslated(record)),
    }
    return record_page(http, "witnesses/testimony/translation.html", record, Right.TESTIMONY_TRANSLATE, **context)


def own_code(user: User) -> str:
    """The code under which somebody stands as translator or reviewer: of their account, the same for ever."""
    return f"TR-{user.pk:02d}"


@opened_by(Right.TESTIMONY_TRANSLATE)
def begin(http: HttpRequest, ref: str) -> HttpResponse:
    record = readable(http, Statement, ref)
    user = person(http)
    if not user.may(Right.TESTIMONY_TRANSLATE, record) or not Screen(user, record).whole:
        raise Http404
    form = BeginTranslationForm(record, own_code(user), http.POST if http.method == "POST" else None)
    words = {"heading": now("Begin a translation"), "crumbs": crumbs(record), "record": record}
    given = {"statement_ref": record.ref, "translator_code": own_code(user)}
    return add_page(http, form, translating.begin, given=given, cancel_url=record.get_absolute_url(), **words)


@opened_by(Right.TESTIMONY_TRANSLATE)
def write(http: HttpRequest, ref: str) -> HttpResponse:
    """All paragraphs in one form, each beside its original."""
    record = seen(http, Translation, ref)
    user = person(http)
    if not Screen(user, record.statement).whole:
        raise Http404
    if http.method != "POST":
        check(record, "write", Over(user, record.statement))
    form = WordingForm(record, http.POST if http.method == "POST" else None)
    if act(http, form, _written(record, user)) is not None:
        return redirect(record)
    translating.note_read(record, by=user, shielded=False)
    words = {"heading": now("Translate"), "crumbs": crumbs(record.statement, record), "record": record}
    template = "witnesses/testimony/translate.html"
    return form_page(http, template, form, {**words, "cancel_url": record.get_absolute_url()})


def _written(record: Translation, user: Any) -> Callable[..., Translation]:
    def written(source: str, revision: int, **fields: str) -> Translation:
        numbers = [int(name[1:]) for name in fields if name[0] == "t"]
        wordings = {number: Wording(fields[f"t{number}"], fields[f"d{number}"]) for number in numbers}
        return translating.write(record.ref, by=user, wordings=wordings, source=source, expected=revision)

    return written


VERBS: dict[str, tuple[type[forms.Form], Callable[..., Translation]]] = {
    "submit": (CodeForm, translating.submit),
    "approve": (ReviewForm, translating.approve),
    "send_back": (ReviewForm, translating.send_back),
    "reopen": (NothingForm, translating.reopen),
}


def step(http: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Submit it, review it, return it, take it up again."""
    record = seen(http, Translation, ref)
    if verb == "write":
        return redirect("witnesses:translation_write", ref)
    over = Over(person(http), record.statement)
    if verb not in VERBS or not Screen(over.user, record.statement).whole:
        raise Http404
    if http.method != "POST":
        check(record, verb, over)
    form_class, action = VERBS[verb]
    form = form_class(http.POST if http.method == "POST" else None, initial={"code": own_code(over.user)})
    heading, way = step_of(record, verb).words, crumbs(record.statement, record)
    return verb_page(http, record, form, action, heading=heading, crumbs=way, template="witnesses/testimony/form.html")
