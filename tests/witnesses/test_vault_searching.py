"""The search inside the vault: ciphers and scores, whatever the script; rationed, on record, and never a name."""

from __future__ import annotations

import json
import random

import pytest
from django.core.exceptions import ObjectDoesNotExist

from inquiry.audit.models import Entry
from inquiry.shared.names import variants
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.witnesses.crowd import crowd, identities
from tests.witnesses.vault_ground import BOTH, give, open_gate, witness_of
from witnesses.vault import door, memory
from witnesses.vault.identities import Span, joined
from witnesses.vault.likeness import Names, best

pytestmark = BOTH
__all__ = ["open_gate"]


@pytest.fixture
def witness(inquiry, protection_officer):
    found = witness_of(inquiry, protection_officer)
    give(found, protection_officer)
    return found


def found(name, inquiry, by):
    return [match.cipher for match in door.search(name, inquiry=inquiry.ref, by=by)]


@pytest.mark.parametrize(
    "name", ["Кайрат Оспанов", "Ospanov Kairat", "QAIRAT OSPANOV", "Осpанов Kайрат", "Оспановым Кайратом", "Оспанов"]
)
def test_it_is_found_in_any_script_order_case_and_disguise(witness, inquiry, protection_officer, name):
    assert found(name, inquiry, protection_officer) == [witness.ref]


@pytest.mark.parametrize("name", ["Петр Сидоров", "Марина Ким"])
def test_others_are_not_found(witness, inquiry, protection_officer, name):
    assert found(name, inquiry, protection_officer) == []
    assert not door.known(name, inquiry=inquiry.ref, by=protection_officer)


def test_known_is_yes_or_no_and_a_surname_alone_says_nothing(witness, inquiry, investigator):
    assert door.known("Kairat Ospanov", inquiry=inquiry.ref, by=investigator)
    assert not door.known("Ospanov", inquiry=inquiry.ref, by=investigator)


def test_another_inquirys_people_are_not_found(witness, inquiry, other_inquiry):
    assert found("Ospanov Kairat", other_inquiry, person("protection_officer", other_inquiry)) == []


def test_who_takes_no_part_finds_no_inquiry(witness, inquiry, outsider, stranger):
    for who in (outsider, stranger):
        with pytest.raises(ObjectDoesNotExist):
            found("Ospanov", inquiry, who)


@pytest.mark.parametrize(
    "role", ["secretariat", "investigator", "legal_analyst", "commissioner", "auditor", "administrator"]
)
def test_only_protection_officers_search(witness, inquiry, role):
    with pytest.raises(Refused, match="does not open"):
        found("Ospanov", inquiry, person(role, inquiry))


@pytest.mark.parametrize("role", ["secretariat", "legal_analyst", "commissioner", "auditor", "administrator"])
def test_only_those_who_may_ask_whether_somebody_is_known(witness, inquiry, role):
    with pytest.raises(Refused, match="does not open"):
        door.known("Ospanov", inquiry=inquiry.ref, by=person(role, inquiry))


def test_what_was_asked_is_on_record_as_a_commitment_and_what_came_back_as_ciphers(
    witness, inquiry, protection_officer
):
    for _ in range(2):
        found("Ospanov Kairat", inquiry, protection_officer)
    entries = list(Entry.objects.filter(act="vault.search"))
    assert [entry.facts["found"] for entry in entries] == [[witness.ref]] * 2
    assert entries[0].facts["asked"] != entries[1].facts["asked"], "no dictionary of names may be tried against it"
    assert "Ospanov" not in json.dumps([entry.facts for entry in entries])


def test_thirty_searches_a_minute(witness, inquiry, protection_officer):
    for _ in range(30):
        found("Ospanov", inquiry, protection_officer)
    with pytest.raises(Refused, match="30 times within a minute"):
        found("Ospanov", inquiry, protection_officer)


