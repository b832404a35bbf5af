"""`script/manage`: Django's command line with the installation's own environment, its servers started if need be."""
# ruff: noqa: S603, S606 - the commands are our own, never a user's words

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from inquiry.embedded import variables
from inquiry.embedded.lock import MANAGE, SERVER, Lock
from inquiry.embedded.prepare import manage_command
from inquiry.embedded.servers import end_leftovers, start_servers
from inquiry.embedded.state import State, open_state
from inquiry.embedded.supervisor import Supervisor, say
from inquiry.embedded.trouble import Trouble
from inquiry.embedded.vault import ASKING, given_to, own_variables, start_vault


def manage(arguments: Sequence[str], root: Path) -> int:
    """Run one management command against the installation in `root`; returns its exit code.

    Standard input and output are the command's own. A command that needs the workers says so itself.
    """
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL") and os.environ.get("SECRET_KEY"):
        return _replace_by(arguments, given_to(arguments, variables.of_the_vault()))
    state = open_state(root)
    if Lock(state.root).holder() == SERVER:
        return _with_running(state, arguments)
    return _with_own_servers(state, arguments)


def _with_running(state: State, arguments: Sequence[str]) -> int:
    own = variables.read(state.environment_file)
    if not own:
        raise Trouble(f"The system in {state.root} is still starting; try again when it says that it is ready.")
    return _replace_by(arguments, {**own, **given_to(arguments, variables.read(state.vault_environment_file))})


def _replace_by(arguments: Sequence[str], own: dict[str, str]) -> int:
    """Become the command: signals and exit code are then its own. It never comes back."""
    command = manage_command(arguments)
    os.execve(command[0], command, variables.children(own))


def _with_own_servers(state: State, arguments: Sequence[str]) -> int:
    with Lock(state.root).held(MANAGE):
        end_leftovers(state)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        supervisor = Supervisor(state)
        try:
            found = start_servers(state, supervisor)
            own, of_vault = variables.variables(state, found), own_variables(state, found)
            variables.write(state.environment_file, own)
            if not state.stamp("migrate") and "migrate" not in arguments[:1]:
                say(
                    "The database of this installation is empty until script/server or `script/manage migrate` has run."
                )
            env = variables.children(own)
            if of_vault and set(arguments[:1]) & ASKING and state.stamp("migrate-vault"):
                start_vault(state, supervisor, {**env, **of_vault})
            return _run(manage_command(arguments), {**env, **given_to(arguments, of_vault)})
        finally:
            supervisor.stop()


def _run(command: Sequence[str], env: dict[str, str]) -> int:
    """Run and wait; a Ctrl-C reaches the command through the terminal, and we wait until it has ended."""
    child = subprocess.Popen(command, env=env)
    try:
        return child.wait()
    except KeyboardInterrupt:
        child.terminate()
        return child.wait()
