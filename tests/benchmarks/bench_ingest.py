"""How fast files are read: files and pages a minute, what that costs beside the engines, small files, and many held.

script/bench ingest [--parts corpus,mix,small,held] [--small N] [--held N,N] [--workers N] [--report FILE --texts DIR] [PATH…];
without a path, the open corpus is read. One line `name: figure unit` for each figure.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import engines, ground, holding
from tests.benchmarks.ground import say

PARTS = ("corpus", "mix", "small", "held")
MIX = {"scan": 30, "pdf": 29, "image": 21, "text": 15, "sheet": 5}
"""A hundred files of the kinds on which the peer's figures were taken."""
HELD = 2000  # files that are read while so many others are held
EVERY = 5.0  # seconds
_swept = [0.0]
WORDS = (
    *("свобода", "собраний", "право", "каждый", "площадь", "свидетель", "допрос", "судья"),
    *("құқық", "адам", "бостандық", "тұтқын", "freedom", "assembly", "witness"),
)


def main() -> int:
    arguments = parse()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:  # noqa: S108
        corpus = arguments.paths[0] if arguments.paths else ground.corpus(Path(folder))
        if corpus is None and {"corpus", "mix"} & set(arguments.parts):
            print("The corpus is absent: name a folder, or set INQUIRY_CORPUS to one.")
            return 0
        ground.prepare()
        parts = {"corpus": whole, "mix": mixed, "small": small, "held": held}
        for part in arguments.parts:
            parts[part](corpus or Path(), Path(folder), arguments)
    return 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--parts", type=lambda text: text.split(","), default=list(PARTS))
    parser.add_argument("--small", type=int, default=5_000, metavar="N", help="small text files of the part `small`")
    parser.add_argument("--held", default=[10_000, 100_000], type=lambda text: [int(n) for n in text.split(",")])
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--texts", type=Path)
    return parser.parse_args()


def whole(corpus: Path, folder: Path, arguments: argparse.Namespace) -> None:
    """The corpus from a folder to searchable, and the engines alone on the same files in the same run."""
    with ready(folder, arguments):
        batch, seconds, cost = read([corpus])
    tell("ingest", batch.inquiry, seconds, cost)
    if arguments.report:
        from evidence.ingestion import report

        report.write(batch, arguments.report, arguments.texts)
    compare("ingest", batch.inquiry, cost, arguments)


@contextmanager
def ready(folder: Path, arguments: argparse.Namespace) -> Iterator[None]:
    """Workers that have read a file each, so that what is measured is reading and not beginning."""
    nearly = folder / "nearly-nothing"
    nearly.mkdir(exist_ok=True)
    for number in range(arguments.workers * 4):
        (nearly / f"{number}.html").write_text(f"<p>{number}</p>", encoding="utf-8")
    with ground.workers(arguments.workers):
        read([nearly])
        yield


def compare(name: str, inquiry: Any, cost: ground.Cost, arguments: argparse.Namespace) -> None:
    """What everything cost beside what the engines alone do on the same files."""
    alone = engines.alone(inquiry, arguments.workers)
    say(f"{name} engines alone", alone, "CPU s")
    say(f"{name} cost over the engines alone", cost.all_cpu / max(alone, 0.01), "times")


def mixed(corpus: Path, folder: Path, arguments: argparse.Namespace) -> None:
    """A hundred files like those of the peer's figures, without OCR and with it."""
    hundred = folder / "mix"
    count = chosen(corpus, hundred)
    for name, scans in (("without OCR", "off"), ("with OCR", "on")):
        os.environ["READ_SCANS"] = scans
        with ready(folder, arguments):
            batch, seconds, cost = read([hundred])
        say(f"ingest mix of {count} {name}", count / seconds * 60, "files/min")
        say(f"ingest mix of {count} {name} cores busy", busy(cost, seconds), "%")
    os.environ.pop("READ_SCANS")
    compare("ingest mix", batch.inquiry, cost, arguments)


