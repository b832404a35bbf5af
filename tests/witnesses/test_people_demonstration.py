"""The invented witnesses of the demonstration: once, with identities in the vault only, and a request to agree to."""

from __future__ import annotations

from typing import Any

import pytest

from inquiry.demonstration.shelf import Shelf
from tests.witnesses.test_deposits import everything_in_the_database
from witnesses.demonstration import people
from witnesses.openings import actions
from witnesses.openings.models import Opening
from witnesses.people.models import Witness
from witnesses.vault import door

pytestmark = pytest.mark.django_db(databases=("default", "vault"))


@pytest.fixture
def shelf(
    inquiry: Any, investigator: Any, protection_officer: Any, commissioner: Any, legal_analyst: Any, translator: Any
) -> Shelf:
    cast = {"investigator": investigator, "protection": protection_officer, "commissioner": commissioner}
    return Shelf(inquiry, {**cast, "analyst": legal_analyst, "translator": translator})


def test_twice_is_once_and_an_interrupted_load_is_taken_up(shelf, settings, tmp_path):
    settings.VAULT_SOCKET = str(tmp_path / "nobody-listens")
    with pytest.raises(people.Refused, match="cannot be reached"):
        people.load(shelf)
    settings.VAULT_SOCKET = ""
    first = people.load(shelf)
    assert first == {"witnesses": 8, "openings": 2}
    assert people.load(shelf) == first


def test_each_has_an_identity_and_it_stands_in_the_vault_only(shelf):
    people.load(shelf)
    everything = everything_in_the_database()
    for number, invented in enumerate(people.PEOPLE, start=1):
        witness = Witness.objects.get(note__startswith=people.note_of(number))
        assert set(door.groups_held(witness.ref, inquiry=shelf.inquiry.ref)) == set(invented.identity)
        for name in invented.identity["names"]["full"]:
            assert name not in everything


def test_some_are_seen_and_others_are_not(shelf):
    people.load(shelf)
    seen = {key: Witness.objects.visible_to(user).count() for key, user in shelf.people.items()}
    assert seen == {"protection": 8, "investigator": 6, "commissioner": 3, "analyst": 3, "translator": 0}


def test_the_request_waits_and_the_protection_officer_can_agree(shelf):
    people.load(shelf)
    waiting = Opening.objects.get(status="asked")
    actions.approve(waiting.ref, by=shelf.people["protection"])
    first = waiting.subjects.all()[0].witness
    assert door.open_subject(waiting.ref, first.ref, by=shelf.people["investigator"])["names"]["full"]
