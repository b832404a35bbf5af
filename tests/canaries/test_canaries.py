"""Nothing that identifies anybody under protection is left anywhere by a whole system that was used and abused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.canaries import run, walking


def judged(outcome: run.Outcome) -> None:
    assert outcome.leaks_found == outcome.leaks, "a deliberate leak was not found: the search proves nothing"
    assert outcome.outside == []
    told = {one.split(":")[0] for one in outcome.inside}
    assert told == {"testimony", "file"}, "what is allowed was not found either: nothing was planted"
    assert {200, 400, 403, 404, 405, 409, 415, 422} <= set(outcome.statuses)
    assert not outcome.statuses[500]


@pytest.mark.slow
@pytest.mark.browser
def test_a_system_in_use_leaves_no_trace_of_anybody(tmp_path: Path) -> None:
    judged(run.whole(tmp_path, walking.A_FEW))


@pytest.mark.soak
@pytest.mark.browser
def test_nor_does_it_when_everybody_walks_everywhere(tmp_path: Path) -> None:
    judged(run.whole(tmp_path, walking.EVERYBODY))
