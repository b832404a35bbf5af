"""What is done once, or once for each change of the code: tables, static files, demonstration."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from inquiry.embedded.processes import Child, end, spawn
from inquiry.embedded.state import State
from inquiry.embedded.supervisor import say
from inquiry.embedded.trouble import Trouble
from inquiry.embedded.variables import CHECKOUT

LOAD_DEMONSTRATION = "load_demonstration"
CODE = ("inquiry", "evidence", "reports", "witnesses")


class Preparation:
    """The steps before the web server starts; each is skipped when its stamp says that nothing has changed."""

    def __init__(self, state: State, env: Mapping[str, str]) -> None:
        self.state = state
        self.env = env

    def tables(self, of_vault: Mapping[str, str]) -> None:
        """Bring the tables up to the code; those of the vault with what it alone is given, where it has a database."""
        code = digest([CHECKOUT / "requirements.txt", *_below("*.py", CODE)])
        sentence, migrate = "Preparing the database…", ["migrate", "--no-input", "-v", "1"]
        self._once("migrate", f"{code} {self.env['DATABASE_URL']}", sentence, migrate)
        if of_vault:
            sentence, wanted = "Preparing the vault…", f"{code} {of_vault['VAULT_DATABASE_URL']}"
            own = ["migrate", "vault", *migrate[1:], "--database", "vault"]
            self._once("migrate-vault", wanted, sentence, own, of_vault)

    def content(self, *, empty: bool) -> None:
        """Bring static files up to the code; at the first start load the demonstration unless `empty`."""
        pictures = digest([CHECKOUT / "requirements.txt", *_below("*", ("static",))])
        if not any((self.state.root / "static").iterdir()):
            self.state.set_stamp("collectstatic", "")
        self._once("collectstatic", pictures, "Gathering the static files…", ["collectstatic", "--no-input", "-v", "0"])
        if not self.state.stamp("demonstration"):
            self._demonstration(empty=empty)

    def _demonstration(self, *, empty: bool) -> None:
        """Decided once, at the first start: made-up people must never turn up among real ones later."""
        if empty or os.environ.get("DATABASE_URL"):
            self.state.set_stamp("demonstration", "never")
            if not empty:
                say(
                    f"DATABASE_URL names a database of yours: script/manage {LOAD_DEMONSTRATION} loads the demonstration."
                )
            return
        self._once("demonstration", "loaded", "Loading the demonstration…", [LOAD_DEMONSTRATION])

    def _once(
        self, name: str, wanted: str, sentence: str, arguments: Sequence[str], more: Mapping[str, str] | None = None
    ) -> None:
        wanted = hashlib.sha256(wanted.encode()).hexdigest()
        if self.state.stamp(name) == wanted:
            return
        say(sentence)
        self._command(name, arguments, {**self.env, **(more or {})})
        self.state.set_stamp(name, wanted)

    def _command(self, name: str, arguments: Sequence[str], env: Mapping[str, str]) -> None:
        """Run one management command, its words into the log `prepare`.

        Raises:
            Trouble: it failed; the sentence ends with the command's own last line.
        """
        with self.state.open_log("prepare") as log:
            began = log.tell()
            child = spawn(manage_command(arguments), env=env, stop_signal=15, log=log, cwd=CHECKOUT)
            try:
                code = child.wait()
            finally:
                _end_if_running(child)
        if code != 0:
            path = self.state.log("prepare")
            words = path.read_bytes()[began:].decode(errors="replace").strip().splitlines() or ["it said nothing"]
            raise Trouble(f"The step {name} failed ({words[-1].strip().rstrip('.')}); {path} has the whole story.")


def manage_command(arguments: Iterable[str]) -> list[str]:
    return [sys.executable, str(CHECKOUT / "manage.py"), *arguments]


def digest(files: Iterable[Path]) -> str:
    """One digest over names and contents: any change of any file changes it."""
    total = hashlib.sha256()
    for file in sorted(files):
        content = hashlib.sha256(file.read_bytes()).digest()
        total.update(str(file.relative_to(CHECKOUT)).encode() + b"\0" + content)
    return total.hexdigest()


def _below(pattern: str, folders: Iterable[str]) -> list[Path]:
    found = (path for folder in folders for path in (CHECKOUT / folder).rglob(pattern))
    return [path for path in found if path.is_file()]


def _end_if_running(child: Child) -> None:
    if child.poll() is None:
        end(child, [(15, 5.0)])
