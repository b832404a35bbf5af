"""The demonstration, loaded once for the tests of a module; the facts and the seeds to compare it with."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

SHARED = Path(__file__).resolve().parents[3] / "shared"


@pytest.fixture
def state(settings: Any, tmp_path: Path) -> Path:
    """A state directory of the test's own."""
    place = tmp_path / "state"
    settings.STATE_DIR = place
    return place


@dataclass(frozen=True)
class World:
    """What loading left: how many records each subject has, the state directory, CPU seconds it took."""

    counts: dict[str, int]
    state: Path
    seconds: float


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[World]:
    """The demonstration, loaded once for the tests of a module, which may look and not touch."""
    from inquiry.demonstration import everything

    place = tmp_path_factory.mktemp("world")
    own = {"STATE_DIR": place / "state", "STORAGE_ROOT": place / "store", "PASSWORD_HASHERS": HASHERS}
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(override_settings(**own, STORAGES=stores(place)))
        for alias in ("default", "vault"):
            stack.enter_context(transaction.atomic(using=alias))
        began = time.process_time()
        yield World(everything.load(), own["STATE_DIR"], time.process_time() - began)
        for alias in ("default", "vault"):
            transaction.set_rollback(True, using=alias)


HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def stores(place: Path) -> dict[str, Any]:
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": place / "store"}}
    return {**settings.STORAGES, "default": files}


@pytest.fixture
def case(world: World, db: None) -> Any:
    from inquiry.accounts.models import Inquiry
    from inquiry.demonstration.everything import TITLE

    return Inquiry.objects.get(title=TITLE)


@pytest.fixture
def people(case: Any) -> dict[str, Any]:
    from inquiry.accounts.models import User

    return {user.email.partition("@")[0]: user for user in User.objects.all()}


@pytest.fixture(scope="session")
def facts() -> dict[str, Any]:
    """The list of facts of the two seeds."""
    listed: dict[str, Any] = json.loads(_shared("demo/facts.json").read_text(encoding="utf-8"))
    return listed


@pytest.fixture(scope="session")
def seeds() -> dict[str, str]:
    """The two documents, by the letters that the list of facts gives them."""
    listed = json.loads(_shared("demo/facts.json").read_text(encoding="utf-8"))["seeds"]
    return {letter: _shared(row["file"]).read_text(encoding="utf-8") for letter, row in listed.items()}


def _shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"The shared material is not here ({name}); nothing can be compared with it.")
    return path
