"""Somebody accepts a group at the moment in which the machine changes it: what they decided stands."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from evidence.families import actions, grouping
from evidence.families.grouping import Match
from evidence.families.models import Family, Kind
from tests.evidence.search.corpus import batch, item
from tests.witnesses.waiting import until_one_waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def four(inquiry, secretary):
    """Two suggested groups of two items each."""
    box = batch(inquiry, secretary)
    rows = [item(box, str(number)) for number in range(4)]
    with transaction.atomic():
        grouping.join(rows[1], Kind.NEAR, [Match(rows[0].pk, 0.9)])
        grouping.join(rows[3], Kind.NEAR, [Match(rows[2].pk, 0.9)])
    return rows


def accepted_while(machine, by):
    """Accept the second group, and have the machine do its work before that is committed."""

    def works():
        try:
            with transaction.atomic():
                machine()
        finally:
            connection.close()

    family, other = Family.objects.latest("pk"), threading.Thread(target=works)
    with transaction.atomic():
        actions.accept(family.ref, by=by)
        other.start()
        until_one_waits()
    other.join(timeout=20)
    family.refresh_from_db()
    return family


def test_an_accepted_group_is_not_made_part_of_another(four, inquiry, secretary):
    late = item(batch(inquiry, secretary), "late")
    alike = [Match(four[0].pk, 0.9), Match(four[2].pk, 0.8)]
    family = accepted_while(lambda: grouping.join(late, Kind.NEAR, alike), secretary)
    assert family.status == "accepted"
    assert set(family.members.exclude(accepted_at=None).values_list("item", flat=True)) == {four[2].pk, four[3].pk}


def test_an_accepted_member_is_not_taken_out(four, secretary):
    family = accepted_while(lambda: grouping.forget(four[3]), secretary)
    assert family.members.exclude(accepted_at=None).count() == 2
