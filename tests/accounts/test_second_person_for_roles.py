"""Some roles guard others: one person alone cannot give them, and nobody holds one by a password that somebody else knows."""

from __future__ import annotations

import pytest

from inquiry.accounts import actions
from inquiry.accounts.models import RoleHeld, User
from inquiry.accounts.rights import Right
from inquiry.accounts.roles import TWO_PERSONS
from inquiry.audit.models import Entry
from inquiry.shared.workflow import Refused
from tests.conftest import PASSWORD, person

OWN = "another phrase that only its owner knows"


@pytest.fixture
def second_administrator(inquiry):
    return person("administrator", inquiry)


@pytest.fixture
def newcomer(inquiry, administrator):
    """Invited by one administrator alone, to guard witnesses."""
    return actions.invite_with_role(
        "guard@example.org", "Guard", PASSWORD, "protection_officer", inquiry=inquiry, by=administrator
    )


def afresh(user):
    return User.objects.get(pk=user.pk)


def signs_in(client, user, password=PASSWORD):
    client.post("/accounts/login/", {"login": user.email, "password": password})
    return client


def chooses_a_password(client):
    asked = {"oldpassword": PASSWORD, "password1": OWN, "password2": OWN}
    return client.post("/accounts/password/change/", asked)


@pytest.mark.parametrize("role", sorted(TWO_PERSONS))
def test_one_administrator_alone_gives_none_of_them(role, inquiry, administrator, secretary):
    actions.give_role(secretary, role, inquiry=inquiry, by=administrator)
    assert [held for held, _inquiry in afresh(secretary).roles_today()] == ["secretariat"]


def test_other_roles_are_held_at_once(inquiry, administrator, secretary):
    actions.give_role(secretary, "translator", inquiry=inquiry, by=administrator)
    assert "translator" in {held for held, _inquiry in afresh(secretary).roles_today()}


def test_a_second_person_confirms_and_the_role_is_in_force(inquiry, administrator, second_administrator, secretary):
    held = actions.give_role(secretary, "auditor", inquiry=inquiry, by=administrator)
    actions.confirm_role(held.pk, by=second_administrator)
    assert afresh(secretary).holds(Right.AUDIT_READ, inquiry)
    assert Entry.objects.get(act="role.confirm").by == second_administrator


def test_a_commissioner_may_be_the_second_person(inquiry, administrator, commissioner, secretary):
    held = actions.give_role(secretary, "auditor", inquiry=inquiry, by=administrator)
    assert actions.confirm_role(held.pk, by=commissioner).confirmed_by == commissioner


def test_neither_giver_nor_holder_nor_a_secretary_is_the_second_person(
    inquiry, administrator, second_administrator, secretary, second_secretary
):
    held = actions.give_role(second_administrator, "auditor", inquiry=inquiry, by=administrator)
    for first in (administrator, second_administrator):
        with pytest.raises(Refused, match="second person"):
            actions.confirm_role(held.pk, by=first)
    with pytest.raises(RoleHeld.DoesNotExist):
        actions.confirm_role(held.pk, by=second_secretary)


def test_a_role_is_confirmed_once_and_not_after_it_was_taken_back(
    inquiry, administrator, second_administrator, secretary
):
    held = actions.give_role(secretary, "auditor", inquiry=inquiry, by=administrator)
    actions.end_role(held.pk, by=administrator)
    with pytest.raises(Refused, match="does not wait"):
        actions.confirm_role(held.pk, by=second_administrator)


def test_whoever_knows_the_first_password_gains_nothing(client, inquiry, newcomer, second_administrator):
    with pytest.raises(Refused, match="change the password"):
        actions.confirm_role(newcomer.roles.get().pk, by=second_administrator)
    answer = signs_in(client, newcomer).get("/overview/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/change/")


def test_a_password_of_ones_own_opens_the_desk_and_the_way_to_the_role(client, newcomer, second_administrator):
    assert chooses_a_password(signs_in(client, newcomer)).status_code == 302
    assert signs_in(client, newcomer, OWN).get("/overview/").status_code == 200
    actions.confirm_role(newcomer.roles.get().pk, by=second_administrator)
    assert afresh(newcomer).holds(Right.WITNESS_READ)


def test_the_pages_show_what_waits_and_take_the_agreement(
    desk, inquiry, administrator, second_administrator, secretary
):
    held = actions.give_role(secretary, "auditor", inquiry=inquiry, by=administrator)
    confirm = f"/users/roles/{held.pk}/confirm/"
    assert confirm not in desk(administrator).get("/users/").content.decode()
    browser = desk(second_administrator)
    assert confirm in browser.get("/users/").content.decode()
    assert browser.post(confirm, {}).status_code == 422
    assert browser.post(confirm, {"known": "on"}).status_code == 302
    assert not RoleHeld.objects.get(pk=held.pk).waits


def test_on_the_command_line_a_role_is_in_force_at_once(inquiry, protection_officer):
    assert protection_officer.holds(Right.WITNESS_READ, inquiry)
