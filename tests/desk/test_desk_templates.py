"""No template of ours carries a script, a style or a handler of its own; every icon it asks for exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = {
    "a script": r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")",
    "a style element": r"<style",
    "a style attribute": r"\sstyle\s*=",
    "a handler": r"\son[a-z]+\s*=\s*[\"']",
    "a script address": r"javascript:",
    "htmx evaluation": r"hx-on|hx-vars|js:",
    "Bootstrap's scripts": r"data-bs-(?!theme)",
    "another host": r"(?:src|href)=[\"'](?:https?:)?//",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_keep_the_content_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [what for what, pattern in INLINE.items() if re.search(pattern, text)] == []


def test_every_icon_asked_for_is_there() -> None:
    sources = [*TEMPLATES, ROOT / "inquiry" / "desk.py"]
    asked = set()
    for path in sources:
        asked |= set(
            re.findall(r"(?:\{% icon |\bicon=|empty_state )[\"']([a-z0-9-]+)[\"']", path.read_text(encoding="utf-8"))
        )
    asked |= set(
        re.findall(r'Subject\(_\([^)]*\), "[^"]+", "([a-z0-9-]+)"', (ROOT / "inquiry" / "desk.py").read_text())
    )
    there = {path.stem for path in (ROOT / "static" / "vendor" / "tabler-icons").glob("*.svg")}
    assert asked - there == set()
