"""The command line: the first administrator, inquiries, tokens, and the proof that the ledgers hold."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from inquiry.accounts.models import Inquiry, User
from inquiry.audit import ledger as audit
from inquiry.audit.models import Entry

PASSWORD = "correct horse battery staple\n"


def said(command, *args, **options):
    out = io.StringIO()
    call_command(command, *args, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def typed(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD))


def test_the_first_administrator_gets_the_first_inquiry(db, typed):
    words = said("create_administrator", email="First@Example.org", name="First", inquiry_title="An inquiry")
    user = User.objects.get()
    assert "first@example.org is administrator of IQ-" in words
    assert user.roles_today() == [("administrator", Inquiry.objects.get().pk)]
    assert user.check_password(PASSWORD.strip())
    assert set(Entry.objects.values_list("through", flat=True)) == {"command"}


def test_without_a_title_nothing_is_made(db, typed):
    with pytest.raises(CommandError, match="--inquiry-title"):
        said("create_administrator", email="first@example.org", name="First")
    assert not User.objects.exists()


def test_a_weak_password_is_refused(db, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(CommandError, match="15"):
        said("create_administrator", email="first@example.org", name="First", inquiry_title="An inquiry")
    assert not Inquiry.objects.exists()


def test_an_inquiry_is_opened(db):
    assert said("create_inquiry", "Another one").endswith("Another one\n")


def test_a_token_is_printed_once_and_works(secretary, client):
    secret = said("create_token", user=secretary.email, scopes="commission.read", days=2).strip()
    assert client.get("/api/v1/places/", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    assert client.post("/api/v1/places/", {}, headers={"Authorization": f"Bearer {secret}"}).status_code in {
        400,
        409,
        415,
    }


@pytest.mark.parametrize(("scopes", "days"), [("fly", 2), ("visit.read", 91)])
def test_a_token_that_may_not_be_is_a_sentence(secretary, scopes, days):
    with pytest.raises(CommandError):
        said("create_token", user=secretary.email, scopes=scopes, days=days)


@pytest.mark.django_db(databases=["default", "vault"])
def test_ledgers_that_hold_are_listed_with_their_heads(secretary):
    audit.seal()
    told = json.loads(said("verify_ledgers", json=True))
    assert told["well"] is True
    ledger = next(one for one in told["ledgers"] if one["ledger"] == "inquiry_audit_link")
    assert ledger["links"] == Entry.objects.count()
    assert len(ledger["head"]) == 64


@pytest.mark.django_db(databases=["default", "vault"])
def test_a_ledger_that_was_changed_ends_with_one(secretary):
    audit.seal()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE inquiry_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE inquiry_entry SET about = 'OR-9999' WHERE act = 'role.give'")
    with pytest.raises(CommandError) as ended:
        said("verify_ledgers")
    assert ended.value.returncode == 1
