"""`draw_states`: write docs/states.md from the life cycles that the models carry; `--check` only says whether it is current."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Model
from django.utils import translation

from inquiry.shared.workflow import Step

PAGE = Path(settings.BASE_DIR) / "docs" / "states.md"
HEAD = """# States

Written by `script/manage draw_states` from the `STEPS` of the models; a test fails when it differs. Each row of a table is
one verb: the button, the API's `allowed_actions` and the check are made from it. A step without a target leaves the status.
"""


class Command(BaseCommand):
    """Writes the page."""

    help = "Write docs/states.md from the life cycles of the models."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Change nothing; fail when the page is not current.")

    def handle(self, *args: Any, **options: Any) -> None:
        text = states()
        if options["check"]:
            if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
                raise CommandError("docs/states.md is not current: run script/manage draw_states.")
            return
        PAGE.write_text(text, encoding="utf-8")
        self.stdout.write(f"Wrote {PAGE.name}.")


def states() -> str:
    """The page, in English whatever the language of whoever asks."""
    with translation.override("en-gb"):
        return HEAD + "".join(_of(model) for model in models())


def models() -> Iterator[type[Model]]:
    """Every model with a life cycle, by name."""
    yield from sorted((one for one in apps.get_models() if getattr(one, "STEPS", ())), key=lambda one: one.__name__)


def _of(model: Any) -> str:
    steps: tuple[Step, ...] = model.STEPS
    name = str(model._meta.verbose_name)
    return f"\n## {name[:1].upper()}{name[1:]} ({model.KIND})\n\n{_diagram(model, steps)}\n{_table(steps)}"


def _diagram(model: Any, steps: tuple[Step, ...]) -> str:
    field = model._meta.get_field("status")
    words = {str(value): str(label) for value, label in field.choices or ()}
    lines = [f"    {value}: {label}" for value, label in words.items()]
    start = field.get_default() if field.has_default() else ""
    lines += [f"    [*] --> {start}"] if start else []
    arrows: dict[tuple[str, str], list[str]] = {}
    for step in steps:
        for source in step.sources if step.target else ():
            arrows.setdefault((source, step.target), []).append(step.verb)
    lines += [f"    {source} --> {target}: {', '.join(verbs)}" for (source, target), verbs in arrows.items()]
    return "```mermaid\nstateDiagram-v2\n" + "\n".join(lines) + "\n```\n"


def _table(steps: tuple[Step, ...]) -> str:
    head = "| verb | words | from | to | right | not by |\n|---|---|---|---|---|---|\n"
    return head + "".join(_row(step) for step in steps)


def _row(step: Step) -> str:
    cells = (
        f"`{step.verb}`",
        step.words,
        ", ".join(step.sources),
        step.target or "–",
        f"`{step.right}`",
        step.not_by or "–",
    )
    return f"| {' | '.join(cells)} |\n"
