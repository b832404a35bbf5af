"""How fast files are read: files and pages a minute, processor time, memory, how busy the cores were.

script/bench ingest [--workers N] [--report FILE --texts DIR] [PATH…]; without a path, the open corpus is read.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import ground


def main() -> int:
    arguments = parse()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:  # noqa: S108
        paths = arguments.paths or [path for path in [ground.corpus(Path(folder))] if path]
        if not paths:
            print("The corpus is absent: name a folder, or set INQUIRY_CORPUS to one.")
            return 0
        ground.prepare()
        measure(paths, arguments)
    return 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--texts", type=Path)
    return parser.parse_args()


def measure(paths: list[Path], arguments: argparse.Namespace) -> None:
    from django.core.management import call_command

    from inquiry.accounts import actions
    from inquiry.accounts.roles import Role

    inquiry = actions.open_inquiry("A measurement", by=None)
    person = actions.invite("bench@example.org", "Bench", "correct horse battery staple", inquiry=inquiry, by=None)
    actions.give_role(person, Role.SECRETARIAT, inquiry=inquiry, by=None)
    options = {"report": arguments.report, "texts": arguments.texts, "workers": arguments.workers}
    started = time.monotonic()
    with ground.Cost() as cost:
        call_command("ingest", *map(str, paths), inquiry=inquiry.ref, classification="C1", wait=True, **options)
    tell(time.monotonic() - started, cost)


def tell(seconds: float, cost: ground.Cost) -> None:
    from django.db.models import Count, Sum

    from evidence.items.models import Item

    tops = Item.objects.filter(parent=None).count()
    totals = Item.objects.aggregate(pages=Sum("pages"), items=Count("pk"), ocr=Sum("ocr_pages"))
    say = ground.say
    say("files", tops, "files")
    say("items with children", totals["items"], "items")
    say("files a minute", tops / seconds * 60, "files/min")
    say("items a minute", totals["items"] / seconds * 60, "items/min")
    say("pages a minute", (totals["pages"] or 0) / seconds * 60, "pages/min")
    say("pages read by OCR", totals["ocr"] or 0, "pages")
    say("CPU for each file", cost.cpu / max(tops, 1), "s")
    say("peak memory of all processes", cost.peak / 2**20, "MiB")
    say("cores busy", cost.cpu / (seconds * (os.cpu_count() or 1)) * 100, "%")
    say("wall time", seconds, "s")


if __name__ == "__main__":
    sys.exit(main())
