"""Public statements in both zones, who spoke, and figures that stay as they were published."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from inquiry.audit.models import Entry
from inquiry.public_statements import actions
from inquiry.public_statements.models import PublicStatement
from tests.inquiry.rooms import furnish


@pytest.fixture
def made(inquiry, secretary):
    return furnish(inquiry, secretary)


def test_half_past_three_in_almaty_was_half_past_nine_in_london(made, desk, secretary):
    assert made.statement.held_shown.both_zones == ["20 January 2023, 15:30 Almaty", "09:30 London"]
    page = desk(secretary).get(f"/statements/{made.statement.ref}/").content.decode()
    assert "15:30 Almaty" in page
    assert "09:30 London" in page


def test_since_march_2024_the_difference_is_five_hours(inquiry, secretary):
    later = actions.record_statement(
        title="Later", held="2024-03-20T15:30", held_zone="Asia/Almaty", summary="Said.", other_speakers="Somebody",
        inquiry=inquiry, by=secretary,
    )  # fmt: skip
    assert later.held_shown is not None
    assert later.held_shown.both_zones == ["20 March 2024, 15:30 Almaty", "10:30 London"]


def test_somebody_spoke(inquiry, secretary):
    with pytest.raises(ValidationError, match="who spoke"):
        actions.record_statement(title="T", summary="S", inquiry=inquiry, by=secretary)
    assert not PublicStatement.objects.exists()


def test_who_spoke_is_in_the_audit(made, secretary):
    actions.change_statement(made.statement.ref, by=secretary, officials=[made.official])
    facts = Entry.objects.filter(act="public_statement.name_speakers").latest("pk").facts
    assert facts == {"changes": {"officials": [[], [made.official.ref]]}}


def test_a_second_hand_order_and_inference_are_said_to_be_such(inquiry, secretary):
    made = actions.record_statement(
        title="Address", other_speakers="A president", reported_by="A member", summary="S", modality=["order", "inference"],
        inquiry=inquiry, by=secretary,
    )  # fmt: skip
    assert made.modality_words() == ["Order", "Inference"]


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"comparator": "gt", "value": 227}, "> 227 persons"),
        ({"comparator": "eq", "value": 10000}, "= 10\u202f000 persons"),
        ({"comparator": "range", "low": 100, "high": "120.5"}, "100–120.5 persons"),
        ({"comparator": "order", "words": "hundreds of"}, "hundreds of persons"),
        ({"comparator": "about", "value": 30}, "≈ 30 persons"),
    ],
)
def test_a_figure_reads_as_it_was_published(inquiry, secretary, fields, shown):
    figure = actions.record_figure(
        measure="deaths", unit="persons", stated_by="A paper", inquiry=inquiry, by=secretary, **fields
    )
    figure.refresh_from_db()
    assert figure.shown_value == shown


@pytest.mark.parametrize(
    "fields",
    [
        {"comparator": "eq"},
        {"comparator": "eq", "value": 1, "low": 1},
        {"comparator": "range", "low": 5, "high": 5},
        {"comparator": "range", "value": 5},
        {"comparator": "order"},
    ],
)
def test_a_figure_that_says_nothing_is_refused(inquiry, secretary, fields):
    with pytest.raises(ValidationError):
        actions.record_figure(measure="deaths", stated_by="A paper", inquiry=inquiry, by=secretary, **fields)


def test_figures_stand_beside_each_other_and_are_never_added(made, inquiry, secretary, desk):
    actions.record_figure(
        measure="deaths", comparator="eq", value=238, stated_by="A paper", inquiry=inquiry, by=secretary
    )
    page = desk(secretary).get(f"/statements/figures/{made.figure.ref}/").content.decode()
    assert "= 238" in page
    assert "465" not in page


def test_an_investigator_records_a_statement_on_the_desk(inquiry, investigator, desk):
    typed = {
        "title": "A conference", "kind": "press_conference", "held": "20 January 2023 15:30", "held_zone": "Asia/Almaty",
        "held_basis": "stated", "how": "in_person_and_online", "other_speakers": "A speaker", "summary": "Said.",
        "modality": ["fact", "opinion"],
    }  # fmt: skip
    assert desk(investigator).post("/statements/new/", typed).status_code == 302
    made = PublicStatement.objects.get()
    assert (made.held, made.modality) == ("2023-01-20T15:30", ["fact", "opinion"])
