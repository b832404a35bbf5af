"""Read what the environment says; whatever is missing or unsafe ends the start with a sentence."""

from __future__ import annotations

import os
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
YES, NO = {"yes", "true", "1", "on"}, {"no", "false", "0", "off", ""}


def text(name: str, default: str | None = None) -> str:
    """Return the variable `name`.

    Raises:
        ImproperlyConfigured: it is not set and there is no default.
    """
    value = os.environ.get(name, default)
    if value is None or (value == "" and default is None):
        raise ImproperlyConfigured(f"{name} is not set. The operator's guide (docs/operating.md) lists what it means.")
    return value


def yes_or_no(name: str, default: bool = False) -> bool:
    """Return a switch; only clear words are taken."""
    value = os.environ.get(name, "yes" if default else "no").strip().lower()
    if value not in YES | NO:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")
    return value in YES


def number(name: str, default: int) -> int:
    """Return a whole number."""
    value = os.environ.get(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def numbers(name: str) -> frozenset[int]:
    """Return whole numbers separated by commas; none when it is not set."""
    words = [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]
    if not all(word.isdigit() for word in words):
        raise ImproperlyConfigured(f"{name} must be whole numbers separated by commas.")
    return frozenset(map(int, words))


def secret(name: str) -> str:
    """Return a secret of at least 40 characters that is not an example.

    Raises:
        ImproperlyConfigured: it is missing, short, or looks like a default.
    """
    value = text(name)
    if len(value) < 40 or len(set(value)) < 10 or "change" in value.lower() or "insecure" in value.lower():
        raise ImproperlyConfigured(f"{name} is too short or an example: give at least 40 random characters.")
    return value


def hosts(name: str) -> list[str]:
    """Return the host names we answer to; an open list is refused."""
    found = [host.strip() for host in text(name).split(",") if host.strip()]
    if not found or any(host == "*" or host.startswith(".") for host in found):
        raise ImproperlyConfigured(f"{name} must name each host; '*' and '.domain' would answer to anybody.")
    return found


# Who may see what makes queries of many parts that read few rows: compiling one takes seconds, answering it milliseconds.
NO_JIT = "-c jit=off"


def database(name: str) -> dict[str, object]:
    """Return Django's description of `postgres://user:password@host:port/name?host=/socket/folder`."""
    url = urlsplit(text(name))
    if url.scheme not in {"postgres", "postgresql"} or len(url.path) < 2:
        raise ImproperlyConfigured(f"{name} must read postgres://user:password@host:port/database.")
    query = {key: values[-1] for key, values in parse_qs(url.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path[1:]),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": query.pop("host", "") or unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "OPTIONS": {"options": NO_JIT, **query},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def redis(name: str) -> tuple[str, str]:
    """Return (the cache's address, Celery's address) of one Redis or Valkey, on two of its databases."""
    url = urlsplit(text(name))
    if url.scheme == "unix":
        return f"unix://{url.path}?db=1", f"redis+socket://{url.path}?virtual_host=0"
    if url.scheme not in {"redis", "rediss"}:
        raise ImproperlyConfigured(f"{name} must read redis://…, rediss://… or unix:///path/to/socket.")
    base = f"{url.scheme}://{url.netloc}"
    return f"{base}/1", f"{base}/0"


def scanner(name: str) -> str:
    """Return where the malware scanner listens: a socket's path, or a port of this machine; empty when there is none.

    Raises:
        ImproperlyConfigured: it is elsewhere: nobody is sent what evidence says over a network.
    """
    value = text(name, "")
    host, _colon, port = value.rpartition(":")
    here = value.startswith("/") or (host in LOOPBACK and port.isdigit() and 0 < int(port) < 65536)
    if value and not here:
        raise ImproperlyConfigured(f"{name} must be a socket's path or 127.0.0.1:PORT: the scanner is on this machine.")
    return value
