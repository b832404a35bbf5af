"""The vault stands apart: its own database and role, no relation across, no admin, no API, nothing for the web to hold."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg2
import pytest
from django.apps import apps
from django.contrib import admin
from django.db import DatabaseError, connections, models, router, transaction
from django.urls import get_resolver

from inquiry.audit.models import Entry
from inquiry.embedded import variables
from inquiry.embedded.servers import Addresses
from inquiry.embedded.state import open_state
from inquiry.embedded.testing import PASSWORD
from inquiry.embedded.vault import given_to, own_variables
from inquiry.shared import protection
from inquiry.shared.workflow import Refused
from tests.witnesses.vault_ground import BOTH
from witnesses.vault import door
from witnesses.vault.models import SealedGroup, Tombstone

OF_THE_VAULT = list(apps.get_app_config("vault").get_models())


def connect(role: str, database: str) -> None:
    host = os.environ["DATABASE_URL"].partition("host=")[2].replace("%2F", "/")
    psycopg2.connect(dbname=database, user=role, password=PASSWORD, host=host).close()


def test_the_applications_role_cannot_enter_the_vaults_database():
    with pytest.raises(psycopg2.OperationalError, match='permission denied for database "vault"'):
        connect("inquiry", "vault")


def test_the_vaults_role_cannot_enter_the_applications_database():
    with pytest.raises(psycopg2.OperationalError, match='permission denied for database "inquiry"'):
        connect("vault", "inquiry")


def test_each_role_enters_its_own():
    connect("inquiry", "inquiry")
    connect("vault", "vault")


@pytest.mark.parametrize("model", OF_THE_VAULT, ids=lambda model: model.__name__)
def test_the_vaults_tables_are_in_its_database_only(model):
    assert router.db_for_read(model) == router.db_for_write(model) == "vault"
    assert router.allow_migrate_model("vault", model)
    assert not router.allow_migrate_model("default", model)


@BOTH
def test_nothing_else_is_in_the_vaults_database_and_nothing_of_it_elsewhere():
    ours = {model._meta.db_table for model in OF_THE_VAULT}
    assert set(connections["vault"].introspection.table_names()) - {"django_migrations"} == ours
    assert not ours & set(connections["default"].introspection.table_names())


def test_no_relation_crosses_the_border():
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField | models.OneToOneField):
                assert (model in OF_THE_VAULT) == (field.related_model in OF_THE_VAULT), (
                    f"{model.__name__}.{field.name}"
                )
    assert not any(field.is_relation for model in OF_THE_VAULT for field in model._meta.get_fields())


@BOTH
def test_its_append_only_tables_refuse_change_also_by_its_own_role():
    assert protection.missing("vault") == []
    row = SealedGroup.objects.create(inquiry="IQ-0001", subject="W-0001", group="names", version=1, sealed=b"x")
    for attempt in (lambda: SealedGroup.objects.filter(pk=row.pk).update(version=2), SealedGroup.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(using="vault"):
            attempt()
    assert {model for model in OF_THE_VAULT if model.APPEND_ONLY} == {SealedGroup, Tombstone}


def test_it_is_neither_in_the_admin_nor_in_the_api():
    assert not any(model in OF_THE_VAULT for model in admin.site._registry)
    api = [pattern for pattern in map(str, _patterns(get_resolver(), "")) if pattern.startswith("api/")]
    assert api
    assert not any("vault" in pattern or "identit" in pattern for pattern in api)


def _patterns(resolver, prefix):
    for one in resolver.url_patterns:
        yield from (
            _patterns(one, prefix + str(one.pattern)) if hasattr(one, "url_patterns") else [prefix + str(one.pattern)]
        )


def settings_with(**changed: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **changed}
    code = "import django; from django.conf import settings; django.setup(); print(sorted(settings.DATABASES))"
    return subprocess.run([sys.executable, "-c", code], env={**env, "DJANGO_SETTINGS_MODULE": "inquiry.settings"},
                          capture_output=True, text=True)  # fmt: skip


def test_a_process_that_is_not_given_the_address_has_no_vault_database():
    assert settings_with(VAULT_DATABASE_URL="").stdout == "['default']\n"
    assert settings_with().stdout == "['default', 'vault']\n"


def test_the_applications_own_role_is_refused_for_the_vault():
    result = settings_with(VAULT_DATABASE_URL=os.environ["DATABASE_URL"])
    assert result.returncode != 0
    assert "name the same role" in result.stderr


@pytest.fixture
def state(tmp_path, monkeypatch):
    monkeypatch.setenv("VAULT_DATABASE_URL", "postgres://vault:unheard-of@/vault?host=/somewhere")
    monkeypatch.setenv("VAULT_KEY_FILE", "/somewhere/keys")
    return open_state(tmp_path / "state")


def test_web_and_workers_get_neither_password_nor_key_whatever_the_callers_environment_holds(state):
    found = Addresses("postgres://inquiry@/inquiry", "unix:///queue", os.environ["VAULT_DATABASE_URL"])
    env = variables.children(variables.variables(state, found))
    assert not set(env) & set(variables.OF_THE_VAULT)
    assert "unheard-of" not in "".join(env.values())
    assert env["VAULT_SOCKET"] == str(state.vault_socket())


@pytest.mark.parametrize("command", ["migrate", "run_vault", "rotate_vault_key"])
def test_the_vaults_own_commands_get_both(state, command):
    own = own_variables(state, Addresses("", "", os.environ["VAULT_DATABASE_URL"]))
    assert given_to([command, "--no-input"], own) == own
    assert set(own) == {"VAULT_DATABASE_URL", "VAULT_KEY_FILE"}


@pytest.mark.parametrize("command", ["shell", "verify_ledgers", "load_demonstration", "dbshell", ""])
def test_other_commands_get_nothing(state, command):
    own = own_variables(state, Addresses("", "", os.environ["VAULT_DATABASE_URL"]))
    assert given_to([command], own) == {}


def test_keys_that_were_lost_are_not_silently_made_anew(tmp_path, monkeypatch):
    monkeypatch.delenv("VAULT_DATABASE_URL")
    monkeypatch.delenv("VAULT_KEY_FILE")
    state = open_state(tmp_path / "state")
    found = Addresses("", "", "postgres://vault:unheard-of@/vault")
    own_variables(state, found)
    assert state.vault_keys.stat().st_mode & 0o777 == 0o600
    state.vault_keys.unlink()
    own_variables(state, found)
    assert not state.vault_keys.exists()


@pytest.mark.django_db
def test_without_the_process_and_the_database_there_is_a_sentence(inquiry, protection_officer, settings, tmp_path):
    settings.VAULT_SOCKET = str(tmp_path / "nobody.sock")
    for call in (
        lambda: door.known("Ospanov", inquiry=inquiry.ref, by=protection_officer),
        lambda: door.spans("Ospanov", inquiry=inquiry.ref),
        door.verify,
    ):
        with pytest.raises(Refused, match="The vault cannot be reached"):
            call()
    assert not Entry.objects.filter(act__startswith="vault.").exists()
