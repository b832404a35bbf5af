"""A dozen faults of a whole system, one of each sort; `script/soak faults` does a thousand of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inquiry.embedded.testing import MARK
from tests.faults import store
from tests.faults.trials import WHAT, trials

ROOT = Path(__file__).resolve().parents[2]
RUN = """
import json, sys
from tests.faults.soak import run
score = run(12, 1, wave=12)
print(json.dumps({"breaks": score.breaks, "injected": sum(score.injected.values()), "files": score.files}))
"""


def test_the_same_number_gives_the_same_faults():
    assert trials(5, 300) == trials(5, 300)
    assert trials(5, 300) != trials(6, 300)
    assert {trial.what for trial in trials(5, len(WHAT))} == set(WHAT), "one of each sort comes first"


def test_every_sort_of_lie_and_refusal_comes_up():
    made = trials(1, 3000)
    assert {trial.kind for trial in made if trial.where == "store.save"} == set(store.SAVING)
    assert {trial.kind for trial in made if trial.where == "store.open"} == set(store.OPENING)


@pytest.mark.slow
def test_nothing_is_lost_or_doubled_by_a_dozen_faults():
    environment = {key: value for key, value in os.environ.items() if key != MARK}
    command = [sys.executable, "-c", RUN]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    score = json.loads(done.stdout.splitlines()[-1])
    assert score["breaks"] == [], done.stderr[-3000:]
    assert score["injected"] >= 9
    assert score["files"] > 12
