"""Habits that keep the house readable, checked where a reader would otherwise have to remember."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

from tests.matrix.classified import OURS, ROOT, addresses, sources

FILES = list(sources())
NAMES_WE_DO_NOT_USE = {"utils", "helpers", "common", "misc", "manager", "managers"}


def _functions(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_and_files_stay_short(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    if path.name not in {"settings.py", "rights.py"}:
        assert lines <= 350, f"{lines} lines: a subject is hiding in here"
    for node in _functions(path):
        length = (node.end_lineno or 0) - node.lineno + 1
        assert length <= 50, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_what_it_is_for(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not tree.body or ast.get_docstring(tree), "no docstring"
    assert path.stem not in NAMES_WE_DO_NOT_USE


def view_files():
    """The files in which the resolver's own functions stand, whatever they are called."""
    for _pattern, one in addresses():
        view = inspect.unwrap(one.callback)
        if view.__module__.split(".")[0] in OURS and inspect.isfunction(view) and not hasattr(view, "cls"):
            yield Path(inspect.getsourcefile(view) or "")


def test_views_do_not_catch_and_do_not_write():
    files = {path for path in view_files() if path.name != "tus.py"}  # tus has answers of its own for what is refused
    assert len(files) > 15
    for path in sorted(files):
        text = path.read_text(encoding="utf-8")
        caught = re.search(r"except .*\b(Refused|Exception|Http404|ValidationError|IntegrityError)\b", text)
        assert not caught, f"{path.relative_to(ROOT)} catches"
        written = re.search(r"(\.objects|\brows?|\brecords?)\.(save|create|update|delete|bulk_create)\(", text)
        assert not written, f"{path.relative_to(ROOT)} writes"


def test_only_the_sandbox_and_the_launcher_start_programs():
    allowed = {"inquiry/embedded", "evidence/ingestion", "inquiry/health", "inquiry/demonstration"}
    for path in FILES:
        where = str(path.relative_to(ROOT))
        if "subprocess" in path.read_text(encoding="utf-8"):
            assert any(where.startswith(prefix) for prefix in allowed), where


def test_nothing_is_marked_safe_and_nothing_fetches():
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert "mark_safe(" not in text or "templatetags" in str(path) or "timeline" in path.name, path
        assert not re.search(r"^(import|from) (requests|httpx|urllib3|urllib\.request|pickle)\b", text, re.M), path


def test_templates_carry_no_script_and_no_style():
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), path
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"", text), path
        assert "|safe" not in text, path
