"""The shield through the vault's door: what is found of whoever was deposited, and what stands there instead."""

from __future__ import annotations

import pytest

from inquiry.shared.workflow import Refused
from tests.witnesses import crowd
from tests.witnesses.vault_ground import BOTH, CONTACT, NAMES, give, witness_of
from witnesses import shield

pytestmark = BOTH
TEXT = "Вчера Кайрат Оспанов звонил (8 701 555-01-47). Qairat Ospanov rang back."
SHIELDED = "Вчера █████ звонил (█████). █████ rang back."


@pytest.fixture
def witness(inquiry, protection_officer):
    made = witness_of(inquiry, protection_officer)
    give(made, protection_officer, "names", NAMES)
    give(made, protection_officer, "contact", CONTACT)
    return made


def test_a_text_is_shielded_by_blocks_of_one_length(inquiry, witness):
    spans = shield.find_identifying(TEXT, inquiry=inquiry.ref)
    assert [span.kind for span in spans] == ["name", "phone", "name"]
    assert shield.shielded(TEXT, spans) == SHIELDED


def test_nothing_found_leaves_the_text_as_it_is(inquiry, witness):
    text = crowd.clean(500)
    assert shield.shielded(text, shield.find_identifying(text, inquiry=inquiry.ref)) == text
    assert shield.find_identifying("", inquiry=inquiry.ref) == []


def test_whoever_may_be_named_is_left_out(inquiry, witness):
    assert shield.find_identifying(TEXT, inquiry=inquiry.ref, leave_out=[witness.ref]) == []
    assert len(shield.find_identifying(TEXT, inquiry=inquiry.ref, leave_out=["W-9999999"])) == 3


def test_people_of_another_inquiry_are_none_of_this_one(inquiry, witness, other_inquiry):
    assert shield.find_identifying(TEXT, inquiry=other_inquiry.ref) == []


def test_a_long_text_in_pieces_gives_what_the_whole_gives(inquiry, witness, monkeypatch):
    text = "".join(f"{crowd.clean(90 + seed, seed)} {TEXT} " for seed in range(40))
    whole = shield.find_identifying(text, inquiry=inquiry.ref)
    assert len(whole) == 120
    monkeypatch.setattr(shield, "PIECE", 800)
    monkeypatch.setattr(shield, "OVERLAP", 200)
    assert len(list(shield._pieces(text))) > 10
    assert shield.find_identifying(text, inquiry=inquiry.ref) == whole


def test_a_word_without_end_is_cut_and_nothing_is_lost_behind_it(inquiry, witness, monkeypatch):
    monkeypatch.setattr(shield, "PIECE", 700)
    text = "x" * 3000 + " " + TEXT
    assert shield.shielded(text, shield.find_identifying(text, inquiry=inquiry.ref)) == "x" * 3000 + " " + SHIELDED


def test_many_texts_are_asked_about_at_once_and_answered_apart(inquiry, witness):
    texts = [TEXT, "", "Кайрат", "Оспанов", crowd.clean(200), f"  {TEXT}"]
    each = shield.find_in_each(texts, inquiry=inquiry.ref)
    assert each == [shield.find_identifying(text, inquiry=inquiry.ref) for text in texts]
    assert shield.shielded(TEXT, each[0]) == SHIELDED
    assert shield.find_in_each([], inquiry=inquiry.ref) == []


def test_when_the_vault_does_not_answer_the_shield_says_so(inquiry, witness, settings, tmp_path):
    settings.VAULT_SOCKET = str(tmp_path / "nobody-there")
    with pytest.raises(Refused, match="cannot be reached"):
        shield.find_identifying(TEXT, inquiry=inquiry.ref)
