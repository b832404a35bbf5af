"""What every test stands on: a store of its own, a cast of people in two inquiries, a browser and an API client."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import hypothesis
import pytest

hypothesis.settings.register_profile(
    "house", deadline=None, derandomize=True
)  # a shared machine; the same tries each run
hypothesis.settings.load_profile("house")


def pytest_configure() -> None:
    """A cache of its own for each process of pytest-xdist: what one test empties is not what another one has just kept."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker:
        from django.conf import settings

        cache = settings.CACHES["default"]
        cache["LOCATION"] = cache["LOCATION"].replace("db=1", f"db={2 + int(worker.removeprefix('gw'))}")


# Files that take longest, longest first: begun last, one of them would keep a worker busy while the other has nothing left.
LONGEST = (
    "tests/canaries/test_canaries.py",
    "tests/matrix/test_addresses.py",
    "tests/journeys/",
    "tests/ground/test_server_starts.py",
    "tests/witnesses/test_acts_in_browser.py",
    "tests/witnesses/test_testimony_levels.py",
    "tests/witnesses/test_testimony_in_browser.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, then whatever is marked slow, then the rest as it was."""

    def place(item: pytest.Item) -> int:
        for number, begins in enumerate(LONGEST):
            if item.nodeid.startswith(begins):
                return number
        slow = item.path in slow_files
        return len(LONGEST) + (0 if slow else 1)

    slow_files = {item.path for item in items if item.get_closest_marker("slow") or item.get_closest_marker("browser")}
    items.sort(key=place)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: Any, django_db_blocker: Any) -> None:
    """Append-only tables refuse TRUNCATE too; the runner empties tables with it, so only that one trigger is left out."""
    from django.db import connections
    from django.db.models.signals import post_migrate

    from inquiry.shared import protection

    post_migrate.disconnect(dispatch_uid="append-only")  # emptying the tables between tests announces a migration too
    with django_db_blocker.unblock():
        for alias in connections:
            with connections[alias].cursor() as cursor:
                for model in protection.append_only_models(alias):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {protection.STATEMENT} ON {model._meta.db_table}")


@pytest.fixture(autouse=True)
def _plain_settings(settings: Any, tmp_path: Path) -> None:
    """No manifest of static files, cheap passwords, and a store of the test's own."""
    store = {"location": tmp_path / "store", "file_permissions_mode": 0o400, "directory_permissions_mode": 0o700}
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": store},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.STORAGE_ROOT, settings.UPLOAD_ROOT = tmp_path / "store", tmp_path / "uploads"
    settings.SCRATCH_ROOT, settings.SEARCH_ROOT = tmp_path / "scratch", tmp_path / "search"
    for folder in (settings.UPLOAD_ROOT, settings.SCRATCH_ROOT):
        folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = settings.SCRATCH_ROOT
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CELERY_TASK_ALWAYS_EAGER = False


@pytest.fixture(autouse=True)
def _no_renewal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread that renews a lease sees nothing of a test's own transaction, and would call the lease lost."""
    monkeypatch.setattr("evidence.ingestion.lease.EVERY", 600.0)


@pytest.fixture
def inquiry(db: None) -> Any:
    from inquiry.accounts import actions

    return actions.open_inquiry("The inquiry of the tests", by=None)


@pytest.fixture
def other_inquiry(db: None) -> Any:
    from inquiry.accounts import actions

    return actions.open_inquiry("Another inquiry", by=None)


PASSWORD = "correct horse battery staple"


def person(role: str, inquiry: Any, name: str = "") -> Any:
    """Somebody who holds `role` in `inquiry`; `role` may be empty for a stranger who may sign in."""
    from inquiry.accounts import actions
    from inquiry.accounts.models import User

    number = User.objects.count() + 1
    shown = name or f"{(role or 'stranger').replace('_', ' ').title()} {number}"
    user = actions.invite(
        f"{(role or 'stranger').replace('_', '.')}{number}@example.org", shown, PASSWORD, inquiry=inquiry, by=None
    )
    if role:
        actions.give_role(user, role, inquiry=inquiry, by=None)
    return user


@pytest.fixture
def secretary(inquiry: Any) -> Any:
    return person("secretariat", inquiry)


@pytest.fixture
def second_secretary(inquiry: Any) -> Any:
    return person("secretariat", inquiry)


@pytest.fixture
def commissioner(inquiry: Any) -> Any:
    return person("commissioner", inquiry)


@pytest.fixture
def investigator(inquiry: Any) -> Any:
    return person("investigator", inquiry)


@pytest.fixture
def legal_analyst(inquiry: Any) -> Any:
    return person("legal_analyst", inquiry)


@pytest.fixture
def protection_officer(inquiry: Any) -> Any:
    return person("protection_officer", inquiry)


@pytest.fixture
def translator(inquiry: Any) -> Any:
    return person("translator", inquiry)


@pytest.fixture
def auditor(inquiry: Any) -> Any:
    return person("auditor", inquiry)


@pytest.fixture
def administrator(inquiry: Any) -> Any:
    return person("administrator", inquiry)


@pytest.fixture
def outsider(other_inquiry: Any) -> Any:
    """A secretary of another inquiry."""
    return person("secretariat", other_inquiry)


@pytest.fixture
def stranger(inquiry: Any) -> Any:
    """Somebody who may sign in and holds no role."""
    return person("", inquiry)


@pytest.fixture
def desk(client: Any) -> Any:
    """A browser without scripts: `desk(user)` is signed in as `user`."""
    from django.test import Client

    def signed_in(user: Any) -> Client:
        browser = Client()
        browser.force_login(user)
        return browser

    return signed_in


@pytest.fixture
def api() -> Any:
    """A client of the REST API: `api(user)` sends a token with every right the user's roles hold."""
    from rest_framework.test import APIClient

    from inquiry.accounts import actions
    from inquiry.accounts.rights import Right

    def with_token(user: Any, scopes: Any = None) -> APIClient:
        _token, secret = actions.make_token(user, "test", scopes or list(Right), by=None)
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return client

    return with_token


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What was rung on the queue, instead of the queue; nothing stands on it, whatever other tests have rung."""
    rung: list[tuple[str, int]] = []
    for room in ("inquiry.shared.later", "inquiry.jobs.actions"):
        monkeypatch.setattr(f"{room}.ring", lambda task, identifier: rung.append((task, identifier)))
    monkeypatch.setattr("inquiry.jobs.actions.queued", lambda task: 0)
    return rung
