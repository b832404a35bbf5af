"""People, roles, tokens and assignments on the desk."""

from __future__ import annotations

import pytest

from inquiry.accounts.api_tokens import ApiToken
from inquiry.accounts.explained import matrix
from inquiry.accounts.grants import GRANTS
from inquiry.accounts.models import Assignment, RoleHeld, User
from inquiry.accounts.rights import Right
from inquiry.audit.models import Entry
from tests.inquiry.rooms import furnish

INVITED = {
    "email": "New@Example.org",
    "name": "Newcomer",
    "password": "correct horse battery staple",
    "role": "translator",
}


def test_an_administrator_invites_somebody_with_a_role(administrator, desk):
    assert desk(administrator).post("/users/invite/", INVITED).status_code == 302
    made = User.objects.get(email="new@example.org")
    assert [role for role, _inquiry in made.roles_today()] == ["translator"]
    assert Entry.objects.filter(act__in=["user.invite", "role.give"], by=administrator).count() == 2


def test_a_weak_first_password_is_refused_and_never_shown_again(administrator, desk):
    page = desk(administrator).post("/users/invite/", {**INVITED, "password": "tooshort"})
    assert page.status_code == 422
    assert "tooshort" not in page.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_secretary_sees_who_takes_part_and_invites_nobody(secretary, administrator, desk):
    browser = desk(secretary)
    assert administrator.name in browser.get("/users/").content.decode()
    assert browser.post("/users/invite/", INVITED).status_code == 404


def test_a_role_is_given_explained_and_ended(administrator, investigator, desk):
    browser = desk(administrator)
    assert (
        browser.post(
            f"/users/{investigator.pk}/roles/give/", {"role": "legal_analyst", "reason": "Leave cover"}
        ).status_code
        == 302
    )
    page = browser.get(f"/users/{investigator.pk}/").content.decode()
    assert "Reads evidence, petitions and visits for the law" in page
    held = RoleHeld.objects.get(role="legal_analyst")
    assert browser.post(f"/users/roles/{held.pk}/end/").status_code == 302
    held.refresh_from_db()
    assert held.ended_by == administrator


def test_nobody_gives_a_role_to_themselves(administrator, desk):
    answer = desk(administrator).post(f"/users/{administrator.pk}/roles/give/", {"role": "secretariat"})
    assert answer.status_code == 409


def test_people_of_another_inquiry_are_not_there(administrator, outsider, desk):
    browser = desk(administrator)
    assert outsider.name not in browser.get("/users/").content.decode()
    assert browser.get(f"/users/{outsider.pk}/").status_code == 404
    assert browser.get(f"/users/{outsider.pk}/change/").status_code == 404


def test_the_table_of_rights_says_what_the_grants_say():
    told = sum(bool(cell) for _words, cells in matrix() for cell in cells)
    assert told == len({(row.role, row.right) for row in GRANTS})


def test_a_token_is_shown_once(secretary, desk):
    browser = desk(secretary)
    page = browser.post(
        "/tokens/new/", {"name": "A script", "days": "10", "scopes": [Right.VISIT_READ.value]}
    ).content.decode()
    assert "inq_" in page
    assert "inq_" not in browser.get("/tokens/").content.decode()
    assert ApiToken.objects.get().scopes == ["visit.read"]


def test_a_token_offers_no_more_than_is_held(secretary, desk):
    answer = desk(secretary).post("/tokens/new/", {"name": "A script", "days": "10", "scopes": [Right.ROLE_GIVE.value]})
    assert answer.status_code == 422


def test_a_token_is_revoked_by_its_owner_only(secretary, second_secretary, desk):
    desk(secretary).post("/tokens/new/", {"name": "A script", "days": "10", "scopes": [Right.VISIT_READ.value]})
    token = ApiToken.objects.get()
    assert desk(second_secretary).post(f"/tokens/{token.pk}/revoke/").status_code == 404
    assert desk(secretary).post(f"/tokens/{token.pk}/revoke/").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None


@pytest.fixture
def visit(inquiry, secretary):
    return furnish(inquiry, secretary).visit


def test_somebody_is_assigned_to_any_record_and_unassigned(visit, secretary, investigator, desk):
    browser = desk(secretary)
    answer = browser.post(
        f"/assignments/about/{visit.ref}/assign/", {"user": investigator.pk, "reason": "Writes it up"}
    )
    assert answer.status_code == 302
    assert desk(investigator).get(f"/visits/{visit.ref}/").status_code == 200
    assert investigator.name in browser.get(f"/assignments/about/{visit.ref}/").content.decode()
    browser.post(f"/assignments/about/{visit.ref}/unassign/{investigator.pk}/")
    assert not Assignment.objects.current().exists()
    assert desk(investigator).get(f"/visits/{visit.ref}/").status_code == 404


def test_assignments_are_shown_to_those_who_assign(visit, commissioner, desk):
    assert desk(commissioner).get(f"/assignments/about/{visit.ref}/").status_code == 404
