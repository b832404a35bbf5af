"""The health page says whether the vault answers, and what does not work while it does not."""

from __future__ import annotations

import pytest

from inquiry.audit.sentences import sentence
from inquiry.health.facts import facts
from witnesses.vault import store


def of_the_vault():
    return next(fact for fact in facts() if fact.name == "Identity vault")


@pytest.mark.django_db
def test_a_vault_that_answers_names_its_key():
    fact = of_the_vault()
    assert fact.well
    assert store.keys().active() in fact.words
    assert fact.off == ""


@pytest.mark.django_db
def test_a_vault_that_is_down_is_named_with_what_is_off(settings, tmp_path):
    settings.VAULT_SOCKET = str(tmp_path / "nobody.sock")
    fact = of_the_vault()
    assert not fact.well
    assert "not shown" in fact.off


def test_the_audit_tells_of_a_rotation_in_a_sentence():
    assert sentence("vault.rotate_key", "", {"key": "kek-1", "wrapped": 7}) == "wrapped 7 keys of the vault under kek-1"
