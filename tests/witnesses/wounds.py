"""A medical evaluation to test with. Everything in it is invented."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from inquiry.accounts.policy import today
from tests.conftest import person
from tests.witnesses.wrongs import BEATING, furnish
from witnesses.consent import actions as consent
from witnesses.consent.rules import Use
from witnesses.medical import actions

WRITTEN = {
    "qualifications": "Forensic physician.",
    "overall": "Taken together, the findings support what was alleged.",
    "truthfulness": "True to the best of my knowledge.",
}
CIRCUMSTANCES = {"examined": "2022-02-10", "informed_consent": "yes", "authorities_present": "no", "restrained": "no"}


def agree(witness: Any, by: Any, *uses: str, body: str = "") -> None:
    """The witness agrees to analysis, and to sharing with `body` where one is named."""
    answers = [(use, body if use == Use.SHARE else "", True) for use in (Use.ANALYSIS, *uses)]
    consent.record(
        witness=witness, answers=answers, given_on=today() - datetime.timedelta(days=1), language="Kazakh", how="signed",
        explained_by=by, by=by,
    )  # fmt: skip


def examined(about: Any, clinician: Any, by: Any, **fields: Any) -> Any:
    """A draft about `about` with one allegation and one finding: (evaluation, allegation, finding)."""
    values = {**CIRCUMSTANCES, **fields}
    evaluation = actions.record(about_ref=about.ref, clinician=clinician, by=by, **values)
    allegation = actions.allege(evaluation.ref, by=by, method=BEATING, words="With sticks.")
    finding = actions.find(evaluation.ref, by=clinician, what="A linear scar", sites=["back"])
    return evaluation, allegation, finding


@pytest.fixture
def made(inquiry: Any, secretary: Any, investigator: Any) -> Any:
    """A world in which something was done to a witness who agreed to its analysis."""
    world = furnish(inquiry, secretary, investigator)
    agree(world.witness, investigator)
    return world


@pytest.fixture
def clinician(inquiry: Any) -> Any:
    return person("clinician", inquiry)
