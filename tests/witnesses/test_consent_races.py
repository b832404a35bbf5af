"""A withdrawal and a use at the same moment: whichever is first is whole before the other begins."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from inquiry.accounts.policy import today
from inquiry.shared.workflow import Refused
from tests.witnesses.waiting import until_one_waits
from witnesses.consent import actions
from witnesses.consent.rules import Use
from witnesses.consent.uses import UseMade
from witnesses.people import actions as people

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_use_slips_in_beside_a_withdrawal(inquiry, protection_officer):
    witness = people.register(inquiry=inquiry, by=protection_officer, capacity="victim")
    yes = [(Use.ANALYSIS, "", True), (Use.CITE_ANONYMISED, "", True)]
    actions.record(witness=witness, by=protection_officer, answers=yes, given_on=today(), how="oral")
    said = []

    def cite():
        try:
            facts = {"use": Use.CITE_ANONYMISED, "audience": "", "artefact": "RG-0001"}
            said.append(actions.note_use([witness.ref], by=protection_officer, **facts))
        except Refused as refused:
            said.append(str(refused))
        finally:
            connection.close()

    with transaction.atomic():
        actions.withdraw(witness, by=protection_officer, how="oral")
        other = threading.Thread(target=cite)
        other.start()
        until_one_waits()
        assert said == []  # it waits for the withdrawal, which is not committed yet
    other.join(timeout=20)
    assert "withdrew consent to be cited anonymised" in said[0]
    assert not UseMade.objects.exists()
