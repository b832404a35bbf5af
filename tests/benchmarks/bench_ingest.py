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
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import engines, ground, holding
from tests.benchmarks.ground import say

PARTS = ("corpus", "mix", "small", "held")
MIX = {"scan": 30, "pdf": 29, "image": 21, "text": 15, "sheet": 5}
"""A hundred files of the kinds on which the peer's figures were taken."""
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
        for part in arguments.parts:
            {"corpus": whole, "mix": mixed, "small": small, "held": held}[part](
                corpus or Path(), Path(folder), arguments
            )
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


def whole(corpus: Path, _folder: Path, arguments: argparse.Namespace) -> None:
    """The corpus from a folder to searchable, and the engines alone on the same files in the same run."""
    inquiry, seconds, cost = read([corpus], arguments, report=arguments.report, texts=arguments.texts)
    tell("ingest", inquiry, seconds, cost)
    alone = engines.alone(inquiry, arguments.workers)
    say("ingest engines alone", alone, "CPU s")
    say("ingest cost over the engines alone", cost.all_cpu / max(alone, 0.01), "times")


def mixed(corpus: Path, folder: Path, arguments: argparse.Namespace) -> None:
    """A hundred files like those of the peer's figures, without OCR and with it."""
    hundred = folder / "mix"
    count = chosen(corpus, hundred)
    for name, scans in (("without OCR", "off"), ("with OCR", "on")):
        os.environ["READ_SCANS"] = scans
        _, seconds, _ = read([hundred], arguments)
        say(f"ingest mix of {count} {name}", count / seconds * 60, "files/min")
    os.environ.pop("READ_SCANS")


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
    inquiry, seconds, cost = read([notes], arguments)
    tell(f"ingest {arguments.small} small files", inquiry, seconds, cost)
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
    for number in sorted(arguments.held):
        holding.fill(inquiry, number)
        notes = folder / f"held-{number}"
        write_notes(notes, 400, f"held{number}")
        _, seconds, cost = read([notes], arguments, inquiry=inquiry)
        say(f"ingest with {number} held", 400 / seconds, "files/s")
        say(f"ingest cost of a file with {number} held", cost.all_cpu / 400 * 1000, "CPU ms")


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


def read(
    paths: Sequence[Path], arguments: argparse.Namespace, *, inquiry: Any = None, **options: Any
) -> tuple[Any, float, ground.Cost]:
    """(where they were read, seconds of wall time, what it cost) from a folder on disk to searchable."""
    from django.core.management import call_command

    inquiry = inquiry or somewhere()
    started = time.monotonic()
    with ground.Cost() as cost:
        call_command(
            "ingest",
            *map(str, paths),
            inquiry=inquiry.ref,
            classification="C1",
            wait=True,
            workers=arguments.workers,
            **options,
        )
    return inquiry, time.monotonic() - started, cost


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
    yield "cores busy", cost.all_cpu / (seconds * (os.cpu_count() or 1)) * 100, "%"
    yield "wall time", seconds, "s"


if __name__ == "__main__":
    sys.exit(main())
