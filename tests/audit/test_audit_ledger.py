"""The audit: one transaction with the act, refused any change, found out when changed all the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from inquiry.audit import ledger as audit
from inquiry.audit.models import Entry
from inquiry.audit.sentences import sentence
from inquiry.shared import ledgers


def test_an_entry_binds_what_it_says(inquiry, secretary):
    entry = audit.record("request.draft", about=inquiry, by=secretary, channel="letter")
    assert entry.committed() == entry.digest
    assert (entry.about, entry.inquiry_id) == (inquiry.ref, inquiry.pk)


def test_the_chain_holds_after_sealing(inquiry, secretary):
    audit.record("request.draft", about=inquiry, by=secretary)
    sealed = audit.seal()
    verdict = audit.verify()
    assert sealed == Entry.objects.count() == verdict.links
    assert verdict.problems == ()


@pytest.mark.parametrize("statement", ["UPDATE inquiry_entry SET act='x'", "DELETE FROM inquiry_entry"])
def test_the_database_refuses_to_change_the_audit(inquiry, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_replication_mode_does_not_get_past_the_trigger(inquiry):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM inquiry_entry")


def test_an_edit_behind_the_triggers_back_is_found(inquiry, secretary):
    audit.record("request.draft", about=inquiry, by=secretary)
    audit.seal()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE inquiry_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE inquiry_entry SET about='OR-9999' WHERE act='request.draft'")
    assert any("is not what was recorded" in problem for problem in audit.verify().problems)


def test_a_deleted_link_is_found(inquiry, secretary):
    for _ in range(3):
        audit.record("request.draft", about=inquiry, by=secretary)
    audit.seal()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE inquiry_audit_link DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM inquiry_audit_link WHERE position = 2")
    assert any("does not follow" in problem for problem in audit.verify().problems)


def test_an_auditor_reads_it_as_sentences(inquiry, secretary, auditor, desk):
    audit.record("official_request.send", about=inquiry, by=secretary, channel="letter")
    page = desk(auditor).get("/audit/")
    assert page.status_code == 200
    assert "sent the official request" in page.content.decode()


def test_a_secretary_reads_only_what_they_did(inquiry, secretary, auditor, desk):
    audit.record("official_request.send", about=inquiry, by=auditor)
    assert "sent the official request" not in desk(secretary).get("/audit/").content.decode()


@pytest.mark.django_db(databases=["default", "vault"])
def test_a_head_kept_outside_finds_a_tail_that_was_cut(inquiry, secretary):
    for _ in range(3):
        audit.record("request.draft", about=inquiry, by=secretary)
    audit.seal()
    verdict = audit.verify()
    kept = f"{verdict.ledger}:{verdict.links}:{verdict.head}"
    call_command("verify_ledgers", "--kept", kept)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("inquiry_audit_link", "inquiry_entry"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM inquiry_audit_link WHERE position = %s RETURNING entry_id", [verdict.links])
        cursor.execute("DELETE FROM inquiry_entry WHERE id = %s", cursor.fetchone())
        for table in ("inquiry_audit_link", "inquiry_entry"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only_row")
    assert audit.verify().problems == (), "the chain by itself holds without its tail"
    with pytest.raises(CommandError):
        call_command("verify_ledgers", "--kept", kept)


def test_what_a_slow_transaction_left_behind_is_sealed_by_the_thorough_pass(inquiry, secretary, monkeypatch):
    monkeypatch.setattr(ledgers, "LATELY", -100)  # as if many were written since
    audit.record("request.draft", about=inquiry, by=secretary)
    audit.seal()
    late = Entry(act="request.draft", by=secretary, at=timezone.now() - timedelta(hours=5))
    late.digest = late.committed()
    late.save()
    assert audit.seal() == 0
    assert audit.seal(everything=True) == 1


def test_an_attempt_by_nobody_known_is_read_by_the_auditor(inquiry, auditor, secretary):
    audit.record("session.failed", by=None)
    assert Entry.objects.visible_to(auditor).filter(act="session.failed").exists()
    assert not Entry.objects.visible_to(secretary).filter(act="session.failed").exists()


def test_the_new_acts_read_as_sentences_without_codes():
    told = {
        sentence("involvement.record", "IP-0011", {"part_of": "AC-0002", "degree": "050300000000"}),
        sentence("evaluation.add_allegation", "MV-0001", {"number": 2}),
        sentence("evaluation.strike_finding", "MV-0001", {"number": 2}),
        sentence("ill_treatment.read", "W-0001", {}),
        sentence("address.not_found", "", {"path": "witnesses:casualty", "named": {"ref": "CR-0007"}}),
    }
    assert told == {
        "recorded who had a hand in AC-0002, and in what degree: IP-0011",
        "added an allegation to the evaluation MV-0001 — number: 2",
        "struck a finding out of the evaluation MV-0001 — number: 2",
        "read, method by method, the ill-treatment of W-0001",
        "asked for the page “casualty” of CR-0007, which they may not see or which does not exist",
    }
