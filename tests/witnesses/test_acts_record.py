"""Acts: one victim each, at an event, in the thesaurus's terms; open only where the victim is (INV-31)."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from inquiry.accounts import actions as accounts
from inquiry.audit.models import Entry
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.witnesses.wrongs import ARREST, BEATING, DIRECTLY, KILLING, done_to, furnish
from witnesses.acts import actions, more_terms, terms
from witnesses.acts.models import Act, Event, Involvement
from witnesses.acts.terms import ACTS, Vocabulary

VOCABULARIES = [one for one in {**vars(terms), **vars(more_terms)}.values() if isinstance(one, Vocabulary)]


@pytest.fixture
def made(inquiry, secretary, investigator):
    return furnish(inquiry, secretary, investigator)


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda one: str(one.name))
def test_every_code_of_a_list_has_words_of_its_own(vocabulary):
    words = [str(one) for one in vocabulary.terms.values()]
    assert all(words)
    assert len(set(words)) == len(words)
    assert all(code.isdigit() and len(code) == 12 for code in vocabulary.terms)


def test_the_lists_are_told_apart_by_their_numbers():
    assert len({one.number for one in VOCABULARIES}) == len(VOCABULARIES)


def test_a_code_nobody_knows_is_shown_as_it_is():
    assert ACTS.words("999999999999") == "999999999999"


def test_an_act_has_a_victim_a_type_and_an_event(made, investigator):
    act = done_to(made, made.witness, investigator, methods=[BEATING])
    assert (act.victim_ref, act.counted_as, act.event) == (made.witness.ref, made.witness.ref, made.event)
    assert act.method_words == ["Beating"]


@pytest.mark.parametrize(
    "fields",
    [{"victim_ref": "", "group": ""}, {"group": "fifty people"}, {"act_type": ""}, {"act_type": "999999999999"}],
)
def test_without_exactly_one_victim_and_a_known_type_there_is_no_act(made, investigator, fields):
    with pytest.raises(ValidationError):
        done_to(made, made.witness, investigator, **fields)


def test_the_database_refuses_an_act_without_a_victim(made, investigator):
    act = done_to(made, made.witness, investigator)
    with pytest.raises(IntegrityError, match="act_has_one_victim"), transaction.atomic():
        Act.objects.filter(pk=act.pk).update(victim_ref="", counted_as="")


def test_a_person_is_no_family(made, investigator):
    with pytest.raises(ValidationError, match="individual"):
        done_to(made, made.witness, investigator, counting_unit="020000000000")


def test_a_group_is_counted_as_nobody(made, investigator):
    act = done_to(made, "about fifty people", investigator, act_type=ARREST)
    assert (act.victim_ref, act.counted_as, act.witness) == ("", "", None)


@pytest.mark.parametrize("ref", ["W-0000", "CR-9999", "OF-0001", "nobody"])
def test_a_victim_is_somebody_whose_record_one_may_see(made, investigator, ref):
    with pytest.raises(ValidationError, match="that you may see"):
        actions.add_act(event=made.event, act_type=ARREST, victim_ref=ref, by=investigator)


def test_a_stranger_to_the_witness_records_nothing_about_them(made, inquiry):
    other = person("investigator", inquiry)
    with pytest.raises(ValidationError, match="that you may see"):
        done_to(made, made.witness, other)


def test_whoever_only_reads_the_witness_records_nothing_about_them(made, inquiry, protection_officer):
    reader = person("legal_analyst", inquiry)
    accounts.assign(reader, made.witness, by=protection_officer)
    with pytest.raises(Refused):
        done_to(made, made.witness, reader)


def test_what_an_act_rests_on_is_a_record_one_may_see(made, investigator):
    act = done_to(made, made.witness, investigator, rests_on=[f"{made.casualty.ref} page 3"])
    assert act.rests_on == [f"{made.casualty.ref} page 3"]
    for line in ("T-9999 §12", "somewhere", f"{made.casualty.ref}; DROP"):
        with pytest.raises(ValidationError, match=r"no reference|no record"):
            done_to(made, made.witness, investigator, rests_on=[line])


def test_an_act_is_seen_only_where_its_victim_is(made, inquiry, investigator, protection_officer):
    act = done_to(made, made.witness, investigator)
    reader = person("legal_analyst", inquiry)
    assert not Act.objects.visible_to(reader).exists()
    accounts.assign(reader, made.witness, by=protection_officer)
    assert Act.objects.visible_to(reader).get() == act
    accounts.unassign(reader, made.witness, by=protection_officer)
    assert not Act.objects.visible_to(reader).exists()


def test_being_assigned_to_the_act_opens_nothing_where_the_victim_is_closed(
    made, inquiry, investigator, protection_officer
):
    act = done_to(made, made.witness, investigator)
    reader = person("commissioner", inquiry)
    accounts.assign(reader, act, by=protection_officer)
    assert not Act.objects.visible_to(reader).exists()


def test_seeing_the_victim_opens_nothing_without_the_right_to_read_acts(
    made, inquiry, investigator, protection_officer
):
    done_to(made, made.casualty, investigator, act_type=KILLING)
    for role in ("secretariat", "administrator", "auditor", "translator", "clinician"):
        reader = person(role, inquiry)
        if role not in ("administrator",):
            accounts.assign(reader, made.witness, by=protection_officer)
        assert not Act.objects.visible_to(reader).exists(), role


def test_a_publicly_known_event_is_seen_and_its_acts_stay_closed(made, inquiry, investigator):
    done_to(made, made.witness, investigator)
    reader = person("commissioner", inquiry)
    assert list(Event.objects.visible_to(reader)) == [made.event]
    assert not Act.objects.visible_to(reader).exists()


def test_an_event_is_seen_through_an_act_whose_victim_one_may_see(made, inquiry, investigator, protection_officer):
    done_to(made, made.witness, investigator, event=made.raid)
    reader = person("commissioner", inquiry)
    accounts.assign(reader, made.witness, by=protection_officer)
    assert set(Event.objects.visible_to(reader)) == {made.event, made.raid}


def test_acts_done_to_a_group_are_seen_where_the_event_is(made, inquiry, investigator):
    public = done_to(made, "about fifty people", investigator, act_type=ARREST)
    done_to(made, "two cellmates", investigator, event=made.raid)
    assert list(Act.objects.visible_to(person("commissioner", inquiry))) == [public]


def test_an_involvement_names_one_of_three(made, investigator):
    act = done_to(made, made.witness, investigator)
    for who in ({"official": made.official}, {"authority": made.ministry}, {"described": "a man in a mask"}):
        actions.add_involvement(act=act, degree=DIRECTLY, by=investigator, **who)
    for who in (
        {},
        {"official": made.official, "authority": made.ministry},
        {"official": made.official, "described": "x"},
    ):
        with pytest.raises(ValidationError, match="one of the three"):
            actions.add_involvement(act=act, degree=DIRECTLY, by=investigator, **who)
    assert Involvement.objects.visible_to(investigator).count() == 3


def test_an_involvement_is_seen_where_its_act_is(made, inquiry, investigator):
    act = done_to(made, made.witness, investigator)
    actions.add_involvement(act=act, degree=DIRECTLY, described="a man in a mask", by=investigator)
    assert not Involvement.objects.visible_to(person("commissioner", inquiry)).exists()


def test_a_change_is_audited_without_what_it_says(made, investigator):
    act = done_to(made, made.witness, investigator, stated_reason="He was said to have a weapon")
    actions.change_act(act.ref, by=investigator, stated_reason="Another reason", violation="040000000000")
    facts = Entry.objects.get(act="act.change").facts["changes"]
    assert facts["violation"] == ["990000000000", "040000000000"]
    assert facts["stated_reason"] == ["…", "…"]
    assert not Entry.objects.filter(facts__icontains="weapon").exists()


def test_correcting_the_victim_counts_the_act_anew(made, investigator):
    act = done_to(made, made.witness, investigator)
    changed = actions.change_act(act.ref, by=investigator, victim_ref=made.casualty.ref)
    assert (changed.counted_as, changed.witness) == (made.casualty.ref, None)


def test_another_inquiry_sees_nothing(made, other_inquiry, investigator):
    done_to(made, made.casualty, investigator, act_type=KILLING)
    outsider = person("protection_officer", other_inquiry)
    assert not Act.objects.visible_to(outsider).exists()
    assert not Event.objects.visible_to(outsider).exists()
