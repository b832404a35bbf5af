"""People who take part in several inquiries: who may change them, and how they come in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from inquiry.accounts import actions
from inquiry.accounts.models import RoleHeld, User
from inquiry.accounts.rights import Right
from inquiry.accounts.roles import Role
from inquiry.audit.models import Entry
from inquiry.shared.workflow import Refused
from tests.conftest import person


def test_who_holds_a_role_elsewhere_is_changed_by_whoever_administers_both(
    inquiry: Any, other_inquiry: Any, administrator: Any, outsider: Any
) -> None:
    actions.give_role(outsider, Role.COMMISSIONER, inquiry=inquiry, by=administrator)
    facts: dict[str, Any] = {"name": "Renamed", "is_active": False, "inquiry": inquiry}
    with pytest.raises(Refused, match="holds a role elsewhere"):
        actions.change_user(outsider.pk, by=administrator, **facts)
    actions.give_role(administrator, Role.ADMINISTRATOR, inquiry=other_inquiry, by=None)
    assert actions.change_user(outsider.pk, by=administrator, **facts).name == "Renamed"
    changes = Entry.objects.get(act="user.change").facts["changes"]
    assert changes["is_active"] == [True, False]


def test_a_role_that_has_ended_elsewhere_stands_in_nobodys_way(
    inquiry: Any, other_inquiry: Any, administrator: Any, outsider: Any
) -> None:
    actions.give_role(outsider, Role.COMMISSIONER, inquiry=inquiry, by=administrator)
    actions.end_role(outsider.roles.get(inquiry=other_inquiry).pk, by=person("administrator", other_inquiry))
    assert actions.change_user(outsider.pk, name="Renamed", is_active=True, inquiry=inquiry, by=administrator)


def test_the_page_says_why_somebody_is_not_changed(inquiry: Any, administrator: Any, outsider: Any, desk: Any) -> None:
    actions.give_role(outsider, Role.COMMISSIONER, inquiry=inquiry, by=administrator)
    answer = desk(administrator).post(f"/users/{outsider.pk}/change/", {"name": "Renamed"})
    assert answer.status_code == 409
    outsider.refresh_from_db()
    assert (outsider.is_active, outsider.name != "Renamed") == (True, True)


def brought(browser: Client, email: str) -> Any:
    return browser.post("/users/bring-in/", {"email": email, "role": "commissioner"})


def test_somebody_of_another_inquiry_is_brought_in(inquiry: Any, administrator: Any, outsider: Any, desk: Any) -> None:
    browser = desk(administrator)
    assert "/users/bring-in/" in browser.get("/users/").content.decode()
    assert brought(browser, outsider.email.upper()).status_code == 302
    assert RoleHeld.objects.get(user=outsider, inquiry=inquiry).given_by == administrator
    assert Entry.objects.get(act="user.bring_in").inquiry_id == inquiry.pk
    assert User.objects.get(pk=outsider.pk).holds(Right.COMMISSION_READ, inquiry)
    assert brought(browser, outsider.email).status_code == 409


def test_an_address_that_nobody_has_gets_a_sentence_and_is_kept_out_of_the_audit(administrator: Any, desk: Any) -> None:
    answer = brought(desk(administrator), "nobody@example.org")
    assert answer.status_code == 409
    assert "Nobody signs in here with this address" in answer.content.decode()
    assert not Entry.objects.filter(facts__icontains="nobody@").exists()


def test_only_administrators_bring_somebody_in(inquiry: Any, secretary: Any, outsider: Any, desk: Any) -> None:
    assert brought(desk(secretary), outsider.email).status_code == 404
    with pytest.raises(Refused):
        actions.bring_in(outsider.email, Role.COMMISSIONER, inquiry=inquiry, by=secretary)


def test_nobody_brings_themselves_in(inquiry: Any, other_inquiry: Any, administrator: Any) -> None:
    actions.give_role(administrator, Role.ADMINISTRATOR, inquiry=other_inquiry, by=None)
    with pytest.raises(Refused):
        actions.bring_in(administrator.email, Role.AUDITOR, inquiry=inquiry, by=administrator)
