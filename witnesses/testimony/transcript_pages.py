"""Pages of transcripts: turns beside the player, another take, submit and review."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as now

from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.rooms import PANELS, opened_by, panels, person, record_page, verb_page
from inquiry.shared.tables import visible_record
from inquiry.shared.web import act, form_page
from inquiry.shared.workflow import available, check, step_of
from witnesses.testimony import timecodes, transcribing
from witnesses.testimony.doors import INTERVIEWS, crumbs, readable
from witnesses.testimony.forms import NothingForm, TakeAgainForm
from witnesses.testimony.screen import Screen
from witnesses.testimony.steps import TRANSLATE
from witnesses.testimony.transcripts import Transcript

VERBS = ("submit", "approve", "send_back")
PLAYER = ("evidence:item_play", "", "", Right.RECORDING_PLAY)


def transcript(http: HttpRequest, ref: str) -> HttpResponse:
    """The turns with their time codes, beside the player for those who may hear the recording."""
    record = readable(http, Transcript, ref)
    user = person(http)
    screen = Screen(user, record)
    rows = list(record.segments())
    texts = screen.shown({("text", row.pk): row.text for row in rows} | {("who", row.pk): row.speaker for row in rows})
    transcribing.note_read(record, by=user, shielded=not screen.whole)
    context = {
        "screen": screen,
        "steps": [one for one in available(record, user) if one.verb != "write" or screen.whole],
        "turns": [(row, texts["who", row.pk], texts["text", row.pk]) for row in rows],
        "player": player(http, record.recording),
        "panels": panels(http, PANELS, record.ref),
    }
    return record_page(http, "witnesses/testimony/transcript.html", record, TRANSLATE, **context)


def player(http: HttpRequest, recording: str) -> dict[str, Any]:
    """Where the recording streams from and whether it is a picture; empty for whoever may not hear it."""
    item: Any = visible_record(recording, person(http))
    if item is None or not getattr(item, "readable", False):
        return {}
    video = str(getattr(item, "media_type", "")).startswith("video/")
    return next(({"url": url, "video": video} for url, _title, _icon in panels(http, (PLAYER,), recording)), {})


@opened_by(TRANSLATE)
def write(http: HttpRequest, ref: str) -> HttpResponse:
    """The whole transcript in one box, as it was typed."""
    record = readable(http, Transcript, ref)
    user = person(http)
    if not Screen(user, record).whole:
        raise Http404
    if http.method != "POST":
        check(record, "write", user)
    text = timecodes.written([row.as_segment for row in record.segments()])
    initial = {"text": text, "revision": record.revision}
    form = TakeAgainForm(http.POST if http.method == "POST" else None, initial=initial)
    if act(http, form, _written(record, user)) is not None:
        return redirect(record)
    transcribing.note_read(record, by=user, shielded=False)
    words = {
        "heading": now("Correct the transcript"),
        "crumbs": crumbs(record.interview, record, kind=INTERVIEWS),
        "record": record,
    }
    return form_page(http, "witnesses/testimony/form.html", form, {**words, "cancel_url": record.get_absolute_url()})


def _written(record: Transcript, user: User) -> Any:
    def written(text: str, revision: int) -> Transcript:
        return transcribing.write(record.ref, by=user, text=text, expected=revision)

    return written


def step(http: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Submit it, record that it was reviewed, return it."""
    record = readable(http, Transcript, ref)
    if verb == "write":
        return redirect("witnesses:transcript_write", ref)
    if verb not in VERBS:
        raise Http404
    if http.method != "POST":
        check(record, verb, person(http))
    form = NothingForm(http.POST if http.method == "POST" else None)
    heading, way = step_of(record, verb).words, crumbs(record.interview, record, kind=INTERVIEWS)
    action = partial(transcribing.step, verb=verb)
    return verb_page(http, record, form, action, heading=heading, crumbs=way, template="witnesses/testimony/form.html")
