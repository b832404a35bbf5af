"""The demonstration's detainees: the first case's gap and dispute, told from its sources; and nobody real under a cipher."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inquiry.demonstration import loading, people
from inquiry.demonstration.shelf import Shelf
from inquiry.official_requests.models import OfficialRequest
from tests.conftest import person
from tests.witnesses import runs
from tests.witnesses.runs import copied
from witnesses.demonstration import detainees
from witnesses.detainees.choices import Held
from witnesses.detainees.contacts import DetaineeLink
from witnesses.detainees.file import load
from witnesses.detainees.models import Detainee
from witnesses.detainees.telling import days_words


@pytest.fixture
def shelf(inquiry: Any, settings: Any, tmp_path: Path) -> Shelf:
    settings.STATE_DIR = tmp_path
    shelf = Shelf(inquiry, people.admit(people.CAST, inquiry))
    loading.load(shelf)
    detainees.load(shelf)
    return shelf


@pytest.fixture
def public(shelf: Shelf) -> Detainee:
    return Detainee.objects.get(name=detainees.NAME)


def test_the_first_case_shows_its_gap_and_its_dispute(public):
    file = load(public)
    assert [row.kind for row in file.custodies] == ["UNKNOWN", "PRISON", "HOUSE_ARREST"]
    first, last = file.gaps[0].first.date().isoformat(), file.gaps[0].last.date().isoformat()
    assert (first, last) == ("2022-01-31", "2022-12-31"), (
        "from an arrest in February 2022, Almaty time, until house arrest"
    )
    assert not file.gaps[0].certain
    (disputed,) = [one for one in file.overlaps if one.disputed]
    assert {disputed.one, disputed.other} == file.in_dispute
    assert public.status == Held.DISPUTED
    assert days_words(file.days(file.last_spoken_of)) == "between 16 and 354 days"


def test_what_the_sources_do_not_state_stays_empty(public):
    file = load(public)
    assert (public.birth, public.nationality, public.sex) == ("", "", "unknown")
    assert {charge.article for charge in file.charges} == {""}
    assert [one.court for one in file.proceedings] == [None]
    assert [one.name for one in file.counsel] == [""]


def test_every_row_that_states_a_fact_names_its_source(public):
    file = load(public)
    for row in [*file.custodies, *file.charge_steps, *file.events, *file.access, public]:
        assert file.proofs(row), row


def test_the_request_to_meet_him_is_linked_from_his_side(public, shelf):
    linked = set(DetaineeLink.objects.filter(detainee=public).values_list("about_ref", flat=True))
    assert linked == {shelf.records["R04"].ref, shelf.records["petition"].ref}
    assert OfficialRequest.objects.filter(ref__in=linked).count() == 1


def test_the_synthetic_one_is_under_a_cipher_with_a_certain_gap(shelf):
    hidden = Detainee.objects.exclude(witness=None).get()
    file = load(hidden)
    assert hidden.name == ""
    assert "SYNTHETIC" in hidden.note
    assert [gap.certain for gap in file.gaps] == [True], "between the administrative arrest and the remand"
    assert not [one for one in file.overlaps if one.certain]
    assert hidden.status == Held.AT_LIBERTY


def test_a_second_load_changes_nothing(shelf):
    before = list(Detainee.objects.values_list("ref", "revision"))
    assert detainees.load(shelf) == {"detainees": 2, "custodies": 7}
    assert list(Detainee.objects.values_list("ref", "revision")) == before


def test_those_assigned_read_and_others_of_the_same_role_do_not(shelf, public):
    for key in ("commissioner", "analyst", "investigator"):
        assert Detainee.objects.visible_to(shelf.people[key]).count() == 2, key
    assert not Detainee.objects.visible_to(person("commissioner", shelf.inquiry)).exists()


def test_a_sentence_of_the_sources_would_be_recognised():
    assert copied(f"He wrote: “{runs.OURS.capitalize()}.”")
    assert len(runs.kept()) > 1000


def test_no_sentence_of_the_sources_is_copied(public):
    """No run of eight words of a source stands in what we wrote of it."""
    file = load(public)
    rows: list[Any] = [*file.custodies, *file.disputes, *file.charges, *file.charge_steps, *file.events, *file.access]
    assert not copied(json.dumps([{**row.__dict__, "_state": ""} for row in rows], default=str, ensure_ascii=False))
