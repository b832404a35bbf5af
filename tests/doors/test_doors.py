"""Every door: sign-in first, nothing kept by a browser, a strict policy, refusals and failures in the audit."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from inquiry.audit.models import Entry
from tests.conftest import PASSWORD


@pytest.fixture(autouse=True)
def _no_earlier_attempts(db):
    cache.clear()


def test_a_stranger_is_sent_to_the_sign_in(client):
    answer = client.get("/audit/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_pages_carry_the_headers(client):
    answer = client.get("/accounts/login/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["Cache-Control"].startswith("no-store") or "no-store" in answer["Cache-Control"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_signing_in_and_failing_to_are_recorded(secretary):
    browser = Client()
    browser.post("/accounts/login/", {"login": secretary.email, "password": "wrong password entirely"})
    answer = browser.post("/accounts/login/", {"login": secretary.email, "password": PASSWORD})
    assert answer.status_code == 302
    acts = list(Entry.objects.filter(act__startswith="session.").order_by("id").values_list("act", flat=True))
    assert acts == ["session.failed", "session.signed_in"]


def test_a_failed_attempt_never_keeps_what_was_typed(db):
    Client().post("/accounts/login/", {"login": "who@example.org", "password": "tiger in the kitchen"})
    entry = Entry.objects.get(act="session.failed")
    assert "who@example.org" not in str(entry.facts)
    assert "tiger" not in str(entry.facts)


def test_attempts_from_one_address_are_slowed_and_lock_nobody_out(secretary):
    browser = Client(REMOTE_ADDR="192.0.2.7")
    for _ in range(12):
        answer = browser.post("/accounts/login/", {"login": secretary.email, "password": "wrong password entirely"})
    assert "Too many" in answer.content.decode()
    elsewhere = Client(REMOTE_ADDR="192.0.2.8")
    assert elsewhere.post("/accounts/login/", {"login": secretary.email, "password": PASSWORD}).status_code == 302


def test_a_wrong_password_and_an_unknown_person_read_the_same(secretary):
    def said(login):
        return (
            Client().post("/accounts/login/", {"login": login, "password": "wrong password entirely"}).content.decode()
        )

    known, unknown = said(secretary.email), said("nobody@example.org")
    assert "not correct" in known
    assert "not correct" in unknown


def test_nobody_registers_themselves(client):
    answer = client.get("/accounts/signup/")
    assert answer.status_code == 404
    assert "password1" not in answer.content.decode()


def test_a_disabled_person_cannot_sign_in(secretary):
    type(secretary).objects.filter(pk=secretary.pk).update(is_active=False)
    browser = Client()
    browser.post("/accounts/login/", {"login": secretary.email, "password": PASSWORD})
    assert browser.get("/audit/").status_code == 302


def test_a_session_ends_however_busy_it_was(secretary, desk, settings):
    browser = desk(secretary)
    assert browser.get("/audit/").status_code == 200
    settings.SESSION_LONGEST_SECONDS = -1
    assert browser.get("/audit/").status_code == 302


def test_the_admin_is_shut_to_whoever_has_no_business_there(commissioner, secretary, desk):
    assert desk(commissioner).get("/admin/").status_code == 302
    assert desk(secretary).get("/admin/").status_code == 200


def test_an_unknown_token_is_a_problem_not_a_page(client, db):
    answer = client.get("/api/v1/schema/", HTTP_AUTHORIZATION="Bearer inq_unknown")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_an_ended_token_opens_nothing(secretary, api):
    from django.utils import timezone

    from inquiry.accounts.api_tokens import ApiToken

    client = api(secretary)
    ApiToken.objects.update(expires_at=timezone.now())
    assert client.get("/api/v1/schema/").status_code == 401


def test_alive_says_nothing_else(client):
    answer = client.get("/health/live/")
    assert (answer.status_code, answer.content) == (200, b"alive\n")


def test_a_panel_that_asks_by_itself_keeps_nobody_signed_in(secretary, desk, settings):
    browser = desk(secretary)
    browser.get("/audit/")
    settings.SESSION_IDLE_SECONDS = -1
    assert browser.get("/audit/", headers={"X-Asks-By-Itself": "yes"}).status_code == 302


def test_the_language_is_chosen_before_signing_in(client, db):
    answer = client.post("/language/", {"language": "ru"}, headers={"Referer": "/accounts/login/"})
    assert answer.cookies["language"].value == "ru"


@pytest.mark.parametrize(
    "address", ["signup/", "email/", "password/reset/", "password/set/", "password/reset/key/1-x/"]
)
def test_the_doors_we_do_not_use_are_shut(client, db, address):
    assert client.get(f"/accounts/{address}").status_code == 404
    assert client.post(f"/accounts/{address}", {"email": "who@example.org"}).status_code == 404


def test_a_changed_password_is_in_the_audit(secretary, desk):
    browser = desk(secretary)
    new = "another horse, another battery"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert browser.post("/accounts/password/change/", form).status_code == 302
    assert Entry.objects.filter(act="session.password_changed", by=secretary).exists()
