"""The life of a statement: taken, written in versions, read back, affirmed, signed, retracted; what may be cited when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from inquiry.accounts import actions as accounts
from inquiry.accounts.policy import today
from inquiry.audit.models import Entry
from inquiry.shared.tables import Conflict
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.witnesses.telling import BODY, FIRST, SECOND, affirmed, consented, held, told, withdrawn, witness_of
from witnesses.testimony import citing, writing
from witnesses.testimony.numbering import paragraphs_of
from witnesses.testimony.statements import Paragraph, Statement, StatementStep, StatementVersion

pytestmark = pytest.mark.django_db(databases=("default", "vault"))
DAY = str(today())


@pytest.fixture
def witness(inquiry: Any, investigator: Any) -> Any:
    made = witness_of(inquiry, investigator)
    consented(made, investigator, "T2")
    return made


@pytest.fixture
def statement(witness: Any, investigator: Any) -> Any:
    return told(witness, investigator)


def texts(statement: Any, version: int | None = None) -> list[tuple[int, str]]:
    return [(row.number, row.text) for row in statement.standing(version)]


def test_a_statement_is_taken_with_numbered_paragraphs(statement):
    assert texts(statement) == [(1, FIRST), (2, SECOND)]
    assert statement.ref.startswith("T-")
    assert statement.standing()[1].cite == f"{statement.ref} §2"


def test_a_statement_says_something(witness, investigator):
    with pytest.raises(ValidationError):
        told(witness, investigator, text=" \n\n ")


def test_only_whoever_is_assigned_takes_a_statement(inquiry, witness):
    with pytest.raises(Refused):
        told(witness, person("investigator", inquiry))
    with pytest.raises(Refused):
        told(witness, person("commissioner", inquiry))


def test_a_statement_comes_from_an_interview_that_was_held_with_the_same_person(inquiry, witness, investigator):
    other = witness_of(inquiry, investigator)
    with pytest.raises(ValidationError):
        told(witness, investigator, interview=held(other, investigator))


def test_a_version_keeps_numbers_and_leaves_gaps(statement, investigator):
    writing.write(statement.ref, by=investigator, texts={2: "Они увели двоих."}, added=["Потом было тихо."], after=1)
    writing.write(statement.ref, by=investigator, taken_out=[1], added=["Конец."])
    assert texts(statement) == [(1, ""), (3, "Потом было тихо."), (2, "Они увели двоих."), (4, "Конец.")]
    assert texts(statement, 1) == [(1, FIRST), (2, SECOND)]
    assert [one.number for one in statement.versions.all()] == [1, 2, 3]


def test_a_version_that_changes_nothing_is_none(statement, investigator):
    with pytest.raises(ValidationError, match="Nothing differs"):
        writing.write(statement.ref, by=investigator, texts={1: FIRST})


def test_an_empty_paragraph_is_no_correction(statement, investigator):
    with pytest.raises(ValidationError, match="take out"):
        writing.write(statement.ref, by=investigator, texts={1: "  "})


def test_a_colleague_who_was_faster_is_not_overwritten(statement, investigator):
    writing.write(statement.ref, by=investigator, expected=statement.revision, texts={1: "Иначе."})
    with pytest.raises(Conflict):
        writing.write(statement.ref, by=investigator, expected=statement.revision, texts={1: "Другое."})


def test_whoever_sees_names_covered_cannot_rewrite(inquiry, statement, witness, protection_officer):
    other = person("investigator", inquiry)
    accounts.assign(other, witness, by=protection_officer)
    with pytest.raises(Refused, match="covered"):
        writing.write(statement.ref, by=other, texts={1: "Иначе."})


def test_the_steps_lead_from_draft_to_signature(statement, investigator):
    affirmed(statement, investigator)
    assert statement.status == "affirmed"
    writing.step(statement.ref, "sign", by=investigator, at=DAY)
    statement.refresh_from_db()
    assert statement.status == "signed"
    taken = statement.steps_taken.all()
    assert [(one.verb, one.version.number, one.created_by) for one in taken] == [
        (verb, 1, investigator) for verb in ("read_back", "affirm", "sign")
    ]


@pytest.mark.parametrize(
    ("verb", "status"), [("mark", "marked"), ("sign", "signed"), ("correct", "draft"), ("retract", "retracted")]
)
def test_from_affirmed_each_way_leads_where_it_says(statement, investigator, verb, status):
    affirmed(statement, investigator)
    more = {"reason": "Страшно.", "received_by": "INV-1"} if verb == "retract" else {}
    writing.step(statement.ref, verb, by=investigator, at=DAY, **more)
    statement.refresh_from_db()
    assert statement.status == status


def test_refusing_to_sign_needs_the_reason(statement, investigator):
    affirmed(statement, investigator)
    with pytest.raises(ValidationError):
        writing.step(statement.ref, "refuse", by=investigator, at=DAY)
    writing.step(statement.ref, "refuse", by=investigator, at=DAY, reason="Не хочу подписи.")
    statement.refresh_from_db()
    assert statement.status == "refused"


@pytest.mark.parametrize("verb", ["sign", "mark", "affirm", "refuse"])
def test_nothing_is_signed_before_it_was_read_back(statement, investigator, verb):
    with pytest.raises(Refused):
        writing.step(statement.ref, verb, by=investigator, at=DAY, **({"reason": "x"} if verb == "refuse" else {}))


def test_a_text_that_was_read_back_is_not_rewritten_underneath(statement, investigator):
    writing.step(statement.ref, "read_back", by=investigator, at=DAY, language="kk", interpreter="INT-2")
    with pytest.raises(Refused):
        writing.write(statement.ref, by=investigator, texts={1: "Иначе."})
    writing.step(statement.ref, "correct", by=investigator)
    assert writing.write(statement.ref, by=investigator, texts={1: "Иначе."}).number == 2


def test_a_name_in_the_place_of_a_code_is_refused(statement, investigator):
    with pytest.raises(ValidationError):
        writing.step(statement.ref, "read_back", by=investigator, at=DAY, language="ru", interpreter="Иван Петров")


def test_a_step_takes_only_what_it_asks(statement, investigator):
    with pytest.raises(ValidationError):
        writing.step(statement.ref, "read_back", by=investigator, at=DAY, language="ru", received_by="INV-1")


def test_the_protection_officer_may_take_a_retraction_and_nothing_else(statement, protection_officer):
    with pytest.raises(Refused):
        writing.step(statement.ref, "read_back", by=protection_officer, at=DAY, language="ru")
    writing.step(statement.ref, "retract", by=protection_officer, at=DAY, reason="Страшно.", received_by="WPO")
    statement.refresh_from_db()
    assert statement.status == "retracted"


def test_the_audit_knows_numbers_and_no_word(statement, investigator):
    writing.write(statement.ref, by=investigator, texts={2: "Тайное слово."}, note="Тайная заметка")
    affirmed(statement, investigator)
    writing.step(statement.ref, "retract", by=investigator, at=DAY, reason="Тайная причина", received_by="INV-1")
    facts = " ".join(str(one.facts) for one in Entry.objects.filter(about=statement.ref))
    assert "'paragraphs': [2]" in facts
    assert "айн" not in facts


@pytest.mark.parametrize("model", [StatementVersion, Paragraph, StatementStep])
def test_what_was_written_is_never_changed(statement, investigator, model):
    writing.step(statement.ref, "read_back", by=investigator, at=DAY, language="ru")
    row = model.objects.filter(statement=statement)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.update(number=77)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row._raw_delete("default")


# What may be cited


def against(statement: Any, use: str = "cite_anonymised", number: int = 1, **more: Any) -> list[str]:
    statement = Statement.objects.get(pk=statement.pk)
    row = next(one for one in statement.standing() if one.number == number)
    return citing.citable(row, use=use, on=today(), **more)


def test_an_affirmed_paragraph_is_cited_within_consent(statement, investigator):
    assert against(statement) == ["The person has not affirmed the statement."]
    affirmed(statement, investigator)
    assert against(statement) == []
    assert len(against(statement, "cite_by_name")) == 1
    assert len(against(statement, "share", audience=BODY)) == 1


def test_a_withdrawal_stands_against_citing_at_once(statement, witness, investigator):
    affirmed(statement, investigator)
    withdrawn(witness, investigator)
    assert any("withdrew" in one for one in against(statement))


def test_expired_consent_stands_against_citing(inquiry, investigator):
    from witnesses.consent import actions as consent

    witness = witness_of(inquiry, investigator)
    long_ago = today() - timedelta(days=30)
    answers = [("analysis", "", True), ("cite_anonymised", "", True)]
    consent.record(
        witness=witness,
        by=investigator,
        answers=answers,
        given_on=long_ago,
        how="oral",
        expires_on=long_ago + timedelta(days=9),
    )
    statement = affirmed(told(witness, investigator), investigator)
    assert any("expired" in one for one in against(statement))


def test_a_retracted_statement_is_never_cited(statement, investigator):
    affirmed(statement, investigator)
    writing.step(statement.ref, "retract", by=investigator, at=DAY, reason="Страшно.", received_by="INV-1")
    assert against(statement) == ["The statement was retracted."]


def test_only_the_affirmed_wording_is_cited(statement, investigator):
    affirmed(statement, investigator)
    old = statement.standing()[0]
    writing.step(statement.ref, "correct", by=investigator)
    assert against(statement) == ["The person has not affirmed the statement."]
    writing.write(statement.ref, by=investigator, texts={1: "Я стоял далеко."}, taken_out=[2])
    affirmed(statement, investigator)
    assert against(statement) == []
    old.statement.refresh_from_db()
    assert citing.citable(old, use="cite_anonymised", on=today()) == [
        "The person affirmed another wording of this paragraph."
    ]
    assert against(statement, number=2) == ["The paragraph was taken out."]


def test_a_statement_that_was_affirmed_and_not_signed_is_cited_one_never_affirmed_is_not(statement, investigator):
    writing.step(statement.ref, "read_back", by=investigator, at=DAY, language="ru")
    writing.step(statement.ref, "refuse", by=investigator, at=DAY, reason="Нет.")
    assert against(statement) == ["The person has not affirmed the statement."]
    writing.step(statement.ref, "correct", by=investigator)
    affirmed(statement, investigator)
    writing.step(statement.ref, "refuse", by=investigator, at=DAY, reason="Нет.")
    assert against(statement) == []


@pytest.mark.parametrize("status", ["draft", "read_back", "affirmed", "signed", "marked", "refused", "retracted"])
@pytest.mark.parametrize("yes", [True, False])
def test_the_life_allows_citing_only_what_was_affirmed(status, yes):
    found = citing.of_life(status=status, affirmed=yes, stands=True, gone=False)
    assert (found == []) == (yes and status in {"affirmed", "signed", "marked", "refused"})
    assert citing.of_life(status=status, affirmed=yes, stands=True, gone=True) != []
    assert citing.of_life(status=status, affirmed=yes, stands=False, gone=False) != []


@pytest.mark.parametrize("machine", [True, False])
@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "reviewed"])
@pytest.mark.parametrize("fits", [True, False])
def test_a_translation_is_cited_only_when_a_person_made_it_and_another_reviewed_it(machine, status, fits):
    found = citing.of_translation(machine=machine, status=status, fits=fits)
    assert (found == []) == (not machine and status == "reviewed" and fits)


def test_pasted_paragraphs_are_the_same_as_typed_ones():
    assert paragraphs_of(f"{FIRST}\n\n{SECOND}") == [FIRST, SECOND]
