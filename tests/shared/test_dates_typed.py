"""What people type for a date, and the model and form fields that store it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from inquiry.shared.date_fields import BasisField, EdtfField, MomentOf, ZoneField, moment
from inquiry.shared.dates import Basis, EdtfError, parse, read


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("16.01.2023", "2023-01-16"),
        ("16/01/2023", "2023-01-16"),
        ("16 January 2023", "2023-01-16"),
        ("January 16, 2023", "2023-01-16"),
        ("16th of Jan 2023", "2023-01-16"),
        ("January 2023", "2023-01"),
        ("01.2023", "2023-01"),
        ("2023-01-16 20:00", "2023-01-16T20:00"),
        ("16.01.2023 20:00", "2023-01-16T20:00"),
        ("2023-01-16 20:00~", "2023-01-16T20:00~"),
        ("16 January 2023 about 20:00", "2023-01-16T20:00~"),
        ("~2023", "2023~"),
        ("about January 2023", "2023-01~"),
        ("January 2023?", "2023-01?"),
        ("16 January 2023 evening", "2023-01-16T17:00/2023-01-16T23:59"),
        ("evening of 16 January 2023", "2023-01-16T17:00/2023-01-16T23:59"),
        ("16 January 2023 17:00–21:30", "2023-01-16T17:00/2023-01-16T21:30"),
        ("before 16 January 2023", "../2023-01-15"),
        ("before March 2022", "../2022-02"),
        ("by 15 January 2023", "../2023-01-15"),
        ("after November 2022", "2022-12/.."),
        ("since March 2022", "2022-03/.."),
        ("8–14 January 2023", "2023-01-08/2023-01-14"),
        ("about 8–14 January 2023", "2023-01-08~/2023-01-14~"),
        ("November 2022 to December 2022", "2022-11/2022-12"),
        ("between 8 January 2023 and 3 February 2023", "2023-01-08/2023-02-03"),
        ("2022-01..2022-02", "2022-01/2022-02"),
        ("16 января 2023 г.", "2023-01-16"),
        ("в феврале 2022 года", "2022-02"),
        ("до 16 января 2023", "../2023-01-15"),
        ("16 қаңтар 2023", "2023-01-16"),
        ("spring 2022", "2022-21"),
        ("2022-11/2022-12~", "2022-11/2022-12~"),
    ],
)
def test_friendly_input_becomes_edtf(typed: str, edtf: str) -> None:
    assert read(typed).text == edtf


@pytest.mark.parametrize(
    "typed", ["last Thursday", "16 January", "20:00", "soon", "31.02.2023", "16.13.2023", "about", "~"]
)
def test_what_would_have_to_be_guessed_is_refused(typed: str) -> None:
    with pytest.raises(EdtfError):
        read(typed)


WORDS = "before about 16 January 2023 to – .. / ~ ? % evening 20:00 до 16.01.2023 2023-01 T X"
words = st.sampled_from(WORDS.split())


@given(st.one_of(st.text(max_size=40), st.lists(words, max_size=7).map(" ".join)))
def test_whatever_is_typed_gives_edtf_or_a_sentence(typed: str) -> None:
    try:
        found = read(typed)
    except EdtfError:
        return
    assert parse(found.text) == found


def test_the_form_field_stores_canonical_text_and_explains_itself() -> None:
    field = EdtfField(blank=True).formfield()
    assert field.clean("evening of 16 January 2023") == "2023-01-16T17:00/2023-01-16T23:59"
    assert field.clean("  ") == ""
    assert "16 January 2023" in str(field.help_text)
    with pytest.raises(ValidationError, match="not a date we can read"):
        field.clean("next week")


def test_the_model_field_refuses_to_store_what_is_no_edtf() -> None:
    field = EdtfField()
    with pytest.raises(ValidationError, match="not a date we can read"):
        field.get_db_prep_save("16 January 2023", connection=None)
    with pytest.raises(ValidationError):
        field.run_validators("tomorrow")


def test_zones_are_chosen_from_a_list_that_starts_with_ours() -> None:
    field = ZoneField().formfield()
    assert field.choices[0][1][0][0] == "Asia/Almaty"
    assert field.clean("Asia/Qyzylorda") == "Asia/Qyzylorda"
    with pytest.raises(ValidationError):
        field.clean("Mars/Base")
    with pytest.raises(ValidationError, match="no time zone"):
        ZoneField().run_validators("Mars/Base")


def test_migrations_stay_short() -> None:
    assert "choices" not in ZoneField().deconstruct()[3]
    assert EdtfField().deconstruct()[3] == {"max_length": 80}
    assert BasisField().deconstruct()[3]["choices"] == Basis.choices


def test_three_columns_make_one_moment() -> None:
    record = cast(Any, SimpleNamespace(held="2023-01", held_zone="Asia/Almaty", held_basis="inferred"))
    joined = moment(record, "held")
    assert joined is not None
    assert (joined.text, joined.basis) == ("2023-01", Basis.INFERRED)
    assert MomentOf("held").__get__(record) == joined
    record.held = ""
    assert moment(record, "held") is None
