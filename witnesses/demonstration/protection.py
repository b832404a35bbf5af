"""SYNTHETIC risks, measures, a reprisal and necessity checks of the fictitious witnesses; some reviews are overdue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from inquiry.accounts.models import User
from inquiry.accounts.policy import today
from inquiry.demonstration.shelf import Shelf
from witnesses.demonstration.people import GUARD, note_of
from witnesses.people.models import Witness
from witnesses.protection import actions, responding
from witnesses.protection.models import Decision, Held, NecessityCheck, RiskAssessment
from witnesses.protection.reprisals import Against, Linked, Notified, Reprisal

LABEL = "SYNTHETIC"
Story = Callable[[Witness, User], None]


def load(shelf: Shelf) -> dict[str, int]:
    """Give the invented people what is known of their protection, each in one transaction, once."""
    for number, story in STORIES.items():
        witness = Witness.objects.filter(inquiry=shelf.inquiry, note__startswith=note_of(number)).first()
        if witness and not witness.necessity_checks.exists():
            _live(story, witness, shelf.people[GUARD])
    kinds = {"risks": RiskAssessment, "reprisals": Reprisal, "necessity_checks": NecessityCheck}
    return {name: model._default_manager.filter(inquiry=shelf.inquiry).count() for name, model in kinds.items()}


@transaction.atomic
def _live(story: Story, witness: Witness, by: User) -> None:
    story(witness, by)


def _ago(days: int) -> date:
    return today() - timedelta(days=days)


def _risk(
    witness: Witness, by: User, threat: str, ago: int, review: int, grades: tuple[int, int, int, int], **more: Any
) -> RiskAssessment:
    likelihood, impact, left_likelihood, left_impact = grades
    return actions.assess(
        witness=witness,
        by=by,
        threat=f"{LABEL}: {threat}",
        likelihood=likelihood,
        impact=impact,
        residual_likelihood=left_likelihood,
        residual_impact=left_impact,
        assessed_on=_ago(ago),
        review_due=_ago(-review),
        reviewer=by,
        **more,
    )


def _check(witness: Witness, by: User, ago: int, **more: Any) -> None:
    facts = {
        "purpose": f"{LABEL}: what they saw themselves on the square, and who gave orders there.",
        "held": Held.NO,
        "alternatives": f"{LABEL}: recordings of the square show no faces; no other person was so near.",
        "support": f"{LABEL}: a psychologist before and after; a person of their choice in the room.",
        "decision": Decision.INTERVIEW,
        "reason": f"{LABEL}: nothing else answers it, and they want to tell it.",
    }
    actions.check_necessity(witness=witness, by=by, checked_on=_ago(ago), **{**facts, **more})


def _overdue(witness: Witness, by: User) -> None:
    """A grave risk whose review is overdue, and a measure that is in place."""
    measures = f"{LABEL}: contact only through one person, by a way that they chose."
    _risk(
        witness,
        by,
        "called in for questioning",
        72,
        -12,
        (4, 4, 3, 4),
        measures=measures,
        with_person=True,
        threat_from="Local police",
    )
    measure = actions.propose(
        witness=witness,
        by=by,
        measure=f"{LABEL}: a lawyer who can be called at any hour.",
        who="An organisation of lawyers",
    )
    actions.MEASURE_VERBS["agree"](measure.ref, by=by, on=_ago(70))
    actions.MEASURE_VERBS["put_in_place"](measure.ref, by=by, on=_ago(66))
    _check(witness, by, 20, told_times=1, told_whom=["a lawyer"])


def _not_needed(witness: Witness, by: User) -> None:
    """What they could say is held already: they are not asked again."""
    reason = f"{LABEL}: the court's record holds it in their own words."
    held = {"held": Held.YES, "held_where": f"{LABEL}: record of the court, in the evidence."}
    told = {"told_times": 3, "told_whom": ["the police", "a court", "a newspaper"]}
    _check(witness, by, 15, decision=Decision.LEAVE, reason=reason, **held, **told)


def _anew(witness: Witness, by: User) -> None:
    """A risk that was assessed anew, and a measure that waits for the person's word."""
    first = _risk(witness, by, "loss of work", 100, -10, (3, 3, 2, 3), threat_from="Employer")
    _risk(
        witness,
        by,
        "loss of work, as a colleague was dismissed",
        9,
        80,
        (4, 3, 3, 3),
        threat_from="Employer",
        supersedes=first,
    )
    actions.propose(
        witness=witness, by=by, measure=f"{LABEL}: meet outside the district only.", who="The investigators"
    )
    _check(witness, by, 40)


def _reprisal(witness: Witness, by: User) -> None:
    """A relative was called in after they had spoken; the follow-up is overdue."""
    row = responding.record(
        witness=witness,
        by=by,
        happened=_ago(18).isoformat(),
        against=Against.RELATIVE,
        linked=Linked.LIKELY,
        what=f"{LABEL}: a relative was called to the local police and asked whom the witness had met.",
        link=f"{LABEL}: two days after the conversation, and the questions named the visit.",
        response=f"{LABEL}: contact suspended; a lawyer went there with the relative.",
        notified=Notified.AGAINST_WISH,
        follow_up_due=_ago(12),
    )
    words = f"{LABEL}: the relative is at home. The witness wants no letter to the State."
    responding.follow_up(row.ref, by=by, words=words, on=_ago(11), follow_up_due=_ago(2))
    _risk(
        witness,
        by,
        "arrest of the witness or a relative",
        11,
        4,
        (4, 5, 4, 4),
        with_person=True,
        threat_from="Local police",
    )
    _check(witness, by, 95)


def _told_often(witness: Witness, by: User) -> None:
    """They have told it often; an interview would still add something."""
    told = {"told_times": 4, "told_whom": ["the police", "a doctor", "a newspaper", "an organisation"]}
    held = {"held": Held.PARTLY, "held_where": f"{LABEL}: an article and a medical letter, in the evidence."}
    _check(witness, by, 5, adds=f"{LABEL}: nobody asked who was in the room.", **told, **held)
    _risk(witness, by, "being recognised by neighbours", 5, 90, (2, 3, 1, 3), with_person=True)


STORIES: dict[int, Story] = {1: _overdue, 2: _told_often, 3: _not_needed, 4: _reprisal, 5: _anew}
