"""The demonstration of testimony: every state to be seen, labelled SYNTHETIC, names covered; loading again adds nothing."""

from __future__ import annotations

from typing import Any

import pytest

from evidence.intake import actions as intake
from inquiry.accounts import actions as accounts
from inquiry.demonstration.documents import FILES
from inquiry.demonstration.shelf import Shelf
from tests.conftest import person
from witnesses.demonstration import consent, people, protection, testimony, words
from witnesses.shield import BLOCK
from witnesses.testimony.interviews import Interview
from witnesses.testimony.statements import Statement
from witnesses.testimony.transcripts import Transcript
from witnesses.testimony.translations import TranslatedParagraph, Translation

pytestmark = [pytest.mark.django_db(databases=("default", "vault")), pytest.mark.slow]
CAST = {
    "investigator": "investigator", "second.investigator": "investigator", "protection": "protection_officer",
    "commissioner": "commissioner", "analyst": "legal_analyst", "translator": "translator", "secretary": "secretariat",
}  # fmt: skip


@pytest.fixture
def shelf(inquiry: Any) -> Shelf:
    found = Shelf(inquiry, {key: person(role, inquiry) for key, role in CAST.items()})
    batch = intake.open_batch(
        inquiry=inquiry, by=found.writer, title="r", provided_by="p", how="by_hand", classification="C3"
    )
    with (FILES / testimony.RECORDING).open("rb") as stream:
        intake.receive(stream, batch=batch.ref, path=testimony.RECORDING, by=found.writer)
    accounts.assign(found.people["investigator"], batch, by=found.people["protection"])
    people.load(found)
    consent.load(found)
    protection.load(found)
    return found


def test_every_state_is_to_be_seen_once_and_names_are_covered(desk, shelf):
    counts = testimony.load(shelf)
    assert testimony.load(shelf) == counts
    assert {one.status for one in Statement.objects.all()} == {"draft", "signed", "refused", "retracted"}
    assert {one.status for one in Interview.objects.all()} == {"held", "planned", "cancelled"}
    assert {one.status for one in Translation.objects.all()} == {"reviewed", "submitted", "draft"}
    assert {one.source for one in TranslatedParagraph.objects.all()} == {"human", "machine"}
    assert Transcript.objects.get().segments().count() == 6
    levels = {one.level for one in Statement.objects.visible_to(shelf.people["protection"])}
    assert levels == {"T0", "T1", "T2", "T3", "T4"}
    assert all("SYNTHETIC" in one.standing(1)[0].text for one in Statement.objects.all())
    signed = Statement.objects.get(status="signed", language="kk")
    text = desk(shelf.people["commissioner"]).get(f"/testimony/{signed.ref}/?with=en").content.decode()
    assert BLOCK in text
    assert "Вымыслов" not in text
    assert "Vymyslov" not in text
    transcript = Transcript.objects.get()
    seen = desk(shelf.people["commissioner"]).get(f"/testimony/transcripts/{transcript.ref}/").content.decode()
    assert "Жокбаева" not in seen
    assert BLOCK in seen


def test_the_words_translate_paragraph_by_paragraph():
    assert set(words.KAZAKH_IN_ENGLISH) == set(range(1, len(words.KAZAKH) + len(words.KAZAKH_ADDED) + 1))
    assert set(words.RUSSIAN_IN_ENGLISH) == set(range(1, len(words.RUSSIAN) + 1))
    assert set(words.INSIDER_BY_MACHINE) == set(range(1, len(words.INSIDER) + 1))
