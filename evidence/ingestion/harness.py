"""A developer's run over a folder without a database: `python -m evidence.ingestion.harness DIR --report F --texts D`."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
import time
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evidence.ingestion.sandbox import Sandbox
from evidence.ingestion.stage import STAGES, Findings, Limits, ReadRequest


@dataclass
class Job:
    """A file to read: where its bytes are, what it is called in the report, whose child it is."""

    file: Path
    path: str
    name: str
    parent: str
    depth: int


_sandbox: list[Sandbox] = []


def family(top: str, root: str, texts: str, ref: str, ocr: bool) -> list[dict[str, Any]]:
    """Rows for one received file and everything inside it."""
    if not _sandbox:
        _sandbox.append(Sandbox())
    stages = tuple(s for s in STAGES if ocr or s != "ocr")
    file = Path(root, top)
    todo, rows, count = deque([Job(file, top, file.name, "", 0)]), list[dict[str, Any]](), 0
    with tempfile.TemporaryDirectory() as spool:
        while todo:
            job = todo.popleft()
            own = f"{ref}-{count:05d}" if count else ref
            into = Path(spool, f"{count:06d}")
            into.mkdir(mode=0o700)
            count += 1
            request = ReadRequest(name=job.name, stages=stages, depth=job.depth, limits=Limits(children=10_000))
            rows.append(_row(job, own, into, request, Path(texts)))
            for child in rows[-1].pop("_children"):
                todo.append(Job(child.path, f"{job.path}!{child.shown}", child.shown, own, job.depth + 1))
            if job.parent:
                job.file.unlink()
    return rows


def _row(job: Job, ref: str, into: Path, request: ReadRequest, texts: Path) -> dict[str, Any]:
    started = time.monotonic()
    found = Findings()
    with job.file.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        found = _sandbox[0].read(file, request, into)
        left = found.pages_left.get("ocr", ())
        while left and len(left) < 3000:
            again = replace(request, stages=("ocr",), pages=left, media_type=found.media_type)
            spare = into / f"again-{len(left)}"
            spare.mkdir()
            found.absorb(_sandbox[0].read(file, again, spare))
            rest = found.pages_left.get("ocr", ())
            left = rest if len(rest) < len(left) else ()
    for picture in found.renditions:
        picture.path.unlink(missing_ok=True)
    if found.text.strip():
        (texts / f"{ref}.txt").write_text(found.text, encoding="utf-8")
    return {
        "path": job.path, "name": job.name, "sha256": digest, "ref": ref, "parent": job.parent,
        "media_type": found.media_type, "outcome": found.outcome, "problem": found.problem, "pages": found.page_count,
        "ocr_pages": found.ocr_pages, "children": len(found.children), "language": found.language,
        "text_chars": len(found.text), "metadata": found.facts, "duplicate_of": None,
        "seconds": round(time.monotonic() - started, 3), "cpu": round(found.cpu_seconds, 3),
        "memory": found.peak_memory_bytes, "log": found.log,
        "stages": {s.name: s.seconds for s in found.stages}, "_children": found.children,
    }


def main() -> None:
    """Read every file under DIR with two processes and write the report that score_ingest.py takes."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--no-ocr", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--skip", default="\0")
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    shutil.rmtree(args.texts, ignore_errors=True)
    args.texts.mkdir(parents=True)
    paths = sorted(p.relative_to(args.folder).as_posix() for p in args.folder.rglob("*") if p.is_file())
    wanted = [p for p in paths if p != "manifest.csv" and any(o in p for o in args.only.split(","))
              and not any(o in p for o in args.skip.split(","))]
    started = time.monotonic()
    with ProcessPoolExecutor(args.processes) as pool, args.report.open("w", encoding="utf-8") as report:
        jobs = [
            pool.submit(family, path, str(args.folder), str(args.texts), f"E-{n:06d}", not args.no_ocr)
            for n, path in enumerate(wanted, 1)
        ]
        for job in jobs:
            for row in job.result():
                report.write(json.dumps(row, ensure_ascii=False) + "\n")
    seconds = time.monotonic() - started
    print(f"files: {len(wanted)}  seconds: {seconds:.1f}  files/min: {len(wanted) / seconds * 60:.0f}")


if __name__ == "__main__":
    main()
