"""Putting somebody recorded by name under a cipher: the vault has all of it, the main database nothing, every copy follows."""

from __future__ import annotations

from typing import Any

import pytest

from inquiry.accounts import actions as accounts
from inquiry.accounts.policy import today
from inquiry.audit.models import Entry
from inquiry.name_variants import actions as names
from inquiry.name_variants.models import NameVariant
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.witnesses.copies import out_of_step
from tests.witnesses.test_deposits import everything_in_the_database
from tests.witnesses.wounds import WRITTEN, agree, examined
from tests.witnesses.wrongs import done_to, furnish
from witnesses.acts import access
from witnesses.acts.models import Act
from witnesses.casualties import actions as casualties
from witnesses.casualties.models import Casualty
from witnesses.ciphering import actions
from witnesses.ciphering.actions import Person
from witnesses.consent.rules import Use
from witnesses.consent.uses import UseMade
from witnesses.detainees import actions as detainees
from witnesses.detainees.models import Detainee
from witnesses.medical import actions as medical
from witnesses.medical import signing
from witnesses.medical.models import MedicalEvaluation
from witnesses.people import actions as people
from witnesses.people import deposits
from witnesses.vault import door

pytestmark = pytest.mark.django_db(databases=("default", "vault"))
NAME, SPELLING = "Zarinka Probatova", "Заринка Пробатова"
WHY = "A threat"


def told(text: str) -> list[str]:
    return [word for word in (*NAME.split(), *SPELLING.split(), "Harpist") if word in text]


def held(inquiry: Any, witness: Any) -> set[str]:
    return set(door.groups_held(witness.ref, inquiry=inquiry.ref))


@pytest.fixture
def made(inquiry: Any, secretary: Any, investigator: Any) -> Any:
    world = furnish(inquiry, secretary, investigator)
    world.detainee = detainees.record(
        inquiry=inquiry, by=investigator, name=NAME, birth="1988-05-03", profession="Harpist",
        note=f"{NAME} played in the square.",
    )  # fmt: skip
    names.assert_variant(about_ref=world.detainee.ref, text=SPELLING, by=investigator)
    world.act = done_to(world, world.detainee, investigator)
    return world


@pytest.fixture
def cipher(inquiry: Any, protection_officer: Any) -> Any:
    return people.register(inquiry=inquiry, by=protection_officer, capacity="victim")


def test_nothing_of_a_detainees_name_remains_and_the_vault_has_it(made, inquiry, cipher, protection_officer):
    assert told(everything_in_the_database())
    one = actions.protect(made.detainee.ref, by=protection_officer, witness=cipher, reason=WHY)
    assert told(everything_in_the_database()) == []
    assert "1988-05-03" not in everything_in_the_database()
    assert (one.name, one.witness, one.birth) == ("", cipher, "1988")
    assert held(inquiry, cipher) == {"names", "documents"}
    spans = door.spans(f"We met {SPELLING} there, and {NAME}.", inquiry=inquiry.ref)
    assert {span.kind for span in spans} == {"name"}


def test_the_exact_place_of_an_act_closes_and_the_person_counts_once(
    made, inquiry, cipher, protection_officer, secretary
):
    stranger = person("investigator", inquiry)
    assert access.told_exactly(stranger, [made.act])
    before = made.act.revision
    actions.protect(made.detainee.ref, by=protection_officer, witness=cipher, reason=WHY)
    made.act.refresh_from_db()
    assert not access.told_exactly(stranger, [made.act])
    assert (made.act.witness, made.act.counted_as, made.act.revision) == (cipher, cipher.ref, before + 1)
    assert Entry.objects.get(act="act.recount", about=made.detainee.ref).facts["acts"] == 1


def test_their_evaluations_wait_for_consent_and_are_handed_over_on_it(
    made, inquiry, cipher, protection_officer, investigator
):
    clinician = person("clinician", inquiry)
    evaluation, allegation, finding = examined(made.detainee, clinician, investigator)
    actions.protect(made.detainee.ref, by=protection_officer, witness=cipher, reason=WHY)
    assert not MedicalEvaluation.objects.visible_to(clinician).exists()
    agree(cipher, protection_officer, Use.SHARE, body="A court")
    medical.rate(evaluation.ref, by=clinician, finding=finding, allegation=allegation, degree="consistent")
    medical.change_clinical(evaluation.ref, by=clinician, **WRITTEN)
    signing.sign(evaluation.ref, by=clinician)
    given = {"on": today(), "consent": "Signed form", "by": investigator}
    with pytest.raises(Refused, match="Another court"):
        signing.hand_over(evaluation.ref, to="Another court", **given)
    signing.hand_over(evaluation.ref, to="A court", **given)
    assert UseMade.objects.get().about == evaluation.ref


def test_when_the_vault_is_away_nothing_is_changed(made, cipher, protection_officer, settings, tmp_path):
    settings.VAULT_SOCKET = str(tmp_path / "nobody-listens")
    with pytest.raises(Refused, match="nothing was changed"):
        actions.protect(made.detainee.ref, by=protection_officer, witness=cipher, reason=WHY)
    now = Detainee.objects.get(pk=made.detainee.pk)
    assert (now.name, now.witness) == (NAME, None)
    assert NameVariant.objects.filter(about_ref=now.ref).exists()


