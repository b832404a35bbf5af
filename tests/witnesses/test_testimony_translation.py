"""Translations paragraph by paragraph: locked on submitting, reviewed by another person, machine text marked for ever."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from inquiry.accounts import actions as accounts
from inquiry.accounts.policy import today
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.witnesses.telling import FIRST, SECOND, affirmed, consented, told, withdrawn, witness_of
from witnesses.testimony import citing, translating, writing
from witnesses.testimony.translating import Wording
from witnesses.testimony.translations import TranslatedParagraph, Translation, TranslationStep

pytestmark = pytest.mark.django_db(databases=("default", "vault"))
BOTH = {1: Wording("I stood at the gate when the soldiers came."), 2: Wording("They led three men away.")}


@pytest.fixture
def witness(inquiry: Any, investigator: Any) -> Any:
    made = witness_of(inquiry, investigator)
    consented(made, investigator, "T2")
    return made


@pytest.fixture
def statement(witness: Any, investigator: Any) -> Any:
    return affirmed(told(witness, investigator), investigator)


@pytest.fixture
def translators(inquiry: Any, witness: Any, protection_officer: Any) -> list[Any]:
    """Two who are assigned to the witness."""
    found = [person("translator", inquiry), person("translator", inquiry)]
    for one in found:
        accounts.assign(one, witness, by=protection_officer)
    return found


@pytest.fixture
def translation(statement: Any, translators: list[Any]) -> Any:
    made = translating.begin(statement.ref, by=translators[0], language="en", translator_code="TR-1")
    return translating.write(made.ref, by=translators[0], wordings=BOTH)


def submitted(translation: Any, translators: list[Any]) -> Any:
    return translating.submit(translation.ref, by=translators[0], code="TR-1")


def test_it_is_written_submitted_and_reviewed_by_another(translation, translators):
    submitted(translation, translators)
    done = translating.approve(translation.ref, by=translators[1], code="TR-2", remarks="Good.")
    assert (done.status, done.translator_code, done.reviewer_code) == ("reviewed", "TR-1", "TR-2")
    assert [one.verb for one in done.steps_taken.all()] == ["submit", "approve"]


def test_nobody_reviews_what_they_translated(translation, translators, investigator):
    submitted(translation, translators)
    with pytest.raises(Refused, match="second person"):
        translating.approve(translation.ref, by=translators[0], code="TR-1")
    translating.send_back(translation.ref, by=translators[1], code="TR-2", remarks="§2: three, not two.")
    translating.write(translation.ref, by=investigator, wordings={2: Wording("They took three men away.")})
    translating.submit(translation.ref, by=investigator, code="INV-1")
    with pytest.raises(Refused, match="translated none"):
        translating.approve(translation.ref, by=translators[0], code="TR-1")
    assert translating.approve(translation.ref, by=translators[1], code="TR-2").status == "reviewed"


def test_the_table_itself_keeps_the_two_apart(translation, translators):
    with pytest.raises(IntegrityError), transaction.atomic():
        Translation.objects.filter(pk=translation.pk).update(status="reviewed", reviewer=translators[0])


def test_what_was_submitted_is_locked(translation, translators):
    submitted(translation, translators)
    with pytest.raises(Refused):
        translating.write(translation.ref, by=translators[0], wordings={1: Wording("Otherwise.")})


def test_returning_needs_remarks_and_opens_it_again(translation, translators):
    submitted(translation, translators)
    with pytest.raises(ValidationError):
        translating.send_back(translation.ref, by=translators[1], code="TR-2", remarks=" ")
    translating.send_back(translation.ref, by=translators[1], code="TR-2", remarks="§2.")
    assert translating.write(translation.ref, by=translators[0], wordings={2: Wording("Anew.")}).status == "returned"


def test_a_part_is_not_submitted_as_the_whole(statement, translators):
    made = translating.begin(statement.ref, by=translators[0], language="en", translator_code="TR-1")
    translating.write(made.ref, by=translators[0], wordings={1: BOTH[1]})
    with pytest.raises(Refused, match="§2"):
        translating.submit(made.ref, by=translators[0], code="TR-1")


def test_it_is_not_begun_into_its_own_language_nor_twice(translation, statement, translators):
    with pytest.raises(ValidationError):
        translating.begin(statement.ref, by=translators[0], language="ru")
    with pytest.raises(ValidationError):
        translating.begin(statement.ref, by=translators[1], language="en")


def test_a_paragraph_that_was_corrected_wants_a_new_wording(translation, statement, translators, investigator):
    submitted(translation, translators)
    translating.approve(translation.ref, by=translators[1], code="TR-2")
    writing.step(statement.ref, "correct", by=investigator)
    writing.write(statement.ref, by=investigator, texts={1: "Я стоял далеко."})
    assert [row.number for row in translating.untranslated(translation)] == [1]
    assert translating.reopen(translation.ref, by=translators[0]).status == "draft"
    translating.write(translation.ref, by=translators[0], wordings={1: Wording("I stood far away.")})
    assert translating.untranslated(translation) == []


def test_only_those_assigned_translate_and_only_who_sees_it_whole(
    inquiry, statement, witness, protection_officer, legal_analyst
):
    with pytest.raises(translating.Statement.DoesNotExist):
        translating.begin(statement.ref, by=person("translator", inquiry), language="en")
    other = person("investigator", inquiry)
    accounts.assign(other, witness, by=protection_officer)
    accounts.assign(legal_analyst, witness, by=protection_officer)
    for user in (other, legal_analyst, protection_officer):
        with pytest.raises(Refused):
            translating.begin(statement.ref, by=user, language="en")


def test_somebody_assigned_to_one_statement_sees_that_one_only(
    desk, inquiry, witness, statement, investigator, protection_officer
):
    second = told(witness, investigator)
    translator = person("translator", inquiry)
    accounts.assign(translator, statement, by=protection_officer)
    browser = desk(translator)
    tasks = browser.get("/testimony/tasks/").content.decode()
    assert statement.ref in tasks
    assert second.ref not in tasks
    assert browser.get(f"/testimony/{second.ref}/").status_code == 404
    assert browser.get(f"/witnesses/{witness.ref}/").status_code == 404
    made = translating.begin(statement.ref, by=translator, language="kk", translator_code="TR-9")
    assert browser.get(f"/testimony/translations/{made.ref}/").status_code == 200


def test_a_withdrawal_closes_the_translation_too(desk, translation, witness, translators, protection_officer):
    browser = desk(translators[0])
    assert browser.get(f"/testimony/translations/{translation.ref}/").status_code == 200
    withdrawn(witness, protection_officer)
    assert browser.get(f"/testimony/translations/{translation.ref}/").status_code == 404
    with pytest.raises(Translation.DoesNotExist):
        translating.write(translation.ref, by=translators[0], wordings={1: Wording("Otherwise.")})


def test_machine_text_is_never_cited(statement, translators):
    made = translating.begin(statement.ref, by=translators[0], language="en", translator_code="TR-1")
    translating.write(made.ref, by=translators[0], wordings=BOTH, source="machine")
    submitted(made, translators)
    translating.approve(made.ref, by=translators[1], code="TR-2")
    row = made.latest()[statement.standing()[0].pk]
    row.translation.refresh_from_db()
    against = citing.citable(statement.standing()[0], use="cite_anonymised", on=today(), translation=row)
    assert against == ["The translation was made by a machine."]


def test_reviewed_wording_of_a_person_is_cited(translation, statement, translators):
    row = translation.latest()[statement.standing()[0].pk]
    first = statement.standing()[0]
    assert citing.citable(first, use="cite_anonymised", on=today(), translation=row) == [
        "Nobody has reviewed the translation."
    ]
    submitted(translation, translators)
    translating.approve(translation.ref, by=translators[1], code="TR-2")
    row = TranslatedParagraph.objects.get(pk=row.pk)
    assert citing.citable(first, use="cite_anonymised", on=today(), translation=row) == []


@pytest.mark.parametrize("model", [TranslatedParagraph, TranslationStep])
def test_what_was_written_is_never_changed(translation, translators, model):
    submitted(translation, translators)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.filter(translation=translation).delete()


def test_original_and_translation_stand_side_by_side(desk, translation, statement, translators):
    text = desk(translators[0]).get(f"/testimony/{statement.ref}/?with=en").content.decode()
    first, second = text.index(FIRST), text.index(SECOND)
    assert first < text.index("I stood at the gate") < second < text.index("They led three men away.")
    assert "They led" not in desk(translators[0]).get(f"/testimony/{statement.ref}/").content.decode()


def test_it_is_translated_on_its_pages(desk, statement, translators):
    browser = desk(translators[0])
    answer = browser.post(f"/testimony/{statement.ref}/translate/", {"language": "en"})
    assert answer.status_code == 302
    made = Translation.objects.get()
    assert made.translator_code == f"TR-{translators[0].pk:02d}"
    path = f"/testimony/translations/{made.ref}/"
    form = {
        "source": "human",
        "revision": made.revision,
        "t1": BOTH[1].text,
        "d1": "gate: ворота or КПП",
        "t2": "",
        "d2": "",
    }
    assert browser.post(f"{path}write/", form).status_code == 302
    text = browser.get(path).content.decode()
    assert "ворота or КПП" in text
    assert "Not yet translated" in text
    again = {**form, "revision": made.revision, "t2": BOTH[2].text}
    answer = browser.post(f"{path}write/", again)
    assert answer.status_code == 409
    assert BOTH[2].text in answer.content.decode()
    made.refresh_from_db()
    assert browser.post(f"{path}write/", {**again, "revision": made.revision}).status_code == 302
    assert browser.post(f"{path}steps/submit/", {"code": "TR-1"}).status_code == 302
    assert browser.get(f"{path}write/").status_code == 409
    assert desk(translators[1]).post(f"{path}steps/approve/", {"code": "TR-2"}).status_code == 302
    assert Translation.objects.get().status == "reviewed"


@pytest.mark.parametrize(
    ("role", "assigned", "sees"),
    [
        ("commissioner", True, True), ("legal_analyst", True, True), ("investigator", True, True),
        ("protection_officer", False, True),
        ("commissioner", False, False), ("legal_analyst", False, False), ("investigator", False, False),
        ("secretariat", False, False), ("auditor", False, False),
    ],
)  # fmt: skip
def test_even_at_the_widest_consent_translations_are_for_those_at_work_on_them(
    desk, inquiry, translation, statement, witness, investigator, protection_officer, role, assigned, sees
):
    consented(witness, investigator, "T4")
    reader = person(role, inquiry)
    if assigned:
        accounts.assign(reader, witness, by=protection_officer)
    browser = desk(reader)
    assert browser.get(f"/testimony/translations/{translation.ref}/").status_code == (200 if sees else 404)
    for path in ("?with=en", "print/?with=en"):
        assert ("led three men" in browser.get(f"/testimony/{statement.ref}/{path}").content.decode()) == sees


def test_the_language_of_the_original_is_not_offered_and_english_stands_there(desk, statement, translators):
    page = desk(translators[0]).get(f"/testimony/{statement.ref}/translate/").content.decode()
    assert '<option value="ru">' not in page
    assert '<option value="en" selected>' in page
    assert f"TR-{translators[0].pk:02d}" in page
    assert 'name="translator_code"' not in page
