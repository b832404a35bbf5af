"""The waves of a soak: files are sent, faults are done, the system is left in peace, everything is looked at."""

from __future__ import annotations

import os
import random
import secrets
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections, connection
from django.test import Client

from evidence.ingestion import again
from evidence.intake import actions as intake
from evidence.intake import uploads
from evidence.intake.entering import INGEST
from evidence.items.coding import Outcome
from evidence.items.models import Item
from inquiry.accounts import actions as accounts
from inquiry.accounts.roles import Role
from inquiry.jobs.models import Job
from tests.faults import client, invariants
from tests.faults.recovery import Recoveries
from tests.faults.scanner import Scanner
from tests.faults.soak import Score
from tests.faults.system import System
from tests.faults.trials import Trial, trials

SPAN = 12.0  # seconds in which the faults of a wave happen
PEACE = 120.0  # seconds without anything done after which whatever is not over is without an end
LOGGED = 2500  # characters of each log
DOWN = 3.0  # seconds for which a scanner or a clock is wrong


class Broken(Exception):
    """Something was lost or doubled: nothing that comes after says anything. The message is what the processes wrote."""


class Waves:
    """One system with its sender, its scanner and whoever does the faults."""

    def __init__(self, made: System, score: Score, *, tell: bool) -> None:
        self.system, self.score, self._tell = made, score, tell
        call_command("migrate", run_syncdb=True, verbosity=0)
        self.inquiry = accounts.open_inquiry("An inquiry that is made to fail", by=None)
        self.secretary = accounts.invite(
            "faults@example.org", "Faults", secrets.token_hex(12), inquiry=self.inquiry, by=None
        )
        accounts.give_role(self.secretary, Role.SECRETARIAT, inquiry=self.inquiry, by=None)
        self.batch = intake.open_batch(
            inquiry=self.inquiry,
            by=self.secretary,
            title="Files",
            provided_by="A test",
            how="transfer",
            classification="C1",
        )
        self.scanner = Scanner(made.state / "run" / "scanner.sock")
        self.inside: dict[str, int] = {}
        self.lengths: dict[str, int] = {}
        self._files = 0

    def run(self, count: int, seed: int, wave: int) -> Score:
        """All waves; what breaks in one is told then and counted once."""
        chance = random.Random(seed)
        self.scanner.up()
        self.system.watch()
        sender = client.Sender(self.system.port, self._cookies(), self.batch.ref)
        recoveries = Recoveries(self.system.postgres)
        recoveries.start()
        try:
            self._warm(sender, chance)
            todo = trials(seed, count, wave=SPAN)
            for first in range(0, count, wave):
                self._wave(todo[first : first + wave], sender, chance)
        except Broken as broken:
            if self._tell:
                print(broken, flush=True)
        finally:
            sender.stop()
            recoveries.stop()
            self.scanner.down()
            connection.close()
        self.score.each = recoveries.each
        self.score.recoveries, self.score.files = recoveries.seconds, len(sender.history.sent)
        return self.score

    def _cookies(self) -> dict[str, str]:
        browser = Client()
        browser.force_login(self.secretary)
        name = settings.SESSION_COOKIE_NAME
        return {name: browser.cookies[name].value, settings.CSRF_COOKIE_NAME: secrets.token_hex(16)}

    def _warm(self, sender: client.Sender, chance: random.Random) -> None:
        """Everything has been started, and works, before anything fails."""
        for _number in range(4):
            self._send(sender, chance)
        if not self._until(lambda: sender.settled() and self._quiet(), PEACE):
            raise Broken(f"The system does not work although nothing has failed yet.\n{self._logs()}")

    def _send(self, sender: client.Sender, chance: random.Random) -> None:
        self._files += 1
        path, content, members = client.made(self._files, chance)
        self.inside[path] = members
        sender.send(path, content)

    def _wave(self, wave: list[Trial], sender: client.Sender, chance: random.Random) -> None:
        began = time.monotonic()
        for trial in wave:
            if trial.armed:
                (self.system.points / trial.token).touch()
        timed = sorted((trial for trial in wave if not trial.armed), key=lambda trial: trial.at)
        for _number in range(len(wave)):
            self._send(sender, chance)
        for trial in timed:
            time.sleep(max(0.0, began + trial.at - time.monotonic()))
            self._do(trial)
            self._send(sender, chance)
        peaceful = self._leave_in_peace(sender)
        self._count(wave)
        uploads.clean()
        found = invariants.broken(sender.history, self.inside, self.lengths)
        self.score.breaks += found
        if self._tell:
            words = "" if peaceful else ", not over in time"
            print(f"{sum(self.score.injected.values())} faults, {time.monotonic() - began:.0f} s{words}", flush=True)
            for name, sentence in found:
                print(f"  {name} {sentence}", flush=True)
        if found:
            raise Broken(self._logs())

    def _logs(self) -> str:
        """The ends of what the processes wrote."""
        logs = sorted((self.system.state / "log").glob("*.log"))
        return "\n".join(f"── {log.name}\n{log.read_text(errors='replace')[-LOGGED:]}" for log in logs)

    def _count(self, wave: list[Trial]) -> None:
        """What waited at a place where nobody came by is taken away and not counted."""
        for trial in wave:
            token = self.system.points / trial.token
            if trial.armed and token.exists():
                token.unlink()
            elif trial.what != "scanner" or self.system.scanner:
                where = trial.where if trial.armed else trial.what
                self.score.injected[f"{where}:{trial.kind}" if where != trial.kind else where] += 1

    # --- peace --------------------------------------------------------------------------------------------------------

    def _leave_in_peace(self, sender: client.Sender) -> bool:
        """Wait until everything is over; what was given up after three attempts is asked for once more by hand."""
        self._clock(0)
        self.scanner.up()
        peaceful = self._until(lambda: sender.settled() and self._quiet(), PEACE)
        return peaceful and self._read_the_failed()

    def _read_the_failed(self) -> bool:
        if Item.objects.exclude(status__in=[Outcome.READ, Outcome.WAITING]).exists():
            self.score.again += again.read_batch_again(self.batch.ref, by=self.secretary)
        return self._until(self._quiet, PEACE)

    def _until(self, holds: Callable[[], bool], seconds: float) -> bool:
        """Whether it comes to hold; `seconds` are counted from the last time that something was got done."""
        until, done = time.monotonic() + seconds, -1
        while time.monotonic() < until:
            try:
                if holds():
                    return True
                before, done = done, Job.objects.filter(ended_at__isnull=False).count()
                if done != before:
                    until = time.monotonic() + seconds
            except DatabaseError:
                close_old_connections()
            time.sleep(0.25)
        return False

    def _quiet(self) -> bool:
        waiting = Item.objects.filter(status=Outcome.WAITING).exists()
        return not waiting and not Job.objects.open().exists() and not self._rung()

    def _rung(self) -> bool:
        with current_app.connection_for_write() as line:
            channel: Any = line.default_channel
            return bool(channel.client.llen("ingest"))

    # --- faults -------------------------------------------------------------------------------------------------------

    def _do(self, trial: Trial) -> None:
        done: dict[str, Callable[[str], None]] = {
            "deliver": self._deliver,
            "parser": self._parser,
            "worker": lambda _kind: self.system.kill("ingest"),
            "web": lambda _kind: self.system.kill("web"),
            "beat": lambda _kind: self.system.kill("default"),
            "database": self._database,
            "queue": self._queue,
            "clock": lambda kind: self._clock(float(kind)),
            "scanner": self._scanner,
        }
        try:
            done[trial.what](trial.kind)
        except DatabaseError as fault:
            close_old_connections()
            sys.stderr.write(f"{trial}: {type(fault).__name__}\n")

    def _deliver(self, kind: str) -> None:
        """The message of a job that is open, or was done long ago, comes again: at once, five times, out of its turn."""
        jobs = Job.objects.filter(task=INGEST)
        rows = jobs.filter(ended_at__isnull=False) if kind == "over" else jobs.order_by("-pk")
        for pk in list(rows.values_list("pk", flat=True)[:4]):
            for _time in range(5 if kind == "five" else 2):
                current_app.send_task(INGEST, args=[pk])

    def _parser(self, kind: str) -> None:
        servers, children = self.system.parsers()
        for pid in (servers if kind == "server" else children or servers)[:1]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def _database(self, kind: str) -> None:
        connection.close()
        self.system.restart("postgres", signal.SIGQUIT if kind == "immediate" else signal.SIGKILL)

    def _queue(self, kind: str) -> None:
        if kind == "kill":
            self.system.restart("queue")
            return
        with current_app.connection_for_write() as line:
            channel: Any = line.default_channel
            channel.client.flushall()

    def _clock(self, seconds: float) -> None:
        (self.system.points / "clock").write_text(f"{seconds}")

    def _scanner(self, kind: str) -> None:
        (self.scanner.down if kind == "down" else self.scanner.mute)()
        time.sleep(DOWN)
        self.scanner.up()
