"""The commission: one for each inquiry, dated terms, declarations that stay, a mandate without cycles."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from inquiry.audit.models import Entry
from inquiry.commission import actions, rules
from inquiry.commission.authorities import actions as authorities
from inquiry.commission.authorities.models import Official
from inquiry.commission.mandate import actions as mandate
from inquiry.commission.models import Commission, Member
from inquiry.commission.places import actions as places
from inquiry.shared.tables import Conflict
from inquiry.shared.trees import in_order
from inquiry.shared.workflow import Refused


@pytest.fixture
def here(inquiry, secretary):
    return {"inquiry": inquiry, "by": secretary}


def test_an_inquiry_has_one_commission(here):
    actions.set_up(name="The commission", authority_basis="voluntary_protocol", launched="2022-10", **here)
    with pytest.raises(ValidationError, match="has its commission"):
        actions.set_up(name="Another", **here)


def test_a_commissioner_may_not_set_it_up(inquiry, commissioner):
    with pytest.raises(Refused):
        actions.set_up(name="The commission", inquiry=inquiry, by=commissioner)
    assert not Commission.objects.exists()


def test_a_member_left_and_the_audit_says_since_when(here, secretary):
    member = actions.add_member(name="Ada Example", honours="Kt KC", since="2022-10", **here)
    actions.change_member(member.ref, by=secretary, expected=1, until="2023-06")
    assert Entry.objects.get(act="member.change").facts == {"changes": {"until": ["", "2023-06"]}}
    assert str(member) == "Ada Example Kt KC"


def test_a_change_for_an_older_revision_is_refused(here, secretary):
    member = actions.add_member(name="Ada Example", **here)
    actions.change_member(member.ref, by=secretary, expected=1, role="chair")
    with pytest.raises(Conflict):
        actions.change_member(member.ref, by=secretary, expected=1, role="counsel")


@pytest.mark.parametrize(
    ("day", "sits"),
    [(date(2022, 9, 30), False), (date(2022, 10, 5), None), (date(2023, 1, 16), True), (date(2024, 2, 1), False)],
)
def test_a_term_covers_a_day_as_far_as_it_is_known(day, sits):
    assert Member(name="A", since="2022-10", until="2024-01-19").sits_on(day) is sits


def test_inv_61_a_declared_conflict_bars_from_findings_about_that_body(here, secretary):
    member = actions.add_member(name="Ada Example", since="2022-10", **here)
    court = authorities.add_authority(name="A court", kind="court", **here)
    declared = {"declared": "2022-11", "interest": "Sat there.", "subject_ref": court.ref, "conflicts": True}
    row = actions.declare(member=member, by=secretary, **declared)
    assert rules.objections(member, court.ref, date(2023, 1, 16)) == [
        f"Ada Example declared a conflict about {court.ref}."
    ]
    actions.declare(member=member, by=secretary, declared="2022-12", interest="Mistaken.", replaces=row)
    assert rules.objections(member, court.ref, date(2023, 1, 16)) == []


def test_inv_61_nobody_decides_outside_their_term(here):
    member = actions.add_member(name="Ada Example", since="2022-10", until="2023-01", **here)
    assert rules.objections(member, "", date(2023, 3, 1)) == ["Ada Example is not in office on that day."]


def test_a_conflict_says_about_whom(here, secretary):
    member = actions.add_member(name="Ada Example", **here)
    with pytest.raises(ValidationError, match="about whom"):
        actions.declare(member=member, by=secretary, declared="2022-11", interest="Something.", conflicts=True)


def test_a_declaration_is_never_changed(here, secretary):
    member = actions.add_member(name="Ada Example", **here)
    actions.declare(member=member, by=secretary, declared="2022-11", interest="None.")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE inquiry_declaration SET interest = 'x'")


def test_the_mandate_reads_as_a_tree(here):
    top = mandate.add_area(code="M2", title="Violations", **here)
    part = mandate.add_area(code="M2a", title="Deaths", parent=top, **here)
    other = mandate.add_area(code="M1", title="Processes", **here)
    assert [(depth, row.code) for depth, row in in_order([other, top, part])] == [(0, "M1"), (0, "M2"), (1, "M2a")]


def test_an_area_is_never_inside_itself(here, secretary):
    top = mandate.add_area(code="M2", title="Violations", **here)
    middle = mandate.add_area(code="M2a", title="Deaths", parent=top, **here)
    low = mandate.add_area(code="M2a1", title="One day", parent=middle, **here)
    with pytest.raises(ValidationError, match="part of itself"):
        mandate.change_area(top.ref, by=secretary, parent=low)
    top.refresh_from_db()
    assert top.parent is None


def test_a_code_is_given_once(here, other_inquiry, outsider):
    mandate.add_area(code="M1", title="Processes", **here)
    mandate.add_area(code="M1", title="Theirs", inquiry=other_inquiry, by=outsider)
    with pytest.raises(ValidationError, match="with this code"):
        mandate.add_area(code="M1", title="Again", **here)


def test_an_official_without_a_name_is_known_by_the_office(here):
    official = authorities.add_official(role_title="Ambassador", **here)
    assert str(official) == "Ambassador (name not stated)"
    with pytest.raises(ValidationError, match="Give a name"):
        authorities.add_official(**here)


def test_an_officials_spellings_are_kept_in_every_script(here):
    made = authorities.add_official(name="Асқар Мысал", other_names=["Askar Mysal", "Аскар Мысал"], **here)
    assert Official.objects.get(pk=made.pk).other_names == ["Askar Mysal", "Аскар Мысал"]


def test_a_place_has_both_coordinates_or_none(here):
    with pytest.raises(ValidationError, match="both coordinates"):
        places.add_place(name="Almaty", latitude="43.25", **here)


def test_a_place_has_a_zone_that_exists(here):
    with pytest.raises(ValidationError, match="no time zone"):
        places.add_place(name="Nowhere", zone="Asia/Nowhere", **here)


def test_a_code_that_is_taken_is_refused_on_change_too(here, secretary):
    mandate.add_area(code="M1", title="Processes", **here)
    second = mandate.add_area(code="M2", title="Violations", **here)
    with pytest.raises(ValidationError, match="with this code"):
        mandate.change_area(second.ref, by=secretary, code="M1")
