"""A new password by the operator: recorded, and every session of the person ends."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from inquiry.audit.models import Entry


def test_sessions_end_and_it_is_recorded(secretary, desk, monkeypatch):
    browser = desk(secretary)
    assert browser.get("/requests/").status_code == 200
    monkeypatch.setattr("sys.stdin", io.StringIO("a longer password than before\n"))
    call_command("reset_password", secretary.email)
    assert browser.get("/requests/").status_code == 302
    assert Entry.objects.filter(act="user.reset_password", about=f"user {secretary.pk}").exists()


def test_a_weak_password_is_refused(secretary, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(CommandError, match="too short"):
        call_command("reset_password", secretary.email)
