"""`script/server`: from an empty directory, or the remains of a crash, to a running system, and back to nothing."""

from __future__ import annotations

import http.client
import os
import resource
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from inquiry.embedded import checks, variables
from inquiry.embedded.lock import SERVER, Lock
from inquiry.embedded.prepare import Preparation
from inquiry.embedded.processes import Child, spawn
from inquiry.embedded.servers import end_leftovers, start_servers
from inquiry.embedded.state import State, open_state
from inquiry.embedded.supervisor import Service, Supervisor
from inquiry.embedded.trouble import Trouble
from inquiry.embedded.vault import own_variables, start_vault

STOP_WEB = ((signal.SIGTERM, 8.0), (signal.SIGQUIT, 2.0))
STOP_WORKER = ((signal.SIGTERM, 8.0), (signal.SIGQUIT, 3.0))  # finish the task in hand, else leave it to its lease
STOP_BEAT = ((signal.SIGTERM, 4.0),)
WEB_READY_WITHIN = 120.0


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says."""

    port: int
    state: Path
    empty: bool

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def serve(options: Options) -> None:
    """Start everything, say so, and keep it running until interrupted.

    Raises:
        Trouble: something is missing, taken, full or broken.
    """
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash must not write memory to a disk
    checks.require_python()
    state = open_state(options.state)
    with Lock(state.root).held(SERVER, options.address):
        checks.require_room(state.root)
        end_leftovers(state)
        checks.require_port(options.port)
        for number in (signal.SIGTERM, signal.SIGINT):  # whoever starts us in the background may have SIGINT ignored
            signal.signal(number, signal.default_int_handler)
        supervisor = Supervisor(state)
        try:
            _start(state, options, supervisor)
            _announce(state, options)
            supervisor.watch()
        finally:
            supervisor.stop()


def _start(state: State, options: Options, supervisor: Supervisor) -> None:
    found = start_servers(state, supervisor)
    own, of_vault = variables.variables(state, found), own_variables(state, found)
    variables.write(state.environment_file, own)
    env = variables.children(own)
    preparation = Preparation(state, env)
    preparation.tables(of_vault)
    if of_vault:
        start_vault(state, supervisor, {**env, **of_vault})
    preparation.content(empty=options.empty)
    web = supervisor.start(_service("web", _web(options.port), STOP_WEB, env))
    _wait_for_web(state, options.port, web)  # first, so that people do not wait for four programs to load at once
    for service in _background(state, env):
        supervisor.start(service)


def _service(name: str, arguments: Sequence[str], stop: Sequence[tuple[int, float]], env: Mapping[str, str]) -> Service:
    command = [sys.executable, "-m", *arguments]
    on_orphaned = signal.SIGQUIT if name.startswith("worker") else signal.SIGTERM

    def start(log: IO[bytes]) -> Child:
        return spawn(command, env=env, stop_signal=on_orphaned, log=log, cwd=variables.CHECKOUT)

    return Service(name, start, stop)


def _web(port: int) -> list[str]:
    """Threads wait for the database together; addresses with what people searched for are not logged."""
    flags = "--workers 2 --threads 4 --preload --timeout 120 --graceful-timeout 6 --keep-alive 5 --no-control-socket"
    return ["gunicorn", "inquiry.wsgi", "--bind", f"127.0.0.1:{port}", *flags.split()]


def _background(state: State, env: Mapping[str, str]) -> list[Service]:
    """Documents have workers of their own, one for each core: a register never waits behind a thousand files. So has what
    takes up to a minute: the index, likenesses, lists."""
    quiet = ["--without-gossip", "--without-mingle", "--prefetch-multiplier", "1", "-O", "fair", "-l", "INFO"]
    celery = ["celery", "-A", "inquiry"]
    ingest = [*celery, "worker", "-Q", "ingest", "-c", str(len(os.sched_getaffinity(0))), "-n", "ingest@%h", *quiet]
    default = [*celery, "worker", "-Q", "default", "-c", "1", "-n", "default@%h", *quiet]
    long = [*celery, "worker", "-Q", "long", "-c", "2", "-n", "long@%h", *quiet]
    beat = [*celery, "beat", "-s", str(state.beat_schedule), "--pidfile=", "-l", "INFO"]
    return [
        _service("worker-default", default, STOP_WORKER, env),
        _service("worker-ingest", ingest, STOP_WORKER, env),
        _service("worker-long", long, STOP_WORKER, env),
        _service("beat", beat, STOP_BEAT, env),
    ]


def _wait_for_web(state: State, port: int, web: Child) -> None:
    until = time.monotonic() + WEB_READY_WITHIN
    while not _answers(port):
        if web.poll() is not None:
            raise Trouble(f"The web server ended while starting; {state.log('web')} says why.")
        if time.monotonic() > until:
            raise Trouble(f"The web server did not answer within two minutes; {state.log('web')} may say why.")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        door.request("GET", "/health/live/")
        return door.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        door.close()


def _announce(state: State, options: Options) -> None:
    lines = [f"Ready: {options.address}"]
    if options.empty:
        lines.append(
            "The first administrator is made on the command line: script/manage create_administrator "
            "--email YOU@EXAMPLE.ORG --name NAME --inquiry-title TITLE"
        )
    elif state.sign_ins.exists():
        lines.append(state.sign_ins.read_text().rstrip())
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
