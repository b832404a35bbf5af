"""The audit: one transaction with the act, refused any change, found out when changed all the same."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from inquiry.audit import ledger as audit
from inquiry.audit.models import Entry


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
    assert "send (official request)" in page.content.decode()


def test_a_secretary_reads_only_what_they_did(inquiry, secretary, auditor, desk):
    audit.record("official_request.send", about=inquiry, by=auditor)
    assert "official request" not in desk(secretary).get("/audit/").content.decode()
