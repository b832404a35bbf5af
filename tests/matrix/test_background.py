"""Every name given to `later()`, to a job or to the clock is a task, and tasks are shims."""

from __future__ import annotations

import ast
from pathlib import Path

from django.conf import settings

from inquiry.celery import app
from tests.matrix.classified import ROOT, calls, sources

RINGING = {"later": 0, "ask": 0, "ring": 0}  # which argument names the task


def _constants(path: Path) -> dict[str, str]:
    """The module's own strings by name."""
    found: dict[str, str] = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            found |= {target.id: node.value.value for target in node.targets if isinstance(target, ast.Name)}
    return found


CONSTANTS = {name: value for path in sources() for name, value in _constants(path).items()}


def _named(call: ast.Call, at: int) -> str:
    """The task that a call names, by a string or by the name of one; empty when it passes on what it was given."""
    given = call.args[at] if len(call.args) > at else None
    if isinstance(given, ast.Constant):
        return str(given.value)
    name = getattr(given, "id", getattr(given, "attr", ""))
    return CONSTANTS.get(name, "") if name.isupper() else ""


def named_tasks() -> set[str]:
    return {name for verb, at in RINGING.items() for _path, call in calls(verb) if (name := _named(call, at))}


def test_the_walk_sees_the_tasks_that_rooms_ask_for():
    assert {"evidence.tasks.ingest", "evidence.tasks.draw", "reports.tasks.build_register"} <= named_tasks()


def test_every_name_is_a_registered_task():
    app.loader.import_default_modules()
    scheduled = {str(row["task"]) for row in settings.CELERY_BEAT_SCHEDULE.values()}
    wanted = {name for name in named_tasks() if ".tasks." in name} | scheduled | set(settings.CELERY_TASK_ROUTES)
    assert wanted - set(app.tasks) == set()


def test_tasks_are_shims_of_at_most_eight_lines():
    for path in sources():
        if path.name != "tasks.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                assert length <= 8, f"{path.relative_to(ROOT)}:{node.name} has {length} lines"


def test_messages_are_json_only():
    assert settings.CELERY_ACCEPT_CONTENT == ["json"]


def test_nothing_that_takes_long_stands_before_the_sweeper():
    app.loader.import_default_modules()
    default = settings.CELERY_TASK_DEFAULT_QUEUE
    queue_of = {name: settings.CELERY_TASK_ROUTES.get(name, {"queue": default})["queue"] for name in app.tasks}
    assert queue_of["inquiry.tasks.sweep_jobs"] == queue_of["evidence.tasks.settle_lost"] == default
    long = ("index", "relate", "look_names", "check_packages", "check_fixity", "ask_saved", "ingest", "draw", "convert")
    assert [name for name in long if queue_of[f"evidence.tasks.{name}"] == default] == []


def test_what_the_clock_rings_often_does_not_pile_up():
    often = {name: row for name, row in settings.CELERY_BEAT_SCHEDULE.items() if row["schedule"] <= 60}
    assert [name for name, row in often.items() if not row.get("options", {}).get("expires")] == []


def test_every_queue_has_a_worker_wherever_the_system_runs():
    queues = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()} | {settings.CELERY_TASK_DEFAULT_QUEUE}
    launcher = (ROOT / "inquiry/embedded/launcher.py").read_text(encoding="utf-8")
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert queues == {"default", "ingest", "long"}
    for queue in queues:
        assert f'"-Q", "{queue}"' in launcher, queue
        assert f"command: [worker, {queue}]" in compose, queue
