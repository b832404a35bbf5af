"""The pages of a statement: its forms, its steps, what changed between versions, the search for words."""

from __future__ import annotations

from typing import Any

import pytest

from inquiry.accounts import actions as accounts
from inquiry.audit.models import Entry
from tests.conftest import person
from tests.witnesses.telling import FIRST, SECOND, consented, held, planned, told, witness_of
from witnesses.testimony import writing
from witnesses.testimony.statements import Statement

pytestmark = pytest.mark.django_db(databases=("default", "vault"))


@pytest.fixture
def witness(inquiry: Any, investigator: Any) -> Any:
    made = witness_of(inquiry, investigator)
    consented(made, investigator, "T2")
    return made


@pytest.fixture
def statement(witness: Any, investigator: Any) -> Any:
    return told(witness, investigator)


def texts(statement: Any) -> list[tuple[int, str]]:
    return [(row.number, row.text) for row in statement.standing(None)]


def test_a_statement_is_taken_on_its_page_and_read_at_its_anchor(desk, witness, investigator):
    browser = desk(investigator)
    form = {
        "witness": witness.pk, "kind": "oral", "taken": "17 January 2023", "taken_zone": "Asia/Almaty", "taken_basis": "stated",
        "language": "ru", "based_on": "notes", "text": f"{FIRST}\r\n\r\n{SECOND}",
    }  # fmt: skip
    answer = browser.post("/testimony/new/", form, follow=True)
    text = answer.content.decode()
    assert 'id="p2"' in text
    assert SECOND in text


def test_the_form_for_one_witness_offers_their_held_interviews_and_takes_date_and_language_over(
    desk, inquiry, witness, investigator
):
    mine = held(witness, investigator, language="kk")
    others = held(witness_of(inquiry, investigator), investigator)
    waiting = planned(witness, investigator)
    browser = desk(investigator)
    address = f"/testimony/new/?witness={witness.ref}"
    page = browser.get(address).content.decode()
    assert f"{mine.ref} ({witness.ref})" in page
    assert others.ref not in page
    assert f"Planned: {waiting.ref}." in page
    form = {
        "witness": witness.pk, "interview": mine.pk, "kind": "oral", "taken": "", "taken_zone": "Asia/Almaty",
        "taken_basis": "stated", "language": "", "based_on": "notes", "text": FIRST,
    }  # fmt: skip
    assert browser.post(address, {**form, "interview": ""}).status_code == 422
    assert browser.post(address, form).status_code == 302
    made = Statement.objects.get()
    assert (made.language, made.taken) == ("kk", mine.held)


def test_the_form_keeps_what_was_typed_when_it_is_refused(desk, statement, investigator):
    browser = desk(investigator)
    posted = {
        "p1": "Я стоял далеко.", "p2": "", "added": "Ещё.\r\n\r\nИ ещё.", "after": "0", "language": "ru",
        "based_on": "correction",
        "note": "Заметка", "revision": statement.revision,
    }  # fmt: skip
    answer = browser.post(f"/testimony/{statement.ref}/write/", posted)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert all(kept in text for kept in ("Я стоял далеко.", "Ещё.", "И ещё.", "Заметка"))
    answer = browser.post(f"/testimony/{statement.ref}/write/", {**posted, "gone2": "on", "p2": SECOND})
    assert answer.status_code == 302
    assert texts(statement) == [(1, "Я стоял далеко."), (2, ""), (3, "Ещё."), (4, "И ещё.")]


def test_after_a_conflict_both_texts_are_shown_and_sending_again_wins(desk, statement, investigator):
    posted = {"p1": "Моё.", "after": "0", "language": "ru", "based_on": "correction", "revision": statement.revision}
    writing.write(statement.ref, by=investigator, texts={1: "Чужое."}, added=["Новое."])
    browser = desk(investigator)
    answer = browser.post(f"/testimony/{statement.ref}/write/", posted)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert all(shown in text for shown in ("Моё.", "Чужое.", "Новое."))
    statement.refresh_from_db()
    assert (
        browser.post(f"/testimony/{statement.ref}/write/", {**posted, "revision": statement.revision}).status_code
        == 302
    )
    assert texts(statement) == [(1, "Моё."), (2, SECOND), (3, "Новое.")]


def test_a_step_is_taken_on_its_page(desk, statement, investigator):
    browser = desk(investigator)
    path = f"/testimony/{statement.ref}/steps/read_back/"
    assert browser.get(path).status_code == 200
    posted = {"at": "today", "at_zone": "Asia/Almaty", "at_basis": "stated", "language": "ru", "interpreter": "INT-02"}
    assert browser.post(path, posted).status_code == 422
    answer = browser.post(path, {**posted, "at": "17 January 2023"}, follow=True)
    assert "interpreter INT-02" in answer.content.decode()
    assert browser.get(f"/testimony/{statement.ref}/steps/sign/").status_code == 409
    assert browser.get(f"/testimony/{statement.ref}/steps/nothing/").status_code == 404


def test_what_changed_is_shown_between_any_two_versions(desk, statement, investigator):
    writing.write(statement.ref, by=investigator, texts={1: "Я стоял у ворот один."}, taken_out=[2], added=["Новое."])
    text = desk(investigator).get(f"/testimony/{statement.ref}/differences/").content.decode()
    assert f'<del class="changed">{SECOND}</del>' in text
    assert '<ins class="changed">Новое.</ins>' in text
    same = desk(investigator).get(f"/testimony/{statement.ref}/differences/?from=2&to=2").content.decode()
    assert "<ins" not in same


def test_words_are_looked_for_only_where_one_sees_them_whole(
    desk, inquiry, statement, witness, investigator, protection_officer
):
    other = person("investigator", inquiry)
    accounts.assign(other, witness, by=protection_officer)
    assert statement.ref in desk(investigator).get("/testimony/?q=солдаты").content.decode()
    assert statement.ref not in desk(investigator).get("/testimony/?q=пушки").content.decode()
    assert statement.ref not in desk(other).get("/testimony/?q=солдаты").content.decode()
    writing.write(statement.ref, by=investigator, texts={1: "Иначе."})
    assert statement.ref not in desk(investigator).get("/testimony/?q=солдаты").content.decode()
    assert all("солдат" not in str(one.facts) for one in Entry.objects.filter(act="testimony.search"))