def test_what_a_colleague_writes_meanwhile_is_not_lost(made, cipher, investigator, protection_officer, monkeypatch):
    whole = deposits.deposit

    def slow(ref, *, by, groups):
        outcome = whole(ref, by=by, groups=groups)
        detainees.change(made.detainee.ref, by=investigator, note="Another word.")
        return outcome

    monkeypatch.setattr(deposits, "deposit", slow)
    with pytest.raises(Refused, match="do it again"):
        actions.protect(made.detainee.ref, by=protection_officer, witness=cipher, reason=WHY)
    now = Detainee.objects.get(pk=made.detainee.pk)
    assert (now.name, now.note) == (NAME, "Another word.")


@pytest.mark.parametrize("role", ["investigator", "commissioner", "secretariat", "clinician"])
def test_only_the_protection_officer_puts_a_detainee_under_a_cipher(made, inquiry, cipher, role):
    by = person(role, inquiry)
    with pytest.raises((Refused, Detainee.DoesNotExist)):
        actions.protect(made.detainee.ref, by=by, witness=cipher, reason=WHY)
    assert held(inquiry, cipher) == set()


def test_nothing_of_a_dead_persons_name_remains_in_any_record_of_theirs(made, inquiry, investigator):
    both = [
        casualties.record(inquiry=inquiry, by=investigator, name=name, circumstances=f"{name}, at the gate.")
        for name in (NAME.replace("Zarinka", "Zarinkha"), NAME)
    ]
    first, second = both
    made.detainee.change({"name": "Somebody Else", "profession": "", "note": ""})
    NameVariant.objects.filter(about_ref=made.detainee.ref).delete()
    for one in both:
        names.assert_variant(about_ref=one.ref, text=SPELLING, by=investigator)
        done_to(made, one, investigator)
    casualties.merge(first.ref, by=investigator, into=second, reason="One family.")
    assert out_of_step() == []
    actions.conceal(second.ref, by=investigator, witness=made.witness, reason="The family asks for it.")
    left = everything_in_the_database()
    assert told(left) == []
    assert "at the gate" not in left
    assert out_of_step() == []
    assert held(inquiry, made.witness) == {"names", "documents"}
    assert [row.verb for row in second.decisions.all()] == ["conceal"]
    casualties.separate(first.ref, by=investigator, reason="Two after all.")
    assert out_of_step() == []


def test_a_name_that_the_vault_refuses_stays_with_the_dead(made, investigator, settings, tmp_path):
    settings.VAULT_SOCKET = str(tmp_path / "nobody-listens")
    with pytest.raises(Refused, match="nothing was changed"):
        actions.conceal(made.casualty.ref, by=investigator, witness=made.witness, reason="The family asks for it.")
    assert Casualty.objects.get(pk=made.casualty.pk).name


def test_every_copy_of_a_cipher_follows_its_person(made, inquiry, cipher, investigator, protection_officer):
    other = casualties.record(inquiry=inquiry, by=investigator, name="SYNTHETIC Person Two")
    for one in (made.casualty, other, made.witness):
        done_to(made, one, investigator)
    examined(made.detainee, person("clinician", inquiry), investigator)
    assert out_of_step() == []
    steps = [
        lambda: casualties.merge(other.ref, by=investigator, into=made.casualty, reason="One person."),
        lambda: casualties.separate(other.ref, by=investigator, reason="Two."),
        lambda: actions.conceal(other.ref, by=investigator, witness=made.witness, reason="Asked."),
        lambda: actions.protect(made.detainee.ref, by=protection_officer, witness=cipher, reason=WHY),
    ]
    for step in steps:
        step()
        assert out_of_step() == []
    Act.objects.filter(pk=made.act.pk).update(witness=None)
    assert out_of_step() == [made.act.ref], "the comparison finds a copy that was left behind"


@pytest.mark.parametrize("model", [Detainee, Casualty])
def test_every_free_text_of_a_persons_record_is_known(model: type[Person]):
    chosen = {"name", "nationality", "happened", "birth"}
    technical = {"ref", "status"}
    texts = {
        field.name
        for field in model._meta.concrete_fields
        if field.get_internal_type() in ("CharField", "TextField")
        and not field.choices
        and not field.name.endswith(("_zone", "_basis"))
    }
    assert texts - chosen - technical - {"rests_on"} == set(model.FREE_WORDS)


def test_a_clinician_is_assigned_by_the_rules_of_any_assignment(
    made, inquiry, other_inquiry, investigator, monkeypatch
):
    asked = []
    whole = accounts.entrust
    monkeypatch.setattr(
        "witnesses.medical.actions.entrust",
        lambda user, record, **more: asked.append(record.ref) or whole(user, record, **more),
    )
    clinician = person("clinician", inquiry)
    evaluation = examined(made.detainee, clinician, investigator)[0]
    assert asked == [evaluation.ref]
    with pytest.raises(Refused, match="Somebody else"):
        accounts.entrust(clinician, evaluation, by=clinician)
    with pytest.raises(Refused, match="no role"):
        accounts.entrust(person("clinician", other_inquiry), evaluation, by=investigator)
