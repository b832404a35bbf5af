"""Every name given to `later()`, to a job or to the clock is a task, and tasks are shims."""

from __future__ import annotations

import ast

from django.conf import settings

from inquiry.celery import app
from tests.matrix.classified import ROOT, calls, sources


def _named_tasks() -> set[str]:
    names = set()
    for function in ("later", "ask", "ring"):
        for _path, call in calls(function):
            names |= {
                arg.value for arg in call.args[:1] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            }
    return {name for name in names if "." in name}


def test_every_name_is_a_registered_task():
    app.loader.import_default_modules()
    scheduled = {str(row["task"]) for row in settings.CELERY_BEAT_SCHEDULE.values()}
    wanted = _named_tasks() | scheduled | set(settings.CELERY_TASK_ROUTES)
    assert wanted
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
