"""Two opposite merges at the same moment: the second waits for the first and is refused; neither breaks off."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from inquiry.shared.workflow import Refused
from tests.witnesses.waiting import until_one_waits
from witnesses.casualties import actions
from witnesses.casualties.models import Casualty

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("turned", [False, True])
def test_a_merge_locks_the_older_record_first(inquiry, investigator, turned):
    """Whoever holds the newer record still gets the older one while a merge waits: in call order this is a deadlock."""
    made = [actions.record(inquiry=inquiry, by=investigator, name=f"SYNTHETIC {number}") for number in range(2)]
    older, newer = made
    one, into = reversed(made) if turned else made
    said = []

    def merge():
        try:
            said.append(actions.merge(one.ref, by=investigator, into=into, reason="Alike.").ref)
        finally:
            connection.close()

    with transaction.atomic():
        Casualty.objects.select_for_update().get(pk=older.pk)
        other = threading.Thread(target=merge)
        other.start()
        until_one_waits()
        assert Casualty.objects.select_for_update(nowait=True).get(pk=newer.pk) == newer
    other.join(timeout=20)
    assert said == [one.ref]


def test_of_two_opposite_merges_one_stands(inquiry, investigator):
    made = [actions.record(inquiry=inquiry, by=investigator, name=f"SYNTHETIC {number}") for number in range(2)]
    said = []

    def merge(one, into):
        try:
            actions.merge(one.ref, by=investigator, into=into, reason="Alike.")
            said.append("merged")
        except Refused:
            said.append("refused")
        finally:
            connection.close()

    both = [threading.Thread(target=merge, args=pair) for pair in (made, made[::-1])]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=20)
    assert sorted(said) == ["merged", "refused"]
