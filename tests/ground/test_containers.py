"""docker-compose.yml holds with the example's variables, publishes only the web server, and takes no example secret."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


def compose() -> list[str]:
    """The compose command of this machine, new or old."""
    if shutil.which("docker") and subprocess.run(["docker", "compose", "version"], capture_output=True).returncode == 0:
        return ["docker", "compose"]
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    pytest.skip("docker compose is not installed here")


def configuration(env_file: str, *flags: str) -> subprocess.CompletedProcess[str]:
    command = [*compose(), "--env-file", env_file, "config", *flags]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True)


def test_the_example_variables_are_complete() -> None:
    result = configuration("docker.env.example", "--quiet")
    assert result.returncode == 0, result.stderr


def test_a_missing_secret_is_named(tmp_path: Path) -> None:
    lines = (CHECKOUT / "docker.env.example").read_text().splitlines()
    (tmp_path / "env").write_text("\n".join(line for line in lines if not line.startswith("VALKEY_PASSWORD")))
    result = configuration(str(tmp_path / "env"), "--quiet")
    assert result.returncode != 0
    assert "set VALKEY_PASSWORD in docker.env" in result.stderr


def test_only_the_web_server_is_published_and_on_loopback() -> None:
    yaml = pytest.importorskip("yaml")
    services: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]
    published = {name: one["ports"] for name, one in services.items() if "ports" in one}
    assert published == {"web": ["127.0.0.1:8000:8000"]}


def test_only_the_vault_holds_its_keys_and_with_migrate_its_password() -> None:
    yaml = pytest.importorskip("yaml")
    services: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]
    assert {name for name, one in services.items() if "secrets" in one} == {"vault"}
    given = {name for name, one in services.items() if "VAULT_DATABASE_URL" in one.get("environment", {})}
    assert given == {"vault", "migrate"}
    reach = {name for name, one in services.items() if "vaulted" in one.get("networks", [])}
    assert reach == {"vault", "vault-postgres", "migrate"}


def test_the_image_refuses_the_examples_secrets(tmp_path: Path) -> None:
    env = {"PATH": "/usr/bin:/bin", "SECRET_KEY": "change-me-please", "STATE_DIR": str(tmp_path)}
    result = subprocess.run([CHECKOUT / "script/container", "web"], env=env, capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stderr == "SECRET_KEY still holds the example's change-me; put random values into docker.env.\n"
