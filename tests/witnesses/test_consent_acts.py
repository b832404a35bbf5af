"""Recording consent, withdrawing it at any time, and what a use asks and leaves behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from inquiry.accounts import actions as accounts
from inquiry.accounts.policy import today
from inquiry.audit.models import Entry
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.witnesses.consent_answers import BODIES, answer
from witnesses.consent import actions
from witnesses.consent.models import Consent, ConsentAnswer, answers_of, level_today
from witnesses.consent.rules import Use
from witnesses.consent.uses import UseMade
from witnesses.people import actions as people
from witnesses.people.models import Witness

GROUP, COURT = BODIES
YES = [(Use.ANALYSIS, "", True), (Use.CITE_ANONYMISED, "", True), (Use.SHARE, GROUP, True)]


@pytest.fixture
def witness(inquiry, protection_officer):
    return people.register(inquiry=inquiry, by=protection_officer, capacity="victim")


@pytest.fixture
def consent(witness, protection_officer):
    return give(witness, protection_officer)


def give(witness, by, answers=YES, **more):
    facts = {"given_on": today() - timedelta(days=10), "language": "Kazakh", "how": "spoken", **more}
    return actions.record(witness=witness, by=by, answers=answers, **facts)


def use(witness, by, use=Use.SHARE, audience=GROUP, artefact="Letter 4", **more):
    return actions.note_use([witness.ref], use=use, audience=audience, artefact=artefact, by=by, **more)


def test_consent_is_numbered_within_the_witness(witness, consent, protection_officer):
    second = give(witness, protection_officer)
    assert [consent.number, second.number] == [1, 2]
    assert [consent.kind, second.kind] == ["given", "renewed"]
    other = people.register(inquiry=witness.inquiry, by=protection_officer, capacity="source")
    assert give(other, protection_officer).number == 1


def test_nothing_answered_is_not_recorded(witness, protection_officer):
    with pytest.raises(ValidationError, match="Nothing was answered"):
        give(witness, protection_officer, answers=[])


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"given_on": today() + timedelta(days=1)}, "has not come"),
        ({"expires_on": today() - timedelta(days=11)}, "cannot expire before"),
        ({"review_on": today() - timedelta(days=11)}, "comes after asking"),
        ({"interpreter_code": "INT-02"}, "no interpreter"),
        ({"about": "T-9999"}, "no interview or statement"),
        ({"about": "W-0001"}, "no interview or statement"),
        ({"proof": "E-000999"}, "There is no E-000999"),
        ({"how": "guessed"}, "not a valid choice"),
    ],
    ids=["ahead", "expires", "review", "code", "part", "no part", "proof", "how"],
)
def test_what_does_not_fit_is_said(witness, protection_officer, fields, said):
    with pytest.raises(ValidationError, match=said):
        give(witness, protection_officer, **fields)
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    "answers",
    [[(Use.SHARE, "", True)], [(Use.PUBLISH, GROUP, True)], [(Use.PUBLISH, "", True), (Use.PUBLISH, "", False)]],
)
def test_answers_that_cannot_be_are_refused(witness, protection_officer, answers):
    with pytest.raises(ValidationError):
        give(witness, protection_officer, answers=answers)
    assert not ConsentAnswer.objects.exists()


def test_the_table_itself_refuses_sharing_with_whomever(consent):
    with pytest.raises(IntegrityError, match="consent_to_sharing_names_the_body"), transaction.atomic():
        ConsentAnswer.objects.create(consent=consent, use="share", yes=True)


@pytest.mark.parametrize(
    "table", ["witnesses_consent", "witnesses_consentanswer", "witnesses_usemade", "witnesses_recall"]
)
def test_nothing_is_changed_afterwards(consent, protection_officer, table):
    made = use(consent.witness, protection_officer)[0]
    actions.tell(made.ref, by=protection_officer, state="told", on=today())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET id = id")  # noqa: S608 - the names stand above


def test_the_proof_is_something_the_person_may_see(witness, consent, protection_officer):
    assert give(witness, protection_officer, proof=consent.ref).proof == consent.ref


def test_the_proof_lies_in_the_same_inquiry(witness, protection_officer, other_inquiry):
    accounts.give_role(protection_officer, "protection_officer", inquiry=other_inquiry, by=None)
    protection_officer.forget()
    elsewhere = people.register(inquiry=other_inquiry, by=protection_officer, capacity="victim")
    with pytest.raises(ValidationError, match=f"There is no {elsewhere.ref}"):
        give(witness, protection_officer, proof=elsewhere.ref)


def test_everything_is_withdrawn_unless_uses_are_named(witness, consent, protection_officer):
    act = actions.withdraw(witness, by=protection_officer, how="message")
    assert set(act.answers.values_list("use", "yes")) == {(one.value, False) for one in Use}
    assert level_today(witness) == "T0"


def test_one_use_is_withdrawn_and_the_others_stand(witness, consent, protection_officer):
    actions.withdraw(witness, by=protection_officer, how="oral", uses=[Use.CITE_ANONYMISED])
    assert level_today(witness) == "T3"
    with pytest.raises(Refused, match=f"^{witness.ref} withdrew consent to be cited anonymised on "):
        use(witness, protection_officer, use=Use.CITE_ANONYMISED)


def test_sharing_with_one_body_is_withdrawn(witness, consent, protection_officer):
    give(witness, protection_officer, answers=[(Use.SHARE, COURT, True)])
    actions.withdraw(witness, by=protection_officer, how="oral", uses=[Use.SHARE], audience=GROUP)
    use(witness, protection_officer, audience=COURT)
    with pytest.raises(Refused, match="withdrew consent to sharing with"):
        use(witness, protection_officer, audience=GROUP)


@pytest.mark.parametrize("status", ["active", "paused", "closed"])
def test_a_withdrawal_is_never_refused_for_formal_reasons(witness, protection_officer, status):
    Witness.objects.filter(pk=witness.pk).update(status=status)
    ahead = today() + timedelta(days=3)
    act = actions.withdraw(witness, by=protection_officer, how="through", on=ahead)  # nothing was given, nor a reason
    assert act.given_on == today()


def test_whoever_is_assigned_or_registered_them_takes_a_withdrawal(
    inquiry, witness, consent, protection_officer, secretary
):
    assigned, own, foreign = (person("investigator", inquiry) for _ in range(3))
    accounts.assign(assigned, witness, by=secretary)
    actions.withdraw(witness, by=assigned, how="oral")
    mine = people.register(inquiry=inquiry, by=own, capacity="source")
    actions.withdraw(mine, by=own, how="oral")
    with pytest.raises(Refused):
        actions.withdraw(witness, by=foreign, how="oral")


@pytest.mark.parametrize(
    "role", ["administrator", "secretariat", "commissioner", "legal_analyst", "translator", "auditor"]
)
def test_nobody_else_reads_or_records_consent(inquiry, witness, consent, role, secretary):
    somebody = person(role, inquiry)
    accounts.assign(somebody, witness, by=secretary)
    made = use(witness, somebody)[0]  # a use is theirs to make, the record of it is not theirs to read
    assert not Consent.objects.visible_to(somebody).exists()
    assert not ConsentAnswer.objects.visible_to(somebody).exists()
    assert UseMade.objects.visible_to(somebody).filter(pk=made.pk).exists() is False
    for deed in (actions.withdraw, give):
        with pytest.raises(Refused):
            deed(witness, by=somebody, how="oral")


def test_a_use_that_is_covered_is_remembered(witness, consent, legal_analyst):
    (made,) = use(witness, legal_analyst, about=("T-0001", "IV-0001"))
    assert (made.witness, made.use, made.audience, made.artefact) == (witness, "share", GROUP, "Letter 4")
    assert (made.about, made.within, made.on, made.by_hand) == ("T-0001", "IV-0001", today(), False)


def test_a_use_that_is_not_covered_is_refused_with_every_objection(inquiry, witness, consent, protection_officer):
    other = people.register(inquiry=inquiry, by=protection_officer, capacity="source")
    with pytest.raises(Refused) as refused:
        actions.note_use(
            [witness.ref, other.ref], use=Use.CITE_BY_NAME, audience="", artefact="RG-0001", by=protection_officer
        )
    assert f"{witness.ref} gave no consent to be cited by name." in str(refused.value)
    assert f"{other.ref} gave no consent to the commission's own use" in str(refused.value)
    assert not UseMade.objects.exists()


def test_all_or_none(inquiry, witness, consent, protection_officer):
    other = people.register(inquiry=inquiry, by=protection_officer, capacity="source")
    with pytest.raises(Refused):
        actions.note_use(
            [witness.ref, other.ref], use=Use.SHARE, audience=GROUP, artefact="RG-0001", by=protection_officer
        )
    assert not UseMade.objects.exists()


def test_the_same_on_the_same_day_is_remembered_once(witness, consent, protection_officer):
    assert use(witness, protection_officer) == use(witness, protection_officer)
    use(witness, protection_officer, artefact="Letter 5")
    assert UseMade.objects.count() == 2


def test_whoever_names_no_part_is_asked_which_where_one_is_closed(witness, consent, protection_officer):
    closed = Consent(
        witness=witness, inquiry=witness.inquiry, created_by=protection_officer, number=2, kind="withdrawn",
        about="T-0001", given_on=today(), how="oral",
    )  # fmt: skip
    closed.save()
    ConsentAnswer.objects.create(consent=closed, use="share", yes=False)
    with pytest.raises(Refused, match=f"{witness.ref} closed T-0001 to this: say which"):
        use(witness, protection_officer)
    with pytest.raises(Refused, match="withdrew consent to sharing"):
        use(witness, protection_officer, about=("T-0001", "IV-0001"))
    assert use(witness, protection_officer, about=("T-0002", "IV-0001"))


def test_a_use_in_another_inquiry_finds_nobody(witness, consent, outsider, stranger):
    for somebody in (outsider, stranger):
        with pytest.raises(Witness.DoesNotExist):
            use(witness, somebody)
    with pytest.raises(Witness.DoesNotExist):
        actions.note_use([], use=Use.SHARE, audience=GROUP, artefact="x", by=outsider)


def test_what_went_out_is_found_after_a_withdrawal(witness, consent, protection_officer):
    shared = use(witness, protection_officer)[0]
    cited = use(
        witness, protection_officer, use=Use.CITE_ANONYMISED, audience="Readers of the report", artefact="RG-0001"
    )[0]
    assert list(actions.gone_out(witness, [Use.CITE_ANONYMISED])) == [cited]
    assert list(actions.gone_out(witness, [Use.SHARE])) == [shared]
    assert list(actions.gone_out(witness, [Use.SHARE], audience=COURT)) == []
    assert set(actions.gone_out(witness, [Use.ANALYSIS])) == {shared, cited}
    other = people.register(inquiry=witness.inquiry, by=protection_officer, capacity="source")
    assert not actions.gone_out(other, list(Use)).exists()


def test_what_went_out_of_another_part_is_not_touched(witness, consent, protection_officer):
    first = use(witness, protection_officer, about=("T-0001", "IV-0001"))[0]
    second = use(witness, protection_officer, about=("T-0002", "IV-0002"))[0]
    whole = use(witness, protection_officer)[0]
    assert set(actions.gone_out(witness, [Use.SHARE], about="T-0001")) == {first, whole}
    assert set(actions.gone_out(witness, [Use.SHARE], about="IV-0002")) == {second, whole}
    assert set(actions.gone_out(witness, [Use.SHARE])) == {first, second, whole}


def test_what_is_given_by_hand_asks_the_same(witness, consent, protection_officer):
    facts = {"use": Use.SHARE, "artefact": "Oral briefing", "by": protection_officer}
    day = today() - timedelta(days=3)
    made = actions.note_by_hand(witness, audience=GROUP, on=day, **facts)
    assert (made.by_hand, made.uncovered, made.on) == (True, False, day)
    with pytest.raises(Refused, match="gave no consent to sharing with Court X"):
        actions.note_by_hand(witness, audience=COURT, on=day, **facts)
    with pytest.raises(Refused, match="own use"):  # before they consented
        actions.note_by_hand(witness, audience=GROUP, on=today() - timedelta(days=11), **facts)
    with pytest.raises(ValidationError, match="has not come"):
        actions.note_by_hand(witness, audience=GROUP, on=today() + timedelta(days=1), **facts)
    with pytest.raises(ValidationError, match="to whom"):
        actions.note_by_hand(witness, audience=" ", on=day, **facts)


def test_what_went_out_without_consent_is_kept_as_such(witness, consent, protection_officer):
    facts = {"use": Use.SHARE, "artefact": "Letter sent by mistake", "audience": COURT, "by": protection_officer}
    made = actions.note_by_hand(witness, on=today(), went_out=True, **facts)
    assert made.uncovered
    assert Entry.objects.filter(act="consent.note_uncovered_use", about=made.ref).exists()
    assert made in actions.gone_out(witness, [Use.SHARE])


def test_a_recipient_is_told_or_cannot_be(witness, consent, protection_officer, investigator):
    made = use(witness, protection_officer)[0]
    with pytest.raises(ValidationError, match="why they cannot"):
        actions.tell(made.ref, by=protection_officer, state="impossible", on=today())
    actions.tell(made.ref, by=protection_officer, state="impossible", on=today(), note="The office was closed down.")
    actions.tell(made.ref, by=protection_officer, state="told", on=today(), note="Their successor was written to.")
    assert UseMade.objects.get(pk=made.pk).last_recall.state == "told"
    with pytest.raises(UseMade.DoesNotExist):
        actions.tell(made.ref, by=investigator, state="told", on=today())


def test_the_audit_tells_it_without_what_was_said(witness, protection_officer):
    act = give(witness, protection_officer, conditions="Not the name of the village of birth.")
    actions.withdraw(witness, by=protection_officer, how="oral", reason="Their brother was threatened.")
    rows = Entry.objects.filter(about__startswith="CO-").order_by("pk")
    assert [row.act for row in rows] == ["consent.record", "consent.withdraw"]
    assert rows[0].facts["of"] == witness.ref
    told = str([row.facts for row in Entry.objects.all()])
    assert act.conditions not in told
    assert "brother" not in told


def test_answers_are_read_for_many_at_once(inquiry, witness, consent, protection_officer, django_assert_num_queries):
    refs = [people.register(inquiry=inquiry, by=protection_officer, capacity="source").ref for _ in range(5)]
    with pytest.raises(Refused), django_assert_num_queries(3):
        actions.note_use([witness.ref, *refs], use=Use.ANALYSIS, audience="", artefact="x", by=protection_officer)
    assert answers_of(witness)[0] == answer(Use.ANALYSIS, on=(consent.given_on - answer().on).days)
