"""Keep the children running: start, watch, start again with growing pauses, stop in order."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO

from inquiry.embedded.processes import Child, Record, end_all, identify
from inquiry.embedded.state import State

LONGEST_PAUSE = 30.0
LONG_LIFE = 60.0  # a child that lived so many seconds had started well: its pauses begin anew
TOO_OFTEN = 5  # early deaths in a row that are worth a sentence


@dataclass(frozen=True, slots=True)
class Service:
    """A child to keep running: `start` begins it with its log; `stop` is a row of (signal, seconds of patience)."""

    name: str
    start: Callable[[IO[bytes]], Child]
    stop: Sequence[tuple[int, float]]


@dataclass(slots=True)
class Watched:
    service: Service
    child: Child
    born_at: float
    early_deaths: int = 0
    again_at: float | None = None


class Supervisor:
    """The children of one launcher, in the order in which they were started."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.watched: list[Watched] = []

    def start(self, service: Service) -> Child:
        watched = Watched(service, self._launch(service), time.monotonic())
        self.watched.append(watched)
        self._remember()
        return watched.child

    def _launch(self, service: Service) -> Child:
        with self.state.open_log(service.name) as log:
            return service.start(log)

    def _remember(self) -> None:
        """Write down who runs, for the start after a launcher that could not clean up."""
        found = [(one.service, identify(one.child.pid)) for one in self.watched]
        self.state.write_records([Record(service.name, who, service.stop[0][0]) for service, who in found if who])

    def watch(self, pause: float = 0.3) -> None:
        """Keep everything running until KeyboardInterrupt."""
        while True:
            for one in self.watched:
                self._look(one, time.monotonic())
            time.sleep(pause)

    def _look(self, one: Watched, now: float) -> None:
        if one.again_at is None and one.child.poll() is not None:
            one.early_deaths = 1 if now - one.born_at > LONG_LIFE else one.early_deaths + 1
            one.again_at = now + min(LONGEST_PAUSE, 0.25 * 2**one.early_deaths)
            if one.early_deaths == TOO_OFTEN:
                say(f"The {one.service.name} process keeps ending; {self.state.log(one.service.name)} says why.")
        elif one.again_at is not None and now >= one.again_at:
            end_all([(one.child, ())])  # what is left of its session
            one.child, one.born_at, one.again_at = self._launch(one.service), now, None
            self._remember()

    def stop(self) -> None:
        """Stop everything, last started first: whoever uses the servers before the servers themselves."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        servers = {"postgresql", "valkey"}
        users = [one for one in self.watched if one.service.name not in servers]
        end_all([(one.child, one.service.stop) for one in reversed(users)])
        for one in reversed(self.watched):
            if one.service.name in servers:
                end_all([(one.child, one.service.stop)])
        self.watched.clear()
        self._remember()


def say(sentence: str) -> None:
    """Tell the person at the terminal; standard output is kept for what they asked for."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
