"""What the whole-system tests walk over: our tables, our addresses, our tasks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

OURS = ("inquiry", "evidence", "witnesses", "vault", "reports")
ROOT = Path(__file__).resolve().parents[2]


def tables() -> list[type[models.Model]]:
    """Every table of ours, those that Django makes for many-to-many relations left out."""
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def addresses() -> Iterator[tuple[str, URLPattern]]:
    """Every address of the installation: (its whole pattern, the pattern object)."""
    yield from _below(get_resolver(), "")


def _below(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        whole = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _below(one, whole)
        else:
            yield whole, one


def sources() -> Iterator[Path]:
    """Every Python file of ours, tests and migrations left out."""
    for app in OURS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    """Every call of a function called `name` (also as an attribute) in our sources."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name in (getattr(node.func, "id", ""), getattr(node.func, "attr", "")):
                yield path, node
