"""Testimony in Chromium, wide and at 390 pixels; the player seeks; what is typed is kept by no browser."""

from __future__ import annotations

from typing import Any

import pytest

from evidence.items.models import Item
from inquiry.accounts import actions as accounts
from inquiry.accounts.policy import today
from inquiry.demonstration.documents.tones import recording
from tests.conftest import person
from tests.desk.looking import against
from tests.desk.test_desk_in_browser import browser, complaints, opened, shot, sign_in
from tests.evidence.cast import item_of
from tests.witnesses.people import registered
from tests.witnesses.telling import consented, held, needed, told
from witnesses.demonstration import words
from witnesses.testimony import taking, transcribing, translating, writing
from witnesses.testimony.translating import Wording

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=("default", "vault"))]
__all__ = ["browser"]
OTHER = {"names": {"full": ["Вымыслов Небыл Примерович"], "other": ["Nebyl Vymyslov", "Небыл Вымыслов"]}}


@pytest.fixture
def account(inquiry: Any, investigator: Any, protection_officer: Any) -> Any:
    """A statement in Kazakh with a version, steps and a translation; an interview with a recording and its transcript."""
    registered(inquiry, investigator, OTHER)
    witness = registered(inquiry, investigator)
    consented(witness, investigator, "T4")
    item = item_of(inquiry, investigator, "C3", content=recording(), path="tones.wav")
    Item.objects.filter(pk=item.pk).update(media_type="audio/x-wav", status="read")
    interview = taking.change(held(witness, investigator).ref, by=investigator, recordings=[item.ref], breaks="Two.")
    statement = told(witness, investigator, text="\n\n".join(words.KAZAKH), language="kk", interview=interview)
    writing.write(statement.ref, by=investigator, texts=words.KAZAKH_CORRECTED, added=words.KAZAKH_ADDED, taken_out=[4])
    writing.step(statement.ref, "read_back", by=investigator, at=str(today()), language="kk", interpreter="INT-02")
    translator = person("translator", inquiry)
    accounts.assign(translator, witness, by=protection_officer)
    made = translating.begin(statement.ref, by=translator, language="en", translator_code="TR-1")
    said = {number: Wording(text) for number, text in words.KAZAKH_IN_ENGLISH.items()}
    translating.write(made.ref, by=translator, wordings=said)
    transcript = transcribing.begin(
        interview.ref, by=investigator, recording=item.ref, language="ru", text=words.TRANSCRIPT
    )
    return witness, interview, statement, made, transcript, translator


def test_every_page_is_fit_to_be_looked_at(browser, live_server, account, investigator):
    witness, interview, statement, translation, transcript, translator = account
    page = opened(browser)
    said = complaints(page)
    sign_in(page, live_server.url, investigator, "/testimony/")
    named = [
        ("list", "/testimony/"), ("interviews", "/testimony/?kind=interviews"),
        ("take", f"/testimony/new/?witness={witness.ref}"),
        ("plan", f"/testimony/interviews/new/?witness={witness.ref}"), ("interview", interview.get_absolute_url()),
        ("change", f"{interview.get_absolute_url()}change/"), ("statement", statement.get_absolute_url()),
        ("beside", f"{statement.get_absolute_url()}?with=en"), ("print", f"{statement.get_absolute_url()}print/?with=en"),
        ("differences", f"{statement.get_absolute_url()}differences/"),
        ("step", f"{statement.get_absolute_url()}steps/affirm/"),
        ("translation", translation.get_absolute_url()), ("transcript", transcript.get_absolute_url()),
        ("transcribe", f"{transcript.get_absolute_url()}write/"), ("tasks", "/testimony/tasks/"),
    ]  # fmt: skip
    wrong = []
    for name, address in named:
        page.goto(live_server.url + address)
        wrong += against(page, f"testimony-{name}")
    writing.step(statement.ref, "correct", by=investigator)
    page.goto(f"{live_server.url}{statement.get_absolute_url()}write/")
    wrong += against(page, "testimony-write")
    other = opened(browser)
    sign_in(other, live_server.url, translator, "/testimony/tasks/")
    other.goto(f"{live_server.url}{translation.get_absolute_url()}write/")
    wrong += against(other, "testimony-translate")
    assert wrong == []
    assert said == []


def test_a_reader_who_may_not_see_names_sees_blocks(browser, live_server, account, secretary):
    _witness, _interview, statement, *_more = account
    page = opened(browser)
    sign_in(page, live_server.url, secretary, "/testimony/")
    page.goto(f"{live_server.url}{statement.get_absolute_url()}?with=en#p2")
    assert "█████" in page.locator("#p2").inner_text()
    assert "Вымыслов" not in page.content()
    shot(page, "testimony-shielded-1280-light")


def test_a_click_on_a_turn_plays_from_there(browser, live_server, account, investigator):
    *_more, transcript, _translator = account
    page = opened(browser)
    said = complaints(page)
    sign_in(page, live_server.url, investigator, "/testimony/")
    page.goto(live_server.url + transcript.get_absolute_url())
    page.wait_for_function("document.querySelector('[data-player]').readyState >= 1")
    page.get_by_role("button", name="Play from 00:00:08.500").click()
    page.wait_for_function("document.querySelector('[data-player]').currentTime >= 8.5")
    page.locator("#t4.now").wait_for()
    assert said == []


def test_without_scripts_the_turns_are_a_list(browser, live_server, account, investigator):
    *_more, transcript, _translator = account
    page = opened(browser, java_script_enabled=False)
    sign_in(page, live_server.url, investigator, "/testimony/")
    page.goto(live_server.url + transcript.get_absolute_url())
    assert page.locator(".turn").count() == 6
    assert "00:00:08.500" in page.locator("#t4").inner_text()


def test_what_is_typed_of_a_statement_is_kept_by_no_browser(browser, live_server, account, investigator):
    witness, *_more = account
    needed(witness, investigator)
    page = opened(browser)
    sign_in(page, live_server.url, investigator, "/testimony/")
    for path, label in (
        (f"/testimony/new/?witness={witness.ref}", "Text"), (f"/testimony/interviews/new/?witness={witness.ref}", "Note"),
    ):  # fmt: skip
        page.goto(live_server.url + path)
        page.get_by_label(label, exact=False).last.fill("Ойдан шығарылған сөз")
        page.wait_for_timeout(900)
        assert "Ойдан" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
