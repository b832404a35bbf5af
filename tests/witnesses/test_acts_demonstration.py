"""The demonstration of acts, casualties and medicine: invented people, labelled, loaded once."""

from __future__ import annotations

import pytest

from inquiry.demonstration import loading, people
from inquiry.demonstration.shelf import Shelf
from tests.witnesses.copies import out_of_step
from tests.witnesses.wounds import agree
from witnesses.acts.models import Act, Event
from witnesses.casualties.models import Casualty
from witnesses.casualties.reading import rows_to_count
from witnesses.casualties.totals import totals
from witnesses.demonstration import acts, casualties, frame, medical
from witnesses.demonstration.people import note_of
from witnesses.medical.findings import Rating
from witnesses.medical.models import MedicalEvaluation
from witnesses.people import actions as witnesses


@pytest.fixture
def shelf(inquiry, settings, tmp_path):
    settings.STATE_DIR = tmp_path
    found = Shelf(inquiry, people.admit(people.CAST, inquiry))
    for subject in loading.SUBJECTS[:8]:
        loading.load_subject(found, subject)
    for number in (2, 7):
        witness = witnesses.register(
            inquiry=inquiry,
            by=found.people["investigator"],
            capacity="victim",
            languages=["Kazakh"],
            note=note_of(number),
        )
        agree(witness, found.people["investigator"])
    return found


def load(shelf):
    return casualties.load(shelf) | acts.load(shelf) | medical.load(shelf)


def test_it_is_loaded_once(shelf):
    first = load(shelf)
    assert load(shelf) == first
    assert all(first.values())


def test_everybody_in_it_is_invented_and_labelled(shelf):
    load(shelf)
    for one in Casualty.objects.all():
        assert "SYNTHETIC" in one.name + one.note, one.ref
    assert all("SYNTHETIC" in act.note for act in Act.objects.all())
    public = [event for event in Event.objects.all() if "SYNTHETIC" not in event.title]
    assert public
    assert all(event.known and event.rests_on and not event.acts.exists() for event in public)


def test_every_status_is_shown_and_one_person_is_counted_once(shelf):
    load(shelf)
    found = totals(rows_to_count(shelf.people["investigator"], Casualty.objects.all()))
    assert all(found.by_status.values())
    assert found.merged == 1


def test_the_first_act_and_the_first_event_are_open_to_whoever_reads_acts(shelf):
    load(shelf)
    reader = shelf.people["commissioner"]
    assert Act.objects.visible_to(reader).filter(pk=Act.objects.order_by("pk")[0].pk).exists()
    assert Event.objects.visible_to(reader).filter(pk=Event.objects.order_by("pk")[0].pk).exists()


def test_one_evaluation_stands_under_its_caveats(shelf):
    load(shelf)
    watched = MedicalEvaluation.objects.get(authorities_present="yes")
    assert "Authorities were present" in watched.caveats[0]
    assert Rating.objects.count() == 3
    assert set(frame.places(shelf)) == set(frame.PLACES)


def test_every_copy_of_a_cipher_is_that_of_its_person(shelf):
    load(shelf)
    assert Act.objects.exclude(victim_ref="").exists()
    assert MedicalEvaluation.objects.exists()
    assert out_of_step() == []