def test_ten_questions_a_day_for_each_person(witness, inquiry, investigator):
    for _ in range(10):
        door.known("Ospanov Kairat", inquiry=inquiry.ref, by=investigator)
    with pytest.raises(Refused, match="ten times within a day"):
        door.known("Ospanov Kairat", inquiry=inquiry.ref, by=investigator)
    assert door.known("Ospanov Kairat", inquiry=inquiry.ref, by=person("investigator", inquiry))


@pytest.mark.parametrize("name", ["", "  ", "12345", "x" * 201])
def test_what_is_no_name_is_refused_and_not_counted(witness, inquiry, protection_officer, name):
    with pytest.raises(Refused, match="Give a name"):
        found(name, inquiry, protection_officer)
    assert not Entry.objects.filter(act="vault.search").exists()


def test_what_is_deposited_later_is_found_at_once_beside_the_rest(witness, inquiry, protection_officer):
    assert found("Ospanov Kairat", inquiry, protection_officer) == [witness.ref]
    later = witness_of(inquiry, protection_officer)
    give(later, protection_officer, fields={"full": ["Марина Викторовна Цой"]})
    assert found("Tsoi Marina", inquiry, protection_officer) == [later.ref]
    assert found("Ospanov Kairat", inquiry, protection_officer) == [witness.ref]
    text = "Кайрат Оспанов и Марина Цой"
    assert [text[span.start : span.end] for span in door.spans(text, inquiry=inquiry.ref)] == [
        "Кайрат Оспанов",
        "Марина Цой",
    ]


def test_earlier_names_are_found_after_a_correction(witness, inquiry, protection_officer):
    give(witness, protection_officer, fields={"full": ["Қайрат Ахметов"]})
    assert found("Akhmetov Kairat", inquiry, protection_officer) == [witness.ref]
    assert found("Ospanov Kairat", inquiry, protection_officer) == [witness.ref]


def test_those_left_out_are_not_shielded(witness, inquiry):
    assert door.spans("Кайрат Оспанов", inquiry=inquiry.ref, leave_out=frozenset({witness.ref})) == []


def test_much_that_is_new_is_taken_into_the_base(witness, inquiry, protection_officer, monkeypatch):
    monkeypatch.setattr(memory, "MOST_BESIDE", 2)
    memory.names(inquiry.ref)
    layers = []
    for number in range(4):
        give(
            witness_of(inquiry, protection_officer),
            protection_officer,
            fields={"full": [f"Азат Тестов{'абвг'[number]}"]},
        )
        layers.append(len(memory.names(inquiry.ref)))
    assert layers == [2, 2, 1, 2]


def test_a_destroyed_identity_leaves_nothing_decoded_behind(witness, inquiry, protection_officer, open_gate):
    found("Ospanov Kairat", inquiry, protection_officer)
    door.spans("Кайрат Оспанов", inquiry=inquiry.ref)
    assert "Оспанов" in str(memory._names[inquiry.ref]._rows)
    door.shred("VO-0001", witness.ref, by=protection_officer)
    found("Somebody Else", inquiry, protection_officer)
    door.spans("anything", inquiry=inquiry.ref)
    for held in (memory._names[inquiry.ref], memory._matchers[inquiry.ref]):
        assert held._rows == {}
        assert "Оспанов" not in str([vars(layer) for layer in held._layers if hasattr(layer, "__dict__")])


def test_overlapping_spans_become_one():
    assert joined([Span(5, 9, "phone"), Span(0, 6, "name"), Span(9, 12, "name")]) == [
        Span(0, 9, "name"),
        Span(9, 12, "name"),
    ]


def test_among_two_thousand_people_a_spelling_finds_its_bearer():
    people = list(identities(crowd(2000)))
    index = Names((one.cipher, name) for one in people for name in one.groups["names"]["full"])
    tried = [(one.cipher, variant.text) for one in random.Random(7).sample(people, 25)
             for variant in variants(one.groups["names"]["full"][0])[:6]]  # fmt: skip
    hits = sum(cipher in [match.cipher for match in best([index], spelled)] for cipher, spelled in tried)
    assert len(tried) > 100
    assert hits / len(tried) > 0.97
    assert all(len(best([index], spelled)) <= 20 for _cipher, spelled in tried)
