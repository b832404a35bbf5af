"""Risks superseded, measures agreed, reprisals followed up, necessity checked; the audit without what they say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from inquiry.accounts import actions as accounts
from inquiry.accounts.policy import today
from inquiry.audit.models import Entry
from inquiry.shared.workflow import Refused, available
from tests.conftest import person
from witnesses.consent import actions as consent
from witnesses.people import actions as people
from witnesses.protection import actions, responding
from witnesses.protection.models import NecessityCheck, ProtectionMeasure, RiskAssessment, latest_check
from witnesses.protection.reprisals import FollowUp, Reprisal
from witnesses.protection.reviews import due, overdue_count
from witnesses.protection.rules import may_interview
from witnesses.protection.telling import burden_of

NEEDED = {
    "held": "no",
    "purpose": "Who was there.",
    "alternatives": "None.",
    "support": "A doctor.",
    "reason": "Needed.",
}


def days(number):
    return today() + timedelta(days=number)


@pytest.fixture
def witness(inquiry, protection_officer):
    return people.register(inquiry=inquiry, by=protection_officer, capacity="victim")


def assess(witness, by, **more):
    facts = {
        "threat": "Dismissal from work", "threat_from": "The employer", "likelihood": 4, "impact": 5, "residual_likelihood": 2,
        "residual_impact": 4, "assessed_on": today(), "review_due": days(30), **more,
    }  # fmt: skip
    return actions.assess(witness=witness, by=by, **facts)


def reprisal(witness, by, **more):
    facts = {
        "happened": "2024-02",
        "against": "relative",
        "what": "A relative was called in and asked about a journey.",
    }
    return responding.record(witness=witness, by=by, **{**facts, **more})


def check(witness, by, **more):
    facts = {"checked_on": today(), "decision": "interview", **NEEDED, **more}
    return actions.check_necessity(witness=witness, by=by, **facts)


def test_a_new_assessment_supersedes_the_old_one(witness, protection_officer):
    first = assess(witness, protection_officer)
    second = assess(witness, protection_officer, likelihood=5, supersedes=first)
    other = assess(witness, protection_officer, threat="Arrest")
    assert (first.score, first.residual, second.score) == (20, 8, 25)
    assert set(RiskAssessment.objects.standing()) == {second, other}
    with pytest.raises(Refused, match="assessed anew meanwhile"):
        assess(witness, protection_officer, supersedes=first)


def test_an_assessment_supersedes_only_one_of_the_same_witness(inquiry, witness, protection_officer):
    other = people.register(inquiry=inquiry, by=protection_officer, capacity="source")
    with pytest.raises(Refused):
        assess(other, protection_officer, supersedes=assess(witness, protection_officer))


@pytest.mark.parametrize(
    "fields",
    [
        {"likelihood": 6, "residual_likelihood": 2},
        {"impact": 0},
        {"residual_likelihood": 5},
        {"residual_impact": 5, "impact": 4},
        {"review_due": today()},
        {"assessed_on": today() + timedelta(days=1)},
        {"threat": ""},
    ],
    ids=str,
)
def test_an_assessment_that_cannot_be_is_refused(witness, protection_officer, fields):
    with pytest.raises(ValidationError):
        assess(witness, protection_officer, **fields)
    assert not RiskAssessment.objects.exists()


def test_a_measure_is_put_in_place_only_once_the_person_agreed(witness, protection_officer):
    measure = actions.propose(witness=witness, by=protection_officer, measure="Another way of contact")

    def verbs():
        measure.refresh_from_db()
        return [step.verb for step in available(measure, protection_officer)]

    assert verbs() == ["agree", "decline"]
    with pytest.raises(Refused):
        actions.MEASURE_VERBS["put_in_place"](measure.ref, by=protection_officer, on=today())
    actions.MEASURE_VERBS["agree"](measure.ref, by=protection_officer, on=days(-3))
    assert verbs() == ["decline", "put_in_place"]
    actions.MEASURE_VERBS["put_in_place"](measure.ref, by=protection_officer, on=days(-2))
    assert verbs() == ["end"]
    with pytest.raises(ValidationError, match="not come"):
        actions.MEASURE_VERBS["end"](measure.ref, by=protection_officer, on=days(1))
    ended = actions.MEASURE_VERBS["end"](measure.ref, by=protection_officer, on=today())
    assert (ended.status, ended.status_on) == ("ended", today())


def test_a_declined_measure_can_be_agreed_to_later(witness, protection_officer):
    measure = actions.propose(witness=witness, by=protection_officer, measure="Another way of contact")
    actions.MEASURE_VERBS["decline"](measure.ref, by=protection_officer, on=today())
    assert actions.MEASURE_VERBS["agree"](measure.ref, by=protection_officer, on=today()).status == "agreed"


def test_a_reprisal_is_followed_up_closed_and_opened_again(witness, protection_officer):
    row = reprisal(witness, protection_officer, follow_up_due=days(-1))
    row = responding.follow_up(row.ref, by=protection_officer, words="Called.", on=today(), follow_up_due=days(7))
    assert (row.status, row.follow_up_due) == ("followed_up", days(7))
    row = responding.close(row.ref, by=protection_officer, words="They are safe.", on=today())
    assert (row.status, row.follow_up_due) == ("closed", None)
    with pytest.raises(Refused):
        responding.follow_up(row.ref, by=protection_officer, words="Again.", on=today())
    row = responding.reopen(row.ref, by=protection_officer, words="It happened again.", on=today())
    assert row.status == "open"
    assert [one.verb for one in FollowUp.objects.order_by("pk")] == ["follow_up", "close", "reopen"]
    with pytest.raises(ValidationError):
        responding.close(row.ref, by=protection_officer, words="", on=today())
    with pytest.raises(ValidationError, match="not come"):
        responding.close(row.ref, by=protection_officer, words="Later.", on=days(1))
    assert Reprisal.objects.get().status == "open"


def test_the_state_is_told_on_a_day(witness, protection_officer):
    row = reprisal(witness, protection_officer)
    with pytest.raises(ValidationError, match="give both, or neither"):
        responding.change(row.ref, by=protection_officer, notified="yes")
    assert responding.change(row.ref, by=protection_officer, notified="yes", notified_on=today()).notified == "yes"
    with pytest.raises(ValidationError):
        reprisal(witness, protection_officer, notified="no", notified_on=today())


def test_a_reprisal_happened_when_it_is_known(witness, protection_officer):
    with pytest.raises(ValidationError):
        reprisal(witness, protection_officer, happened="last week")
    assert reprisal(witness, protection_officer).happened_shown.label == "February 2024"


def test_the_latest_check_counts(witness, protection_officer):
    assert latest_check(witness) is None
    check(witness, protection_officer, checked_on=days(-5))
    late = check(witness, protection_officer, decision="do_not_interview", checked_on=days(-5))
    assert latest_check(witness) == late
    check(witness, protection_officer, checked_on=days(-100))
    assert latest_check(witness) == late
    assert may_interview(latest_check(witness), today())
    check(witness, protection_officer)
    assert may_interview(latest_check(witness), today()) == []


def test_a_check_for_an_interview_says_what_it_adds(witness, protection_officer):
    with pytest.raises(ValidationError, match="already held"):
        check(witness, protection_officer, held="yes")
    with pytest.raises(ValidationError, match="can wait"):
        check(witness, protection_officer, can_wait=True)
    with pytest.raises(ValidationError, match="whom they have told"):
        check(witness, protection_officer, told_times=2)
    with pytest.raises(ValidationError, match="not come"):
        check(witness, protection_officer, checked_on=days(1))
    assert not NecessityCheck.objects.exists()
    assert check(witness, protection_officer, held="yes", adds="Who gave the order.").pk


def test_the_burden_counts_what_they_told_others(witness, protection_officer):
    assert burden_of(witness).accounts == 0
    check(witness, protection_officer, told_times=3, told_whom=["a court", "a newspaper"])
    assert burden_of(witness).too_many


@pytest.mark.parametrize("table", ["witnesses_riskassessment", "witnesses_necessitycheck", "witnesses_followup"])
def test_what_was_judged_and_done_stays(witness, protection_officer, table):
    assess(witness, protection_officer)
    check(witness, protection_officer)
    row = reprisal(witness, protection_officer)
    responding.follow_up(row.ref, by=protection_officer, words="Called.", on=today())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET id = id")  # noqa: S608 - the names stand above


MODELS = (RiskAssessment, ProtectionMeasure, Reprisal, NecessityCheck)


def everything(witness, by):
    made = [assess(witness, by), actions.propose(witness=witness, by=by, measure="Call every week")]
    return [*made, reprisal(witness, by), check(witness, by)]


def test_only_whoever_is_assigned_reads_it(inquiry, witness, protection_officer, secretary):
    everything(witness, protection_officer)
    investigator, commissioner = person("investigator", inquiry), person("commissioner", inquiry)
    for somebody in (investigator, commissioner):
        assert not any(model.objects.visible_to(somebody).exists() for model in MODELS)
        accounts.assign(somebody, witness, by=secretary)
        assert all(model.objects.visible_to(somebody).count() == 1 for model in MODELS)
    everything(witness, investigator)
    with pytest.raises(Refused):
        assess(witness, commissioner)


@pytest.mark.parametrize(
    "role", ["administrator", "secretariat", "legal_analyst", "translator", "auditor", "clinician"]
)
def test_nobody_else_reads_or_writes_it(inquiry, witness, protection_officer, secretary, role):
    everything(witness, protection_officer)
    somebody = person(role, inquiry)
    accounts.assign(somebody, witness, by=secretary)
    assert not any(model.objects.visible_to(somebody).exists() for model in MODELS)
    assert not FollowUp.objects.visible_to(somebody).exists()
    for deed in (assess, reprisal, check):
        with pytest.raises(Refused):
            deed(witness, somebody)


def test_the_audit_holds_no_text(witness, protection_officer):
    row = reprisal(witness, protection_officer)
    responding.change(row.ref, by=protection_officer, what="The brother was dismissed.")
    responding.follow_up(row.ref, by=protection_officer, words="The sister was called.", on=today())
    everything(witness, protection_officer)
    told = str([entry.facts for entry in Entry.objects.all()])
    for secret in ("relative was called", "brother", "sister", "Dismissal", "employer", "Who was there", "every week"):
        assert secret not in told, secret


def test_what_is_due_stands_in_one_list_overdue_first(inquiry, witness, protection_officer):
    consent.record(
        witness=witness, by=protection_officer, answers=[("analysis", "", True)], given_on=days(-60), how="oral",
        expires_on=days(20), review_on=days(-2),
    )  # fmt: skip
    assess(witness, protection_officer, assessed_on=days(-50), review_due=days(-9))
    reprisal(witness, protection_officer, follow_up_due=days(3))
    reprisal(witness, protection_officer)
    found = due(protection_officer, inquiry)
    assert [(one.day, one.what) for one in found] == [
        (days(-9), "review_due"), (days(-2), "review_on"), (days(3), "follow_up_due"), (days(20), "expires_on"),
    ]  # fmt: skip
    assert [one.overdue for one in found] == [True, True, False, False]
    assert overdue_count(protection_officer, inquiry) == 2


def test_the_list_goes_on_where_it_stopped(inquiry, witness, protection_officer):
    for number in range(4):
        assess(witness, protection_officer, review_due=days(5))
        consent.record(
            witness=witness, by=protection_officer, answers=[("analysis", "", True)], given_on=today(), how="oral",
            expires_on=days(5 + number), review_on=days(5 + number),
        )  # fmt: skip
    whole = [one.key for one in due(protection_officer, inquiry)]
    assert len(whole) == 6  # four risks, and the last consent twice: the others were asked again since
    assert whole == sorted(whole)
    walked, after = [], None
    while rows := due(protection_officer, inquiry, after=after, size=1):
        walked, after = [*walked, rows[0].key], rows[0].key
    assert walked == whole


def test_what_was_replaced_withdrawn_or_closed_is_not_due(inquiry, witness, protection_officer):
    first = assess(witness, protection_officer)
    second = assess(witness, protection_officer, supersedes=first, review_due=days(60))
    row = reprisal(witness, protection_officer, follow_up_due=days(3))
    responding.close(row.ref, by=protection_officer, words="Ended.", on=today())
    facts = {"witness": witness, "by": protection_officer, "answers": [("analysis", "", True)], "how": "oral"}
    consent.record(**facts, given_on=days(-9), review_on=days(9))
    consent.withdraw(witness, by=protection_officer, how="oral", uses=["publish"])
    assert [one.what for one in due(protection_officer, inquiry)] == ["review_on", "review_due"]
    consent.withdraw(witness, by=protection_officer, how="oral")
    assert [one.ref for one in due(protection_officer, inquiry)] == [second.ref]


def test_each_sees_what_is_due_for_theirs_only(
    inquiry, other_inquiry, witness, protection_officer, investigator, secretary
):
    assess(witness, protection_officer)
    assert due(investigator, inquiry) == []
    accounts.assign(investigator, witness, by=secretary)
    assert len(due(investigator, inquiry)) == 1
    assert due(protection_officer, other_inquiry) == []
