"""SYNTHETIC consents of the fictitious witnesses: full, anonymised only, expired, withdrawn after something went out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from inquiry.accounts.models import User
from inquiry.accounts.policy import today
from inquiry.demonstration.shelf import Shelf
from witnesses.consent import actions
from witnesses.consent.models import Consent, How
from witnesses.consent.rules import Use
from witnesses.consent.uses import State, UseMade
from witnesses.demonstration.people import GUARD, note_of
from witnesses.people.models import Witness

GROUP = "UN Working Group on Arbitrary Detention"
OFFICE = "Office of the UN High Commissioner for Human Rights"
LABEL = "SYNTHETIC"
Story = Callable[[Witness, User], None]


def load(shelf: Shelf) -> dict[str, int]:
    """Give the invented people their histories, each in one transaction; those who have one keep it."""
    for number, story in STORIES.items():
        witness = Witness.objects.filter(inquiry=shelf.inquiry, note__startswith=note_of(number)).first()
        if witness and not witness.consents.exists():
            _live(story, witness, shelf.people[GUARD])
    mine = {"inquiry": shelf.inquiry}
    return {"consents": Consent.objects.filter(**mine).count(), "uses": UseMade.objects.filter(**mine).count()}


@transaction.atomic
def _live(story: Story, witness: Witness, by: User) -> None:
    story(witness, by)


def _ago(days: int) -> date:
    return today() - timedelta(days=days)


def _ask(witness: Witness, by: User, answers: Sequence[tuple[str, str, bool]], ago: int, **more: Any) -> Consent:
    language = witness.languages[0] if witness.languages else "Russian"
    facts = {"given_on": _ago(ago), "language": language, "explained_by": by, "how": How.SIGNED, **more}
    if witness.interpreter:
        facts |= {"interpreter": True, "interpreter_code": "INT-02"}
    return actions.record(witness=witness, by=by, answers=answers, **facts)


def _full(witness: Witness, by: User) -> None:
    """Everything, by name and in public; sharing with one body."""
    yes = [(use, "", True) for use in Use if use != Use.SHARE]
    _ask(witness, by, [*yes, (Use.SHARE, GROUP, True)], 140, expires_on=_ago(-610))


def _named_bodies(witness: Witness, by: User) -> None:
    """Anonymised, and shared with two bodies and no other; one of them has had a letter."""
    yes = [
        (Use.ANALYSIS, "", True),
        (Use.CITE_ANONYMISED, "", True),
        (Use.CITE_BY_NAME, "", False),
        (Use.PUBLISH, "", False),
    ]
    bodies = [(Use.SHARE, GROUP, True), (Use.SHARE, OFFICE, True), (Use.SHARE, "", False)]
    _ask(witness, by, [*yes, *bodies], 120, expires_on=_ago(-610), review_on=_ago(-60))
    actions.note_by_hand(
        witness, use=Use.SHARE, audience=GROUP, artefact=f"Letter with annex 2 ({LABEL})", on=_ago(40), by=by
    )


def _anonymised(witness: Witness, by: User) -> None:
    """May be cited, but nothing may tell who they are."""
    no = [(use, "", False) for use in (Use.CITE_BY_NAME, Use.PUBLISH, Use.SHARE)]
    conditions = f"{LABEL}: nothing about the place of work, and no day, only the month."
    yes = [(Use.ANALYSIS, "", True), (Use.CITE_ANONYMISED, "", True)]
    _ask(witness, by, [*yes, *no], 90, how=How.SPOKEN, review_on=_ago(-9), conditions=conditions)


def _expired(witness: Witness, by: User) -> None:
    """Was given for a year, and nobody has asked again."""
    yes = [(Use.ANALYSIS, "", True), (Use.CITE_ANONYMISED, "", True)]
    _ask(witness, by, yes, 400, how=How.ORAL, expires_on=_ago(35), review_on=_ago(65))


def _withdrawn(witness: Witness, by: User) -> None:
    """Withdrawn after two bodies had received something: one was told, the other is to be told."""
    yes = [(Use.ANALYSIS, "", True), (Use.CITE_ANONYMISED, "", True)]
    bodies = [(Use.SHARE, GROUP, True), (Use.SHARE, OFFICE, True)]
    _ask(witness, by, [*yes, *bodies], 200)
    first = actions.note_by_hand(
        witness, use=Use.SHARE, audience=GROUP, artefact=f"Urgent appeal, annex 1 ({LABEL})", on=_ago(150), by=by
    )
    actions.note_by_hand(
        witness, use=Use.SHARE, audience=OFFICE, artefact=f"Oral briefing ({LABEL})", on=_ago(110), by=by
    )
    reason = f"{LABEL}: afraid for the family since a visit by the local police."
    actions.withdraw(witness, by=by, how=How.MESSAGE, on=_ago(8), reason=reason)
    actions.tell(first.ref, by=by, state=State.TOLD, on=_ago(6), note=f"{LABEL}: by letter, and asked to take it back.")


def _analysis(witness: Witness, by: User) -> None:
    """For the commission's own work only."""
    no = [(use, "", False) for use in Use if use != Use.ANALYSIS]
    _ask(witness, by, [(Use.ANALYSIS, "", True), *no], 30, how=How.ORAL, review_on=_ago(-150))


STORIES: dict[int, Story] = {
    1: _named_bodies,
    2: _anonymised,
    3: _expired,
    4: _withdrawn,
    5: _analysis,
    6: _named_bodies,
    7: _anonymised,
    8: _full,
}
