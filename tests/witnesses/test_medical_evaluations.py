"""Medical evaluations: degrees by a clinician alone (INV-32), signed and locked, caveats always there, consent asked."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from inquiry.accounts import actions as accounts
from inquiry.accounts.grants import GRANTS
from inquiry.accounts.policy import today
from inquiry.accounts.rights import Right
from inquiry.audit.models import Entry
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.witnesses.wounds import WRITTEN, agree, clinician, examined, made
from tests.witnesses.wrongs import BEATING, SHOCK, furnish
from witnesses.consent import actions as consent
from witnesses.consent.rules import Use
from witnesses.consent.uses import UseMade
from witnesses.consent.using import note_use
from witnesses.medical import actions, rules, signing
from witnesses.medical.findings import Addendum, Handover, Rating
from witnesses.medical.models import MedicalEvaluation
from witnesses.medical.summary import Rated, by_method, standing
from witnesses.medical.terms import NO_FINDINGS, Degree, caveats

__all__ = ["clinician", "made"]


@pytest.fixture
def draft(made, clinician, investigator):
    return examined(made.witness, clinician, investigator)


def signed(draft, clinician, **fields):
    evaluation = draft[0]
    actions.change_clinical(evaluation.ref, by=clinician, **{**WRITTEN, **fields})
    return signing.sign(evaluation.ref, by=clinician, place="Oidan")


def test_the_five_degrees_in_their_order():
    assert [str(one.label) for one in Degree] == [
        "Not consistent with", "Consistent with", "Highly consistent with", "Typical of", "Diagnostic of",
    ]  # fmt: skip


def test_only_the_clinicians_role_judges():
    assert {row.role for row in GRANTS if row.right == Right.MEDICAL_RATE} == {"clinician"}


def test_a_clinician_rates_a_finding_against_its_alleged_cause(draft, clinician):
    evaluation, allegation, finding = draft
    row = actions.rate(evaluation.ref, by=clinician, finding=finding, allegation=allegation, degree="typical")
    assert (row.degree, row.by) == ("typical", clinician)
    assert Entry.objects.get(act="evaluation.rate").facts == {"finding": 1, "allegation": 1, "degree": "typical"}


def test_nobody_else_rates(draft, made, inquiry, investigator, protection_officer):
    evaluation, allegation, finding = draft
    for somebody in (investigator, protection_officer):
        with pytest.raises(Refused, match="clinician"):
            actions.rate(evaluation.ref, by=somebody, finding=finding, allegation=allegation, degree="typical")
    other = person("clinician", inquiry)
    with pytest.raises(MedicalEvaluation.DoesNotExist):
        actions.rate(evaluation.ref, by=other, finding=finding, allegation=allegation, degree="typical")
    assert not Rating.objects.exists()


@pytest.mark.parametrize("clinical", [True, False])
@pytest.mark.parametrize("finding", [True, False])
@pytest.mark.parametrize("cause", [True, False])
@pytest.mark.parametrize("degree", [*Degree.values, "", "confirmed", "probable"])
def test_a_degree_needs_all_four(clinical, finding, cause, degree):
    said = rules.rating(clinician=clinical, finding=finding, cause=cause, degree=degree)
    wrong = [not clinical, not finding, not cause, degree not in Degree.values]
    assert len(said) == sum(wrong)


def test_a_finding_or_a_cause_of_another_evaluation_does_not_serve(draft, made, clinician, investigator):
    evaluation, allegation, finding = draft
    _other, elsewhere, found = examined(made.witness, clinician, investigator)
    with pytest.raises(Refused, match="alleged in this"):
        actions.rate(evaluation.ref, by=clinician, finding=finding, allegation=elsewhere, degree="typical")
    with pytest.raises(Refused, match="finding of this"):
        actions.rate(evaluation.ref, by=clinician, finding=found, allegation=allegation, degree="typical")


def test_what_was_struck_out_is_not_rated(draft, clinician):
    evaluation, allegation, finding = draft
    actions.strike(evaluation.ref, by=clinician, row=finding)
    with pytest.raises(Refused, match="finding of this"):
        actions.rate(evaluation.ref, by=clinician, finding=finding, allegation=allegation, degree="typical")


def test_the_database_takes_no_other_degree(draft, clinician):
    evaluation, allegation, finding = draft
    with pytest.raises(IntegrityError, match="one_of_five"), transaction.atomic():
        Rating.objects.create(
            evaluation=evaluation, allegation=allegation, finding=finding, degree="confirmed", by=clinician
        )


def test_a_later_rating_supersedes_and_the_earlier_stays(draft, clinician):
    evaluation, allegation, finding = draft
    both = {"finding": finding, "allegation": allegation, "by": clinician}
    actions.rate(evaluation.ref, degree="consistent", **both)
    actions.rate(evaluation.ref, degree="highly_consistent", reasons="Seen again under light.", **both)
    assert [row.degree for row in evaluation.ratings.all()] == ["consistent", "highly_consistent"]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE witnesses_rating SET degree = 'diagnostic'")


def test_only_its_clinician_writes_what_was_found(draft, investigator):
    evaluation = draft[0]
    with pytest.raises(Refused):
        actions.change_clinical(evaluation.ref, by=investigator, overall="It is so.")
    with pytest.raises(Refused):
        actions.find(evaluation.ref, by=investigator, what="A scar")


def test_signing_needs_what_has_to_be_stated(draft, clinician, investigator):
    evaluation = draft[0]
    with pytest.raises(Refused, match="overall evaluation"):
        signing.sign(evaluation.ref, by=clinician)
    actions.change_clinical(evaluation.ref, by=clinician, **WRITTEN)
    actions.change_case(evaluation.ref, by=investigator, authorities_present="unknown")
    with pytest.raises(Refused, match="whether authorities were present"):
        signing.sign(evaluation.ref, by=clinician)
    actions.change_case(evaluation.ref, by=investigator, authorities_present="yes")
    assert signing.sign(evaluation.ref, by=clinician).status == "signed"


def test_only_the_clinician_who_examined_signs(draft, inquiry, clinician, protection_officer):
    evaluation = draft[0]
    actions.change_clinical(evaluation.ref, by=clinician, **WRITTEN)
    other = person("clinician", inquiry)
    accounts.assign(other, evaluation, by=protection_officer)
    with pytest.raises(Refused, match="who examined"):
        signing.sign(evaluation.ref, by=other)


def test_what_was_signed_is_locked(draft, clinician, investigator):
    evaluation, allegation, finding = draft
    signed(draft, clinician)
    tries = [
        lambda: actions.change_case(evaluation.ref, by=investigator, minutes=5),
        lambda: actions.change_clinical(evaluation.ref, by=clinician, overall="Otherwise."),
        lambda: actions.allege(evaluation.ref, by=investigator, method=SHOCK),
        lambda: actions.find(evaluation.ref, by=clinician, what="Another scar"),
        lambda: actions.strike(evaluation.ref, by=clinician, row=finding),
        lambda: actions.rate(evaluation.ref, by=clinician, finding=finding, allegation=allegation, degree="typical"),
    ]
    for change in tries:
        with pytest.raises(Refused, match="locked"):
            change()


def test_after_signing_there_are_addenda(draft, clinician, investigator):
    evaluation = draft[0]
    with pytest.raises(Refused, match="draft"):
        signing.add_addendum(evaluation.ref, by=clinician, text="Too early.")
    signed(draft, clinician)
    signing.add_addendum(evaluation.ref, by=clinician, text="The X-ray came.")
    evaluation.refresh_from_db()
    assert (evaluation.status, Addendum.objects.get().text) == ("amended", "The X-ray came.")
    with pytest.raises(Refused):
        signing.add_addendum(evaluation.ref, by=investigator, text="Not mine.")


def test_a_clinician_sees_only_what_they_are_assigned_to(draft, made, inquiry, clinician, investigator):
    other = person("clinician", inquiry)
    examined(made.witness, other, investigator)
    assert list(MedicalEvaluation.objects.visible_to(clinician)) == [draft[0]]
    assert MedicalEvaluation.objects.visible_to(other).exclude(pk=draft[0].pk).count() == 1


def test_a_clinician_is_one_of_this_inquiry(made, investigator, other_inquiry):
    for nobody in (investigator, person("clinician", other_inquiry)):
        with pytest.raises(ValidationError, match="no clinician"):
            examined(made.witness, nobody, investigator)


def test_without_consent_to_analysis_nothing_is_recorded(inquiry, secretary, investigator, clinician):
    world = furnish(inquiry, secretary, investigator)
    with pytest.raises(Refused, match="consent"):
        examined(world.witness, clinician, investigator)


def test_a_withdrawal_closes_the_evaluation_to_all_but_the_protection_officer(
    draft, made, clinician, investigator, protection_officer
):
    consent.withdraw(made.witness, by=investigator, how="oral")
    assert not MedicalEvaluation.objects.visible_to(investigator).exists()
    assert not MedicalEvaluation.objects.visible_to(clinician).exists()
    assert MedicalEvaluation.objects.visible_to(protection_officer).get() == draft[0]


def test_it_is_given_to_nobody_without_the_persons_consent(draft, made, clinician, investigator):
    evaluation = signed(draft, clinician)
    given = {"to": "A court", "on": today(), "consent": "Signed form"}
    with pytest.raises(ValidationError, match="agreed"):
        signing.hand_over(evaluation.ref, by=investigator, **{**given, "consent": " "})
    with pytest.raises(Refused, match="sharing with A court"):
        signing.hand_over(evaluation.ref, by=investigator, **given)
    assert not Handover.objects.exists()
    agree(made.witness, investigator, Use.SHARE, body="A court")
    signing.hand_over(evaluation.ref, by=investigator, **given)
    assert UseMade.objects.get().audience == "A court"


def test_consent_may_close_one_evaluation_and_whoever_shares_anything_has_to_say_what(
    draft, made, clinician, investigator
):
    evaluation = signed(draft, clinician)
    agree(made.witness, investigator, Use.SHARE, body="A court")
    consent.record(
        witness=made.witness, answers=[(Use.SHARE, "A court", False)], about=evaluation.ref, given_on=today(),
        language="Kazakh", how="signed", explained_by=investigator, by=investigator,
    )  # fmt: skip
    with pytest.raises(Refused, match="sharing with A court"):
        signing.hand_over(evaluation.ref, by=investigator, to="A court", on=today(), consent="Signed form")
    with pytest.raises(Refused, match=f"closed {evaluation.ref} to this"):
        note_use([made.witness.ref], use=Use.SHARE, audience="A court", artefact="A letter", by=investigator)


def test_a_draft_is_given_to_nobody(draft, investigator):
    with pytest.raises(Refused, match="signed"):
        signing.hand_over(draft[0].ref, by=investigator, to="A court", on=today(), consent="Yes")


@given(
    authorities=st.sampled_from(["yes", "no", "unknown"]),
    restrained=st.sampled_from(["yes", "no", "unknown"]),
    informed=st.sampled_from(["yes", "no", "unknown"]),
    restrictions=st.sampled_from(["", "The door stayed open."]),
)
def test_the_caveats_follow_from_the_circumstances(authorities, restrained, informed, restrictions):
    found = caveats(authorities=authorities, restrained=restrained, informed=informed, restrictions=restrictions)
    assert found[-1] == str(NO_FINDINGS)
    assert any("Authorities were present" in one for one in found) == (authorities == "yes")
    assert any("was restrained" in one for one in found) == (restrained == "yes")
    assert any("informed consent" in one for one in found) == (informed != "yes")
    assert any("door stayed open" in one for one in found) == bool(restrictions)


def test_the_summary_counts_no_act_and_no_pair_twice():
    acts = [("AC-0001", [BEATING, BEATING]), ("AC-0002", [BEATING, SHOCK]), ("AC-0002", [SHOCK])]
    ratings = [Rated(BEATING, 1, 1, "consistent"), Rated(BEATING, 1, 1, "typical"), Rated(BEATING, 2, 1, "typical")]
    lines = {line.method: line for line in by_method(acts, [("MV-0001", BEATING), ("MV-0001", BEATING)], ratings)}
    assert (lines[BEATING].acts, lines[SHOCK].acts) == ({"AC-0001", "AC-0002"}, {"AC-0002"})
    assert lines[BEATING].evaluations == {"MV-0001"}
    assert lines[BEATING].degrees == {"typical": 2}


RATED = st.builds(Rated, st.just(BEATING), st.integers(1, 3), st.integers(1, 2), st.sampled_from(Degree.values))


@given(st.lists(RATED, max_size=12))
def test_of_each_pair_the_last_rating_stands(ratings):
    last = {}
    for one in ratings:
        last[one.finding, one.allegation] = one.degree
    assert {(one.finding, one.allegation): one.degree for one in standing(ratings)} == last
    assert sum(sum(line.degrees.values()) for line in by_method([], [], ratings)) == len(last)
