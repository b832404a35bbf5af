"""Spellings of names: asserted, generated, rejected; of nobody under a cipher; found in any script."""

from __future__ import annotations

import time

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError

from inquiry.audit.models import Entry
from inquiry.commission import actions as commission
from inquiry.commission.authorities import actions as authorities
from inquiry.name_variants import actions
from inquiry.name_variants.lookup import look_up
from inquiry.name_variants.models import NameVariant
from inquiry.shared.workflow import Refused
from inquiry.visits import actions as visits
from witnesses.detainees.models import Detainee
from witnesses.people import actions as witnesses


@pytest.fixture
def official(inquiry, secretary):
    fields = {"name": "Nurlan Serikbayev", "other_names": ["Н. Серикбаев"], "role_title": "Deputy minister"}
    return authorities.add_official(inquiry=inquiry, by=secretary, **fields)


@pytest.fixture
def spelt(official, secretary):
    return actions.assert_variant(about_ref=official.ref, text="Нұрлан Серікбаев", lang="kk", by=secretary)


def test_an_asserted_spelling_knows_its_script_and_source(official, inquiry, secretary):
    row = actions.assert_variant(about_ref=official.ref, text="Нур\u00adлан Серикбaев", scheme="press", by=secretary)
    assert (row.text, row.script, row.status) == ("Нурлан Серикбаев", "Cyrl", "asserted")
    entry = Entry.objects.get(act="name_variant.assert")
    assert entry.about == official.ref
    assert "Серикбаев" not in str(entry.facts)


def test_spellings_are_generated_once(official, secretary):
    made = actions.generate(official.ref, name="Нұрлан Серікбаев", by=secretary)
    texts = {row.text for row in made}
    assert {"Nurlan Serikbaev", "Nūrlan Serıkbaev", "Нурлан Серикбаев"} <= texts
    assert "Nurlan Serikbayev" not in texts  # stands on the record
    assert {row.status for row in made} == {"generated"}
    assert actions.generate(official.ref, name="Нұрлан Серікбаев", by=secretary) == []
    assert str(len(made)) in str(Entry.objects.filter(act="name_variant.generate").order_by("pk")[0].facts)


def test_nothing_is_generated_from_nothing(inquiry, secretary):
    nameless = authorities.add_official(inquiry=inquiry, by=secretary, role_title="Ambassador")
    with pytest.raises(Refused, match="no name"):
        actions.generate(nameless.ref, by=secretary)


def test_a_spelling_is_asserted_once_and_a_generated_one_becomes_asserted(official, spelt, secretary):
    with pytest.raises(ValidationError, match="there already"):
        actions.assert_variant(about_ref=official.ref, text="Нұрлан Серікбаев", by=secretary)
    row = actions.generate(official.ref, name="Нұрлан Серікбаев", by=secretary)[0]
    again = actions.assert_variant(about_ref=official.ref, text=row.text, scheme="press", citation="Seen", by=secretary)
    assert (again.pk, again.status, again.citation) == (row.pk, "asserted", "Seen")


def test_a_generated_spelling_is_confirmed_rejected_and_restored(official, secretary):
    row = actions.generate(official.ref, name="Нұрлан Серікбаев", by=secretary)[0]
    assert actions.confirm(row.ref, by=secretary).status == "asserted"
    assert actions.reject(row.ref, by=secretary, reason="Never used").status == "rejected"
    with pytest.raises(Refused, match="not possible"):
        actions.reject(row.ref, by=secretary)
    assert actions.restore(row.ref, by=secretary).status == "generated"
    assert Entry.objects.get(act="name_variant.reject").facts["reason"] == "Never used"


def test_an_asserted_spelling_is_restored_as_asserted(spelt, secretary):
    actions.reject(spelt.ref, by=secretary)
    assert actions.restore(spelt.ref, by=secretary).status == "asserted"


def test_a_reader_writes_no_spelling(official, spelt, commissioner, outsider):
    with pytest.raises(Refused, match="role"):
        actions.assert_variant(about_ref=official.ref, text="Н. С.", by=commissioner)
    with pytest.raises(Refused, match="role"):
        actions.reject(spelt.ref, by=commissioner)
    with pytest.raises(ObjectDoesNotExist):
        actions.generate(official.ref, by=outsider)
    with pytest.raises(ObjectDoesNotExist):
        actions.reject(spelt.ref, by=outsider)


def test_investigators_keep_the_spellings_of_those_they_decide_about(official, investigator):
    assert actions.assert_variant(about_ref=official.ref, text="Nurlan S.", by=investigator).created_by == investigator


def test_a_witness_has_no_spelling_here(inquiry, protection_officer):
    witness = witnesses.register(capacity="eyewitness", inquiry=inquiry, by=protection_officer)
    for act in (lambda: actions.generate(witness.ref, name="Дана Ержанова", by=protection_officer),
                lambda: actions.assert_variant(about_ref=witness.ref, text="Дана", by=protection_officer)):  # fmt: skip
        with pytest.raises(Refused, match="vault"):
            act()
    assert not NameVariant.objects.exists()


