"""The demonstration of consent and protection: every state can be seen, labelled; loading again adds nothing."""

from __future__ import annotations

import pytest

from inquiry.demonstration.shelf import Shelf
from witnesses.consent.models import level_of
from witnesses.consent.uses import UseMade
from witnesses.demonstration import consent, protection
from witnesses.demonstration.consent import STORIES
from witnesses.demonstration.people import note_of
from witnesses.people import actions as people
from witnesses.people.models import Witness
from witnesses.protection.models import ProtectionMeasure, RiskAssessment
from witnesses.protection.reprisals import Reprisal
from witnesses.protection.reviews import overdue_count


@pytest.fixture
def shelf(inquiry, protection_officer):
    for number in STORIES:
        facts = {"capacity": "victim", "note": note_of(number), "interpreter": number == 1}
        people.register(inquiry=inquiry, by=protection_officer, **facts)
    return Shelf(inquiry, {"protection": protection_officer})


def test_every_state_of_consent_is_to_be_seen_and_loading_again_adds_nothing(shelf):
    counts = consent.load(shelf)
    assert consent.load(shelf) == counts
    levels = Witness.objects.order_by("pk").annotate(level=level_of("pk")).values_list("level", flat=True)
    assert list(levels) == ["T3", "T2", "T0", "T0", "T1", "T3", "T2", "T4"]
    gone = UseMade.objects.filter(witness=Witness.objects.order_by("pk")[3])
    assert sorted(bool(row.last_recall) for row in gone) == [False, True]


def test_protection_is_to_be_seen_overdue_and_superseded(shelf, inquiry, protection_officer):
    counts = protection.load(shelf)
    assert protection.load(shelf) == counts
    assert counts["necessity_checks"] == 5
    assert overdue_count(protection_officer, inquiry) == 2
    assert RiskAssessment.objects.count() > RiskAssessment.objects.standing().count()
    texts = [row.threat for row in RiskAssessment.objects.all()] + [row.what for row in Reprisal.objects.all()]
    texts += [row.measure for row in ProtectionMeasure.objects.all()]
    assert all(text.startswith("SYNTHETIC") for text in texts)
