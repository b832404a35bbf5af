"""Every table and every field is classified; the database keeps what a table promises."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connections, models, transaction

from inquiry.shared import protection
from inquiry.shared.tables import COMMON, Record, Sensitivity
from tests.matrix.classified import tables

ALIASES = ["default", "vault"]


@pytest.mark.parametrize("model", tables(), ids=lambda model: model.__name__)
def test_every_field_is_classified(model):
    said = {**(COMMON if issubclass(model, Record) else {}), **model.SENSITIVITY}
    fields = {field.name for field in [*model._meta.fields, *model._meta.many_to_many]}
    assert fields - set(said) == set(), "fields without a sensitivity"
    assert set(model.SENSITIVITY) - fields == set(), "sensitivities of fields that are not there"
    assert set(said.values()) <= set(Sensitivity)


@pytest.mark.parametrize("model", tables(), ids=lambda model: model.__name__)
def test_every_table_says_whether_it_is_append_only(model):
    assert isinstance(model.APPEND_ONLY, bool)


@pytest.mark.parametrize("model", tables(), ids=lambda model: model.__name__)
def test_nothing_is_deleted_by_following_a_relation(model):
    for field in model._meta.fields:
        if isinstance(field, models.ForeignKey):
            assert field.remote_field.on_delete in (models.PROTECT, models.RESTRICT), field.name


@pytest.mark.django_db(databases=ALIASES)
@pytest.mark.parametrize("alias", ALIASES)
def test_every_append_only_table_is_guarded(alias):
    assert protection.missing(alias) == []


@pytest.mark.django_db(databases=ALIASES)
@pytest.mark.parametrize("alias", ALIASES)
def test_truncating_an_append_only_table_is_refused(alias):
    protection.install(alias)
    for model in protection.append_only_models(alias):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(alias),
            connections[alias].cursor() as cursor,
        ):
            cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.parametrize("model", [m for m in tables() if hasattr(m, "STEPS")], ids=lambda model: model.__name__)
def test_every_status_is_reachable(model):
    """From where a record begins, the steps lead to every status it can have."""
    statuses = {value for value, _label in model._meta.get_field("status").choices}
    reached = {model._meta.get_field("status").default}
    while True:
        more = {step.target for step in model.STEPS if step.target and set(step.sources) & reached} - reached
        if not more:
            break
        reached |= more
    assert reached == statuses
    assert {source for step in model.STEPS for source in step.sources} <= statuses
