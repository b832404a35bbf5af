"""The API against its own schema: complete, valid, and no request makes the server fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from inquiry.accounts import actions
from inquiry.accounts.models import Inquiry
from inquiry.accounts.rights import Right
from tests.conftest import person

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")


@pytest.mark.django_db
def test_the_schema_is_complete_and_valid(tmp_path):
    target = tmp_path / "schema.yml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(target))
    text = target.read_text(encoding="utf-8")
    assert text.startswith("openapi: 3.1.")
    for path in ("/api/v1/official-requests/{ref}/", "/api/v1/evidence/items/{ref}/", "/api/v1/search/"):
        assert path in text


def hammer(url: str, secret: str, folder: Path, examples: int, seconds: int) -> subprocess.CompletedProcess[str]:
    """Send generated requests, good and bad, to every operation; the only thing that must not happen is a 5xx."""
    command = [
        str(SCHEMATHESIS), "run", f"{url}/api/v1/schema/?format=json", "--header", f"Authorization: Bearer {secret}",
        "--phases", "examples,coverage,fuzzing", "--max-examples", str(examples), "--checks", "not_a_server_error",
        "--seed", "20230120", "--no-shrink", "--continue-on-failure", "--warnings", "off", "--workers", "2",
        "--max-time", str(seconds),
    ]  # fmt: skip
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "NO_COLOR": "1"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=3000
    )


@pytest.fixture
def inquiry_with_records(transactional_db: None, settings: Any, tmp_path: Path) -> Inquiry:
    """The demonstration inquiry, so that lists have rows and references lead somewhere."""
    settings.STATE_DIR = tmp_path
    call_command("load_demonstration")
    return Inquiry.objects.order_by("pk")[0]


def fuzz(live_server: Any, inquiry: Inquiry, folder: Path, role: str, examples: int, seconds: int) -> None:
    _token, secret = actions.make_token(person(role, inquiry), "fuzzer", list(Right), by=None)
    done = hammer(live_server.url, secret, folder, examples, seconds)
    assert done.returncode == 0, done.stdout[-6000:]
    assert "Server error" not in done.stdout


WITH_THE_VAULT = pytest.mark.django_db(transaction=True, databases=("default", "vault"))


@WITH_THE_VAULT
@pytest.mark.slow
def test_no_request_makes_the_server_fail(live_server, inquiry_with_records, tmp_path):
    fuzz(live_server, inquiry_with_records, tmp_path, "secretariat", examples=2, seconds=25)


@WITH_THE_VAULT
@pytest.mark.soak
@pytest.mark.parametrize("role", ["secretariat", "investigator", "integration", "auditor"])
def test_many_requests_do_not_make_the_server_fail(live_server, inquiry_with_records, tmp_path, role):
    fuzz(live_server, inquiry_with_records, tmp_path, role, examples=60, seconds=1800)
