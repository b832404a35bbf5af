"""Casualties: one record a person, verified by a second person, merged and separated by people alone, concealed on request."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from inquiry.accounts import actions as accounts
from inquiry.audit.models import Entry
from inquiry.name_variants import actions as names
from inquiry.name_variants.lookup import suggestions
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.witnesses.wrongs import KILLING, done_to, furnish
from witnesses.acts.models import Act
from witnesses.casualties import actions
from witnesses.casualties.models import Casualty, CasualtyDecision
from witnesses.casualties.reading import rows_to_count, told
from witnesses.casualties.totals import totals


@pytest.fixture
def made(inquiry, secretary, investigator):
    return furnish(inquiry, secretary, investigator)


@pytest.fixture
def second(inquiry):
    return person("investigator", inquiry)


def another(made, by, **fields):
    values = {"name": "SYNTHETIC Person Two", "rests_on": [made.event.ref], **fields}
    return actions.record(inquiry=made.event.inquiry, by=by, **values)


def counted(user):
    return totals(rows_to_count(user, Casualty.objects.visible_to(user)))


def test_a_second_person_verifies(made, investigator, second):
    one = another(made, investigator)
    actions.propose(one.ref, by=investigator)
    with pytest.raises(Refused, match="second person"):
        actions.verify(one.ref, by=investigator, reason="Two sources agree.")
    assert actions.verify(one.ref, by=second, reason="Two sources agree.").status == "verified"
    assert [row.verb for row in one.decisions.all()] == ["propose", "verify"]


def test_without_anything_it_rests_on_nothing_is_proposed(made, investigator):
    with pytest.raises(Refused, match="rest on"):
        actions.propose(made.casualty.ref, by=investigator)


@pytest.mark.parametrize("verb", ["verify", "send_back"])
def test_a_decision_says_why(made, investigator, second, verb):
    one = another(made, investigator)
    actions.propose(one.ref, by=investigator)
    with pytest.raises(Refused, match="Say why"):
        getattr(actions, verb)(one.ref, by=second, reason=" ")


def test_what_was_verified_is_not_changed_before_it_is_reopened(made, investigator, second):
    one = another(made, investigator)
    actions.propose(one.ref, by=investigator)
    actions.verify(one.ref, by=second, reason="Two sources agree.")
    with pytest.raises(Refused, match="Reopen"):
        actions.change(one.ref, by=investigator, age=30)
    actions.reopen(one.ref, by=investigator, reason="A third source differs.")
    assert actions.change(one.ref, by=investigator, age=30).age == 30


def test_a_discarded_record_stays_and_counts_nowhere(made, investigator):
    actions.discard(made.casualty.ref, by=investigator, reason="They are alive.")
    found = counted(investigator)
    assert (found.standing, found.by_status["discarded"]) == (0, 1)
    assert Casualty.objects.filter(pk=made.casualty.pk).exists()


def test_a_decision_is_never_changed(made, investigator):
    actions.discard(made.casualty.ref, by=investigator, reason="They are alive.")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE witnesses_casualtydecision SET reason = 'x'")


def test_merging_counts_once_and_separating_counts_twice_again(made, investigator):
    two = another(made, investigator)
    done_to(made, made.casualty, investigator, act_type=KILLING)
    act = done_to(made, two, investigator, act_type=KILLING)
    assert counted(investigator).standing == 2
    actions.merge(two.ref, by=investigator, into=made.casualty, reason="Same name, same day, same street.")
    act.refresh_from_db()
    assert (counted(investigator).standing, counted(investigator).merged) == (1, 1)
    assert act.counted_as == made.casualty.ref
    assert Act.objects.values("counted_as").distinct().count() == 1
    actions.separate(two.ref, by=investigator, reason="The brother was found to be another person.")
    act.refresh_from_db()
    assert (counted(investigator).standing, act.counted_as) == (2, two.ref)
    assert [(row.verb, row.other) for row in two.decisions.all()] == [
        ("merge", made.casualty),
        ("separate", made.casualty),
    ]


def test_a_merge_has_a_reason_and_one_record_that_stands(made, investigator):
    two, three = another(made, investigator), another(made, investigator)
    with pytest.raises(Refused, match="Say why"):
        actions.merge(two.ref, by=investigator, into=three, reason="")
    with pytest.raises(Refused, match="itself"):
        actions.merge(two.ref, by=investigator, into=two, reason="Alike.")
    actions.merge(two.ref, by=investigator, into=three, reason="Alike.")
    with pytest.raises(Refused, match="merged before"):
        actions.merge(made.casualty.ref, by=investigator, into=two, reason="Alike.")
    with pytest.raises(Refused, match="separate them first"):
        actions.merge(three.ref, by=investigator, into=made.casualty, reason="Alike.")


def test_a_decision_that_they_are_different_people_is_a_wall(made, investigator):
    two = another(made, investigator)
    pair = {"by": investigator, "reason": "Brothers."}
    names.decide(two.ref, made.casualty.ref, decision="different", **pair)
    with pytest.raises(Refused, match="different people"):
        actions.merge(two.ref, by=investigator, into=made.casualty, reason="Alike.")
    names.decide(two.ref, made.casualty.ref, decision="withdrawn", **pair)
    assert actions.merge(two.ref, by=investigator, into=made.casualty, reason="Alike.").merged_into == made.casualty


def test_nothing_but_a_person_merges(made, investigator):
    another(made, investigator, name=made.casualty.name)
    assert not CasualtyDecision.objects.exists()
    assert not Casualty.objects.filter(merged_into__isnull=False).exists()


def test_under_a_cipher_there_is_no_name(made, investigator):
    with pytest.raises(ValidationError, match="vault"):
        another(made, investigator, witness=made.witness)
    one = another(made, investigator, witness=made.witness, name="")
    with pytest.raises(IntegrityError, match="has_no_name"), transaction.atomic():
        Casualty.objects.filter(pk=one.pk).update(name="SYNTHETIC")


def test_of_somebody_under_a_cipher_others_are_told_band_month_and_country(made, investigator, second):
    one = another(made, investigator, witness=made.witness, name="", age=41, happened="2022-01-05", place=made.town)
    mine, theirs = told(investigator, [one])[0], told(second, [one])[0]
    assert (mine.exact, mine.place, mine.age) == (True, "Oidan", "41")
    assert (theirs.exact, theirs.place, theirs.age, str(theirs.when)) == (False, "Kazakhstan", "30–44", "January 2022")
    assert [row.key for row in totals(rows_to_count(second, Casualty.objects.filter(pk=one.pk))).by_place] == [
        "Kazakhstan"
    ]


def test_others_change_and_decide_nothing_under_a_cipher(made, investigator, second):
    one = another(made, investigator, witness=made.witness, name="")
    with pytest.raises(Casualty.DoesNotExist):
        actions.change(one.ref, by=second, age=30)
    with pytest.raises(Casualty.DoesNotExist):
        actions.discard(one.ref, by=second, reason="No.")


def test_the_audit_holds_no_name(made, investigator):
    actions.change(made.casualty.ref, by=investigator, name="SYNTHETIC Other Name", circumstances="At the gate.")
    assert Entry.objects.get(act="casualty.change").facts["changes"]["name"] == ["…", "…"]
    for entry in Entry.objects.all():
        assert "SYNTHETIC" not in str(entry.facts)
        assert "gate" not in str(entry.facts)


@pytest.mark.parametrize("role", ["secretariat", "administrator", "auditor", "translator", "clinician"])
def test_who_does_not_read_casualties_sees_none(made, inquiry, role):
    assert not Casualty.objects.visible_to(person(role, inquiry)).exists()


@pytest.mark.parametrize("role", ["commissioner", "legal_analyst", "protection_officer"])
def test_who_reads_casualties_changes_none(made, inquiry, role):
    reader = person(role, inquiry)
    assert Casualty.objects.visible_to(reader).exists()
    with pytest.raises(Refused):
        actions.change(made.casualty.ref, by=reader, age=30)


def test_nobody_of_another_inquiry_sees_them(made, other_inquiry):
    other = person("investigator", other_inquiry)
    assert not Casualty.objects.visible_to(other).exists()
    accounts.give_role(other, "investigator", inquiry=made.event.inquiry, by=None)
    other.forget()
    assert Casualty.objects.visible_to(other).exists()


def test_a_merge_that_stands_counts_as_one_person_among_the_names(made, investigator, inquiry, desk):
    two, three = another(made, investigator), another(made, investigator)
    for one in (made.casualty, two, three):
        actions.change(one.ref, by=investigator, name="Nurlan Serikbayev")
    pair = f"/names/pair/?one={made.casualty.ref}&other={two.ref}"
    assert len(suggestions(by=investigator, inquiry=inquiry)) == 3
    actions.merge(two.ref, by=investigator, into=made.casualty, reason="Same day, same street.")
    actions.merge(three.ref, by=investigator, into=made.casualty, reason="Same day, same street.")
    assert suggestions(by=investigator, inquiry=inquiry) == []
    page = desk(investigator).get(pair).content.decode()
    assert f"{two.ref} merged into {made.casualty.ref}" in page
    assert 'name="decision"' not in page
    with pytest.raises(Refused, match="merge is taken back"):
        names.decide(made.casualty.ref, two.ref, by=investigator, decision="different", reason="Two.")
    actions.separate(two.ref, by=investigator, reason="Another age.")
    assert len(suggestions(by=investigator, inquiry=inquiry)) == 2
    assert 'name="decision"' in desk(investigator).get(pair).content.decode()