def test_a_detainee_under_a_cipher_has_none_either(inquiry, protection_officer):
    witness = witnesses.register(capacity="eyewitness", inquiry=inquiry, by=protection_officer)
    hidden = Detainee.objects.create(inquiry=inquiry, created_by=protection_officer, witness=witness)
    with pytest.raises(Refused, match="vault"):
        actions.generate(hidden.ref, name="Дана Ержанова", by=protection_officer)


def test_spellings_of_somebody_put_under_a_cipher_are_forgotten(inquiry, protection_officer, desk):
    public = Detainee.objects.create(inquiry=inquiry, created_by=protection_officer, name="Dana Yerzhanova")
    actions.generate(public.ref, name="Дана Ержанова", by=protection_officer)
    assert "Дана Ержанова" in desk(protection_officer).get(f"/names/about/{public.ref}/").content.decode()
    witness = witnesses.register(capacity="eyewitness", inquiry=inquiry, by=protection_officer)
    Detainee.objects.filter(pk=public.pk).update(name="", witness=witness)
    assert not NameVariant.objects.visible_to(protection_officer).exists(), "hidden at once, whoever forgets to forget"
    public.refresh_from_db()
    assert actions.forget(public, by=protection_officer) > 5
    assert not NameVariant.objects.exists()


def test_a_visit_bears_no_name(inquiry, secretary):
    visit = visits.plan(title="V", begins="2023-01-15", begins_zone="Asia/Almaty", inquiry=inquiry, by=secretary)
    with pytest.raises(Refused, match="bear a name"):
        actions.generate(visit.ref, by=secretary)


@pytest.mark.parametrize(
    "asked",
    ["Серикбаевым", "Нұрлан Серікбаевтың", "Serikbaev", "Nūrlan Serıkbaev", "Н. Серикбаев", "SERIKBAYEV Nurlan",
     "Nurlan Serikbajew", "Нурлaн"],
)  # fmt: skip
def test_a_name_is_looked_up_in_any_script_case_and_scheme(official, spelt, inquiry, commissioner, asked):
    hits = look_up(asked, by=commissioner, inquiry=inquiry)
    assert [hit.ref for hit in hits] == [official.ref]
    assert hits[0].score >= 0.8


def test_a_rejected_spelling_finds_nobody(official, inquiry, secretary):
    row = actions.assert_variant(about_ref=official.ref, text="Кайрат Омаров", scheme="nickname", by=secretary)
    assert [hit.spelling for hit in look_up("Omarov", by=secretary, inquiry=inquiry)] == ["Кайрат Омаров"]
    actions.reject(row.ref, by=secretary)
    assert look_up("Omarov", by=secretary, inquiry=inquiry) == []


def test_what_one_may_not_see_is_not_found(inquiry, other_inquiry, official, spelt, secretary, outsider, investigator):
    assert look_up("Serikbayev", by=outsider, inquiry=other_inquiry) == []
    Detainee.objects.create(inquiry=inquiry, created_by=secretary, name="Dana Yerzhanova")
    assert look_up("Ержанова", by=investigator, inquiry=inquiry) == []  # not assigned to her


def test_looking_up_is_audited_without_the_name(official, inquiry, secretary):
    look_up("Serikbayev", by=secretary, inquiry=inquiry)
    entry = Entry.objects.get(act="name.look_up")
    assert entry.facts == {"results": 1}


def test_a_lookup_among_20_000_spellings_is_quick(official, inquiry, secretary):
    people = [authorities.add_official(inquiry=inquiry, by=secretary, name=f"Person {n}") for n in range(4)]
    rows = [
        NameVariant(ref=f"NV-{n + 10_000}", inquiry=inquiry, created_by=secretary, about_ref=people[n % 4].ref,
                    text=f"Имя{n} Фамил{n % 977}ев", script="Cyrl", key=f"ima{n}", token_keys=[f"ima{n}", f"famil{n % 977}ev"])
        for n in range(20_000)
    ]  # fmt: skip
    NameVariant.objects.bulk_create(rows, batch_size=5000)
    actions.assert_variant(about_ref=official.ref, text="Нұрлан Серікбаев", by=secretary)
    begin = time.perf_counter()
    hits = look_up("Серікбаевтың Нұрлан", by=secretary, inquiry=inquiry)
    assert time.perf_counter() - begin < 2  # measured 0.02–0.1 s
    assert [hit.ref for hit in hits] == [official.ref]


def test_members_and_authorities_are_found_too(inquiry, secretary):
    member = commission.add_member(name="Rushanara Ali", inquiry=inquiry, by=secretary)
    body = authorities.add_authority(name="Министерство внутренних дел", inquiry=inquiry, by=secretary)
    assert [hit.ref for hit in look_up("Али", by=secretary, inquiry=inquiry)] == [member.ref]
    assert [hit.ref for hit in look_up("Министерства внутренних дел", by=secretary, inquiry=inquiry)] == [body.ref]
