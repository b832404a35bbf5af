"""Offices over time: who held one on a day, gaps and overlaps that the dates prove, authorities inside authorities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquiry.commission.authorities import actions
from inquiry.commission.authorities.chains import Between, chain


@dataclass(frozen=True)
class Term:
    since: str
    until: str


DAY = date(2022, 1, 1)


@given(st.integers(0, 60), st.integers(1, 60), st.integers(1, 60))
def test_a_gap_is_every_day_that_lies_in_no_term(first, between, last):
    """Two terms told by days: what the chain says of the days between them is what counting the days says."""
    a = Term(DAY.isoformat(), (DAY + timedelta(first)).isoformat())
    began = DAY + timedelta(first + between)
    b = Term(began.isoformat(), (began + timedelta(last)).isoformat())
    _one, two = chain([b, a])
    outside = [DAY + timedelta(first + n) for n in range(1, between)]
    assert two.term == b
    if outside:
        assert (two.between, two.first, two.last) == (Between.GAP, outside[0], outside[-1])
    else:
        assert two.between == Between.FOLLOWS


@pytest.mark.parametrize(
    ("first", "second", "between"),
    [
        (Term("2020-01-01", "2021-06-01"), Term("2021-05-01", ""), Between.OVERLAP),
        (Term("2020", "2021"), Term("2021", ""), Between.UNKNOWN),
        (Term("2020-01-01", ""), Term("2021-05-01", ""), Between.UNKNOWN),
        (Term("2020-01-01", "2020-12-31"), Term("", ""), Between.UNKNOWN),
        (Term("2019", "2020"), Term("2022", ""), Between.GAP),
        (Term("2020-01-01", "2020-12-31~"), Term("2021-01-01", ""), Between.UNKNOWN),
    ],
)
def test_only_what_the_dates_prove_is_said(first, second, between):
    assert chain([second, first])[1].between == between


def test_of_one_term_nothing_is_said():
    assert [row.between for row in chain([Term("2020", "")])] == [None]
    assert chain([]) == []


@pytest.fixture
def made(inquiry, secretary):
    mine = {"inquiry": inquiry, "by": secretary}
    top = actions.add_authority(name="Ministry", kind="ministry", **mine)
    middle = actions.add_authority(name="Police", kind="law_enforcement", parent=top, **mine)
    low = actions.add_authority(name="City police", kind="law_enforcement", parent=middle, **mine)
    first = actions.add_official(name="A. First", **mine)
    second = actions.add_official(name="B. Second", may_be_criticised=True, **mine)
    third = actions.add_official(name="C. Third", **mine)
    held = {"authority": low, "title": "Head", "by": secretary}
    actions.add_position(official=first, since="2019-01-01", until="2021-12-01", **held)
    actions.add_position(official=second, since="2022-01-03", until="2022-02-01", **held)
    actions.add_position(official=third, **held)
    return top, low, first, second, third


def test_who_held_an_office_on_a_day(made, desk, secretary):
    _top, _low, first, second, third = made
    page = desk(secretary).get("/authorities/officials/?on=2022-01-05")
    assert [row.official for row in page.context["held"]] == [second]
    assert [row.official for row in page.context["open"]] == [third]
    assert str(first) not in page.content.decode()
    assert desk(secretary).get("/authorities/officials/?on=2018-01-05").status_code == 200


def test_a_day_that_is_none_narrows_nothing(made, desk, secretary):
    page = desk(secretary).get("/authorities/officials/?on=yesterday")
    assert len(page.context["page"].rows) == 3


def test_an_authority_shows_what_it_is_in_what_is_in_it_and_the_gaps_of_its_offices(made, desk, secretary):
    top, low = made[0], made[1]
    browser = desk(secretary)
    page = browser.get(f"/authorities/{low.ref}/")
    assert [row.name for row in page.context["above"]] == ["Ministry", "Police"]
    ((title, held),) = page.context["offices"]
    assert (title, [row.between for row in held]) == ("Head", [None, Between.GAP, Between.UNKNOWN])
    assert "2 December 2021" in page.content.decode()
    assert [(deep, row.name) for deep, row in browser.get(f"/authorities/{top.ref}/").context["parts"]] == [
        (0, "Police"), (1, "City police"),
    ]  # fmt: skip


def test_the_mark_is_shown_and_changed(made, desk, secretary):
    second = made[3]
    browser = desk(secretary)
    assert "May be criticised" in browser.get(f"/authorities/officials/{second.ref}/").content.decode()
    sent = {"name": "B. Second", "role_title": "", "other_names": "", "note": "", "revision": second.revision}
    assert browser.post(f"/authorities/officials/{second.ref}/change/", sent).status_code == 302
    second.refresh_from_db()
    assert second.may_be_criticised is False


def test_the_api_asks_for_a_day(made, api, secretary):
    client = api(secretary)
    names = [row["official"] for row in client.get("/api/v1/positions/?on=2022-01-05").json()["results"]]
    assert set(names) == {made[3].ref, made[4].ref}
    officials = [row["name"] for row in client.get("/api/v1/officials/?on=2020-05-05").json()["results"]]
    assert set(officials) == {"A. First", "C. Third"}
    assert client.get("/api/v1/positions/?on=nonsense").status_code == 400
