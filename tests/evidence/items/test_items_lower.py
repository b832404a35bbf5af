"""A lowering is decided on how things stand when it is decided, not when it was proposed."""

from __future__ import annotations

import pytest

from evidence.items import holding
from evidence.items.models import Item
from evidence.items.proposals import LoweringProposal
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.evidence.cast import child_of, item_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(inquiry):
    return person("protection_officer", inquiry)


@pytest.fixture
def proposed(inquiry, secretary, sent, protection_officer):
    """A C2 item inside a C1 item, proposed to be held as C1."""
    parent = item_of(inquiry, secretary, "C1")
    child = child_of(parent)
    holding.classify(child.ref, by=secretary, to="C2", reason="Names somebody")
    holding.propose_lowering(child.ref, by=protection_officer, to="C1", reason="They agreed")
    return child


def test_what_was_raised_with_its_parent_is_not_lowered(proposed, protection_officer, second):
    holding.classify(proposed.parent.ref, by=protection_officer, to="C3", reason="Names a witness")
    with pytest.raises(Refused, match="changed since"):
        holding.decide_lowering(proposed.ref, by=second, verb="approve")
    proposed.refresh_from_db()
    assert proposed.classification == "C3"


def test_a_parent_held_more_closely_by_now_keeps_its_child(inquiry, secretary, sent, protection_officer, second):
    parent = item_of(inquiry, secretary, "C1")
    child = child_of(parent)
    holding.classify(child.ref, by=secretary, to="C3", reason="Names a witness")
    holding.propose_lowering(child.ref, by=protection_officer, to="C1", reason="They agreed")
    holding.classify(parent.ref, by=protection_officer, to="C3", reason="Names another")
    with pytest.raises(Refused, match="inside"):
        holding.decide_lowering(child.ref, by=second, verb="approve")
    assert Item.objects.get(pk=child.pk).classification == "C3"


def test_a_proposal_that_time_overtook_is_rejected(proposed, protection_officer, second):
    holding.classify(proposed.ref, by=protection_officer, to="C3", reason="Names a witness")
    holding.decide_lowering(proposed.ref, by=second, verb="reject")
    assert LoweringProposal.objects.get().status == "rejected"
