"""docs/states.md is what the models' life cycles say, and every status can be reached."""

from __future__ import annotations

from typing import Any

import pytest

from inquiry.management.commands.draw_states import PAGE, models, states


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == states(), "run script/manage draw_states"


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_every_status_is_reached_and_every_step_starts_somewhere(model: Any) -> None:
    field = model._meta.get_field("status")
    known = {str(value) for value, _label in field.choices}
    reached = {str(field.get_default())} | {step.target for step in model.STEPS if step.target}
    assert known <= reached
    for step in model.STEPS:
        assert set(step.sources) <= known
        assert not step.target or step.target in known