def chosen(corpus: Path, into: Path) -> int:
    """Links to the first files of each kind of the mix; how many there are."""
    import csv

    into.mkdir()
    left, count = dict(MIX), 0
    with (corpus / "manifest.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if left.get(row["category"], 0):
                left[row["category"]] -= 1
                count += 1
                name = f"{count:03d}-{Path(row['file']).name}"
                (into / name).write_bytes((corpus / row["file"]).read_bytes())
    return count


def small(_corpus: Path, folder: Path, arguments: argparse.Namespace) -> None:
    """A folder of small text files, each with words of its own."""
    notes = folder / "notes"
    write_notes(notes, arguments.small, "note")
    with ready(folder, arguments):
        batch, seconds, cost = read([notes])
    tell(f"ingest {arguments.small} small files", batch.inquiry, seconds, cost)
    say(f"ingest {arguments.small} small files a second", arguments.small / seconds, "files/s")


def write_notes(into: Path, count: int, word: str) -> None:
    for number in range(count):
        path = into / f"{number // 1000:03d}" / f"{word}-{number:06d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        said = " ".join(WORDS[(number * step) % len(WORDS)] for step in range(1, 120))
        path.write_text(f"{word} {number}\n{said}\n", encoding="utf-8")


def held(_corpus: Path, folder: Path, arguments: argparse.Namespace) -> None:
    """What one more small file costs while more and more are held; the rows held are generated."""
    inquiry = somewhere()
    with ready(folder, arguments):
        for number in sorted(arguments.held):
            holding.fill(inquiry, number)
            notes = folder / f"held-{number}"
            write_notes(notes, HELD, f"held{number}")
            _, seconds, cost = read([notes], inquiry=inquiry)
            say(f"ingest with {number} held", HELD / seconds, "files/s")
            say(f"ingest cost of a file with {number} held", cost.all_cpu / HELD * 1000, "CPU ms")


def somewhere() -> Any:
    """A new inquiry and somebody who receives in it: nothing is known there yet, so nothing is copied from a twin."""
    from inquiry.accounts import actions
    from inquiry.accounts.models import Inquiry
    from inquiry.accounts.roles import Role

    number = Inquiry.objects.count() + 1
    inquiry = actions.open_inquiry(f"Measurement {number}", by=None)
    email = f"bench{number}@example.org"
    person = actions.invite(email, "Bench", "correct horse battery staple", inquiry=inquiry, by=None)
    actions.give_role(person, Role.SECRETARIAT, inquiry=inquiry, by=None)
    return inquiry


def read(paths: Sequence[Path], *, inquiry: Any = None) -> tuple[Any, float, ground.Cost]:
    """(the batch, seconds of wall time, what it cost) from a folder on disk to searchable, by the workers that stand ready."""
    from evidence.ingestion import local
    from evidence.intake import actions as intake
    from evidence.intake.receiving import Offered, receive_each
    from evidence.items.models import Item
    from evidence.management.commands.ingest import files
    from evidence.search import queue
    from inquiry.accounts.models import RoleHeld

    inquiry = inquiry or somewhere()
    by = RoleHeld.objects.filter(inquiry=inquiry)[0].user
    said = {"title": "A folder", "provided_by": "A body", "how": "transfer", "classification": "C1"}
    batch = intake.open_batch(inquiry=inquiry, by=by, **said)
    started = time.monotonic()
    with ground.Cost() as cost:
        offered = (Offered(name, partial(open, file, "rb"), size) for file, name, size in files(list(paths)))
        for one in receive_each(offered, batch=batch.ref, by=by):
            assert one.item, one.problem
        while local.open_jobs(batch.pk).exists() or queue.waiting_among(Item.objects.filter(batch=batch)):
            time.sleep(0.1)
            sweep()
    return batch, time.monotonic() - started, cost


def sweep() -> None:
    """What the clock does in the whole system, at most every five seconds: ring for what waits."""
    from evidence.search import queue
    from inquiry.jobs import actions as jobs

    if time.monotonic() - _swept[-1] > EVERY:
        _swept.append(time.monotonic())
        jobs.sweep()
        queue.ring_once()


def busy(cost: ground.Cost, seconds: float) -> float:
    """Of all that the cores could have done, how much was done."""
    return cost.all_cpu / (seconds * (os.cpu_count() or 1)) * 100


def tell(name: str, inquiry: Any, seconds: float, cost: ground.Cost) -> None:
    for what, figure, unit in figures(inquiry, seconds, cost):
        say(f"{name} {what}", figure, unit)


def figures(inquiry: Any, seconds: float, cost: ground.Cost) -> Iterator[tuple[str, float, str]]:
    from django.db.models import Count, Sum

    from evidence.items.models import Item

    rows = Item.objects.filter(inquiry=inquiry)
    tops = rows.filter(parent=None).count()
    totals = rows.aggregate(pages=Sum("pages"), items=Count("pk"), ocr=Sum("ocr_pages"))
    yield "files", tops, "files"
    yield "items with children", totals["items"], "items"
    yield "rate", tops / seconds * 60, "files/min"
    yield "items", totals["items"] / seconds * 60, "items/min"
    yield "pages", (totals["pages"] or 0) / seconds * 60, "pages/min"
    yield "pages read by OCR", totals["ocr"] or 0, "pages"
    yield "cost of a file", cost.all_cpu / max(tops, 1), "CPU s"
    yield "peak memory of all processes", cost.peak / 2**20, "MiB"
    yield "cores busy", busy(cost, seconds), "%"
    yield "wall time", seconds, "s"


if __name__ == "__main__":
    sys.exit(main())
