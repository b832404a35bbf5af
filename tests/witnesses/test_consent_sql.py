"""The level in SQL is the level of the pure rule, on random histories."""

from __future__ import annotations

from itertools import groupby

import pytest
from django.db import connection, transaction
from django.db.models import CharField, F, OuterRef, Q, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.witnesses.consent_answers import FIRST, INTERVIEW, SECOND, day, histories
from tests.witnesses.test_consent_document import ON, PATH, answers, lines
from witnesses.consent import models, rules
from witnesses.consent.models import Consent, ConsentAnswer, answers_of, level_of, level_today
from witnesses.people import actions as people
from witnesses.people.models import Witness


@pytest.fixture
def witness(inquiry, protection_officer):
    return people.register(inquiry=inquiry, by=protection_officer, capacity="victim")


def store(witness, answers):
    """Write a history as it stands, past the actions: also what they would refuse."""
    for number, rows in groupby(answers, key=lambda one: one.number):
        told = list(rows)
        act = Consent.objects.create(
            witness=witness, inquiry=witness.inquiry, created_by=witness.created_by, number=number, how="signed",
            kind="withdrawn" if told[0].withdrawn else "given", about=told[0].about, given_on=told[0].on,
            expires_on=told[0].expires_on,
        )  # fmt: skip
        for one in told:
            key = rules.audience_key(one.audience)
            ConsentAnswer.objects.create(consent=act, use=one.use, audience=one.audience, audience_key=key, yes=one.yes)


def in_sql(witness, about, on):
    """The level of a row that is about `about`, narrowest first."""
    columns = {f"about_{place}": Value(ref, output_field=CharField()) for place, ref in enumerate(about)}
    rows = Witness.objects.filter(pk=witness.pk).annotate(**columns)
    return rows.annotate(level=level_of("pk", *columns, on=on)).values_list("level", flat=True).get()


@pytest.mark.django_db
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    history=histories(),
    about=st.sampled_from([(), (INTERVIEW,), (FIRST, INTERVIEW), (SECOND, INTERVIEW)]),
    on=st.integers(0, 20).map(day),
)
def test_the_same_in_sql_and_in_memory(witness, history, about, on):
    with transaction.atomic():
        store(witness, history)
        assert answers_of(witness) == history
        assert in_sql(witness, about, on) == rules.level(history, on=on, about=about)
        transaction.set_rollback(True)


def test_an_expression_takes_columns_as_f_too(witness):
    store(witness, [_yes("analysis"), _yes("cite_anonymised")])
    rows = Witness.objects.annotate(level=level_of(F("pk"), F("ref")))
    assert rows.get().level == level_today(witness) == "T2"


def test_one_query_for_any_number_of_witnesses(inquiry, protection_officer, witness, django_assert_num_queries):
    people.register(inquiry=inquiry, by=protection_officer, capacity="victim")
    store(witness, [_yes("analysis")])
    with django_assert_num_queries(1):
        levels = sorted(Witness.objects.annotate(level=level_of("pk")).values_list("level", flat=True))
    assert levels == ["T0", "T1"]
    assert connection.vendor == "postgresql"


def _yes(use):
    return rules.Answer(use, "", True, day(0), None, "", 1)


@pytest.fixture
def table(inquiry, protection_officer):
    """A witness for each line of the decision table in docs/consent.md, with the level that stands there."""
    found = {}
    for line in lines():
        witness = people.register(inquiry=inquiry, by=protection_officer, capacity="victim")
        store(witness, answers(line[0]))
        found[witness.pk] = line[-1]
    return found


def told():
    """The level of each witness's T-0001, by the SQL as it is now."""
    columns = {f"about_{place}": Value(ref, output_field=CharField()) for place, ref in enumerate(PATH)}
    rows = Witness.objects.annotate(**columns)
    return dict(rows.annotate(level=models.level_of("pk", *columns, on=ON)).values_list("pk", "level"))


def test_the_decision_table_in_sql(table):
    assert told() == table


LATER = Q(consent__number__lt=OuterRef("consent__number"), consent__given_on__lte=OuterRef("consent__given_on"))
ONE_ACT = Q(consent=OuterRef("consent")) & ~Q(audience_key=OuterRef("audience_key"))
NARROWER = Q(depth__gte=OuterRef("depth"))
MUTANTS = {
    "bars ignored": ("_lifted", lambda: Q(pk__isnull=False)),
    "nothing lifts": ("_lifted", lambda: Q(pk__isnull=True)),
    "the whole opens a closed part": ("_lifted", lambda: LATER | ONE_ACT),
    "one act does not count": ("_lifted", lambda: NARROWER & LATER),
    "the order ignored": ("_lifted", lambda: NARROWER & (Q(consent__given_on__lte=OuterRef("consent__given_on")) | ONE_ACT)),
    "the day of a no ignored": ("_lifted", lambda: NARROWER & (Q(consent__number__lt=OuterRef("consent__number")) | ONE_ACT)),
    "expiry ignored": ("_counts", lambda day: Q(yes=True)),
    "the last day does not count": (
        "_counts", lambda day: Q(yes=True) & (Q(consent__expires_on__isnull=True) | Q(consent__expires_on__gt=day)),
    ),
    "a no is a yes": ("_counts", lambda day: Q(consent__expires_on__isnull=True) | Q(consent__expires_on__gte=day)),
}  # fmt: skip


@pytest.mark.parametrize("name", MUTANTS)
def test_broken_sql_is_caught(table, monkeypatch, name):
    where, broken = MUTANTS[name]
    monkeypatch.setattr(models, where, broken)
    assert told() != table
