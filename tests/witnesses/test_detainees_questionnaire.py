"""The draft questionnaire: filled from the file alone, unanswered said to be unanswered, and held back without consent."""

from __future__ import annotations

from datetime import date
from typing import Any

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from inquiry.accounts import actions as accounts
from inquiry.jobs.models import Job
from inquiry.shared.workflow import Refused
from reports.registers import actions as registers
from reports.registers.models import TASK, Register
from tests.witnesses.prisons import furnish
from witnesses.consent import actions as consent
from witnesses.consent.uses import UseMade
from witnesses.detainees import actions, court_actions
from witnesses.detainees.file import load
from witnesses.detainees.questionnaire import AUDIENCE, draft


@pytest.fixture
def made(inquiry, secretary, investigator):
    return furnish(inquiry, secretary, investigator)


def questions(detainee) -> dict[str, list[dict[str, Any]]]:
    return {one["words"]: one["answers"] for head in draft(load(detainee))["heads"] for one in head["questions"]}


def built(inquiry, by, ref) -> Register:
    register = registers.build(inquiry=inquiry, by=by, kind="questionnaire", about_ref=ref)
    assert registers.run(Job.objects.get(about_id=register.pk, task=TASK).pk)
    register.refresh_from_db()
    return register


def text_of(register) -> str:
    with registers.opened(register) as file:
        document = pypdfium2.PdfDocument(file.read())
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def test_what_nobody_recorded_has_no_answer(made):
    found = questions(made.public)
    for words in (
        "Identity document, issued by, on, number",
        "Case number",
        "Address of usual residence",
        "Sex",
        "Nationality",
    ):
        assert found[words] == [], words
    assert found["Family name and first name"][0]["text"] == "Ada Example"


def test_each_answer_says_what_it_rests_on(made):
    (arrest,) = questions(made.public)["Date of the arrest"]
    assert arrest == {"text": f"{made.first.ref}: February 2022", "sources": [f"{made.source.ref}, paragraph 4"]}


def test_the_duration_is_a_range_up_to_the_last_day_spoken_of(made):
    (length,) = questions(made.public)["Duration"]
    assert "between 16 and 354 days" in length["text"]
    assert "20 January 2023" in length["text"]


def test_a_step_recorded_in_error_is_not_told(made, investigator):
    court_actions.add_charge_step(
        detainee=made.public, by=investigator, charge=made.charge, kind="error", corrects=made.step
    )
    assert questions(made.public)["What became of the charges"] == []


def test_no_category_is_ticked_by_the_machine(made):
    document = draft(load(made.public))
    assert [number for number, _words in document["categories"]] == ["I", "II", "III", "IV", "V"]
    assert all(len(row) == 2 for row in document["categories"])


def test_the_pdf_prints_unanswered_and_the_doubts(made, inquiry, investigator):
    register = built(inquiry, investigator, made.public.ref)
    text = text_of(register)
    assert text.count("Unanswered") > 8
    assert "DRAFT, not sent" in text
    assert "House arrest, or jailed?" in text
    assert "Category" in text
    assert register.ciphers == []


def test_whoever_may_not_read_the_person_neither_builds_nor_sees_the_file(made, inquiry, secretary, investigator, desk):
    register = built(inquiry, investigator, made.public.ref)
    for ref in (made.public.ref, "DT-9999"):
        with pytest.raises(ValidationError, match="There is no such record"):
            registers.build(inquiry=inquiry, by=secretary, kind="questionnaire", about_ref=ref)
    assert not Register.objects.visible_to(secretary).exists()
    assert desk(secretary).get(register.get_absolute_url()).status_code == 404
    assert desk(investigator).get(reverse("reports:download", args=[register.ref])).status_code == 200


def test_the_register_of_cooperation_is_about_no_record_and_the_questionnaire_is_a_pdf(
    made, inquiry, investigator, secretary
):
    with pytest.raises(ValidationError, match="There is no such record"):
        registers.build(inquiry=inquiry, by=investigator, kind="cooperation", about_ref=made.public.ref)
    with pytest.raises(ValidationError, match="There is no such record"):
        registers.build(inquiry=inquiry, by=secretary, kind="questionnaire")
    with pytest.raises(ValidationError, match="not made as such a file"):
        registers.build(inquiry=inquiry, by=investigator, kind="questionnaire", format="csv", about_ref=made.public.ref)


def test_the_file_of_somebody_under_a_cipher_is_held_back_until_they_consent(made, inquiry, investigator):
    actions.add_custody(detainee=made.hidden, by=investigator, kind="PRISON", begin="2022-02")
    register = built(inquiry, investigator, made.hidden.ref)
    assert register.ciphers == [made.witness.ref]
    assert made.witness.ref in text_of(register)
    with pytest.raises(Refused):
        registers.download(register.ref, by=investigator)
    assert not UseMade.objects.exists()
    said = [("analysis", "", True), ("share", AUDIENCE, True)]
    consent.record(witness=made.witness, by=investigator, answers=said, given_on=date(2022, 5, 1), how="signed")
    registers.download(register.ref, by=investigator)
    made_of = UseMade.objects.get()
    assert (made_of.audience, made_of.artefact) == (AUDIENCE, register.ref)


def test_a_reader_whose_assignment_ended_is_not_handed_the_file(made, inquiry, legal_analyst, protection_officer):
    accounts.assign(legal_analyst, made.public, by=protection_officer)
    register = built(inquiry, legal_analyst, made.public.ref)
    accounts.unassign(legal_analyst, made.public, by=protection_officer)
    with pytest.raises(Register.DoesNotExist):
        registers.download(register.ref, by=legal_analyst)
