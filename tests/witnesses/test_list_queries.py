"""What a list asks of the database: as often for six people under a cipher as for one, for a reader who is assigned to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inquiry.accounts import actions as accounts
from tests.conftest import person
from tests.witnesses.wounds import CIRCUMSTANCES, agree
from tests.witnesses.wrongs import BEATING, DIRECTLY, done_to, furnish
from witnesses.acts import actions as acts
from witnesses.acts import references
from witnesses.casualties import actions as casualties
from witnesses.detainees import actions as detainees
from witnesses.medical import actions as medical
from witnesses.people import actions as people

PAGES = ("/acts/", "/acts/events/", "/casualties/", "/detainees/", "/medical/")
ANSWERS = ("acts", "casualties", "detainees", "events", "involvements")


@pytest.fixture
def reader(inquiry: Any) -> Any:
    return person("commissioner", inquiry)


@pytest.fixture
def happen(inquiry: Any, secretary: Any, investigator: Any, protection_officer: Any, reader: Any) -> Callable[[], Any]:
    """One more row on every list: somebody under a cipher, held, killed and examined, at an event of their own."""
    world = furnish(inquiry, secretary, investigator)
    clinician = person("clinician", inquiry)

    def once_more() -> Any:
        mine: dict[str, Any] = {"inquiry": inquiry, "by": investigator}
        witness = people.register(capacity="victim", **mine)
        agree(witness, investigator)
        world.event = acts.add_event(title="A night", happened="2022-01-06", place=world.cell, **mine)
        held = detainees.record(witness=witness, **mine)
        for one in (witness, held):
            accounts.assign(reader, one, by=protection_officer)
        lines = [f"{witness.ref} again", f"{world.event.ref} at night"]
        dead = casualties.record(witness=witness, happened="2022-01-06", place=world.cell, rests_on=lines, **mine)
        for victim in (witness, held, dead):
            done = done_to(world, victim, investigator, methods=[BEATING], rests_on=lines)
            acts.add_involvement(act=done, official=world.official, degree=DIRECTLY, rests_on=lines, by=investigator)
        medical.record(about_ref=witness.ref, clinician=clinician, by=investigator, place=world.cell, **CIRCUMSTANCES)
        world.witness = witness
        return world

    return once_more


def asked(read: Callable[[], Any]) -> int:
    """How many questions reading takes, besides the notes that it leaves in the audit."""
    with CaptureQueriesContext(connection) as queries:
        assert read().status_code == 200
    return sum(one["sql"].startswith("SELECT") for one in queries)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_as_often_for_six_as_for_one(desk, happen, reader, path):
    browser = desk(reader)
    happen()
    few = asked(lambda: browser.get(path))
    before = len(browser.get(path).context["page"].rows)
    for _number in range(5):
        happen()
    assert len(browser.get(path).context["page"].rows) >= before + 5
    assert asked(lambda: browser.get(path)) == few


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_asks_as_often_for_six_as_for_one(api, happen, reader, name):
    client, path = api(reader), f"/api/v1/{name}/"
    happen()
    few, before = asked(lambda: client.get(path)), len(client.get(path).json()["results"])
    for _number in range(5):
        happen()
    assert len(client.get(path).json()["results"]) >= before + 5
    assert asked(lambda: client.get(path)) == few


@pytest.mark.parametrize("path", ["/medical/about/{}/", "/acts/about/{}/"])
def test_what_is_about_one_person_asks_as_often_for_six_as_for_one(desk, inquiry, investigator, happen, reader, path):
    world, browser = happen(), desk(reader)
    witness = world.witness
    few = asked(lambda: browser.get(path.format(witness.ref)))
    for _number in range(5):
        done_to(world, witness, investigator)
        clinician = person("clinician", inquiry)
        medical.record(about_ref=witness.ref, clinician=clinician, by=investigator, place=world.cell, **CIRCUMSTANCES)
    assert len(browser.get(path.format(witness.ref)).context["rows"]) == 6
    assert asked(lambda: browser.get(path.format(witness.ref))) == few


def test_what_a_record_rests_on_is_looked_up_by_kind(happen, reader):
    refs = [happen().witness.ref for _number in range(6)]
    lines = [f"{ref} §{number}" for number, ref in enumerate(refs)]
    with CaptureQueriesContext(connection) as queries:
        found = references.seen_by([*lines, "W-0001 hidden", "nothing"], reader)
    assert [(one.ref, one.passage) for one in found] == [(ref, f"§{number}") for number, ref in enumerate(refs)]
    assert len(queries) <= 2  # the reader's roles, the witnesses
