"""script/manage ingest PATH… --inquiry REF: take in every file below the paths, and wait for them to be read if asked."""

from __future__ import annotations

import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from evidence.ingestion import local, pipeline, report
from evidence.intake import actions as intake
from evidence.intake import checking
from evidence.intake.models import Batch
from evidence.intake.package_checks import PackageCheck, Verdict
from evidence.intake.receiving import Offered, receive_each
from evidence.items.coding import Classification, HandedOver
from evidence.items.models import Item
from evidence.search import keeping
from inquiry.accounts.models import Inquiry, RoleHeld, User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.jobs import actions as jobs
from inquiry.shared.workflow import Refused

EVERY = 5.0  # seconds between two lines of progress
IN_VAIN = 3  # times that own readers may end without having read a file


class Command(BaseCommand):
    help = "Take in every file below the paths as one batch. With --wait, wait until all are read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--inquiry", required=True, metavar="REF")
        parser.add_argument("--as", dest="email", metavar="EMAIL", help="who receives; else the first who may")
        parser.add_argument("--title", default="", help="what the batch is; the first path's name when not given")
        parser.add_argument("--provider", default="Not stated", help="who provided it")
        parser.add_argument("--how", default=HandedOver.TRANSFER, choices=HandedOver.values)
        parser.add_argument("--classification", default=Classification.RESTRICTED, choices=Classification.values)
        parser.add_argument(
            "--wait", action="store_true", help="wait until every file has an outcome and can be searched"
        )
        parser.add_argument(
            "--workers", type=int, default=os.cpu_count() or 1, help="own processes, when no worker answers"
        )
        parser.add_argument("--report", type=Path, metavar="FILE.jsonl", help="one JSON object for each item")
        parser.add_argument("--texts", type=Path, metavar="DIR", help="each item's text as DIR/REF.txt")

    def handle(self, *args: Any, **options: Any) -> None:
        with audit.through("command"):
            by, inquiry = who(options["inquiry"], options["email"])
            batch = intake.open_batch(
                inquiry=inquiry,
                by=by,
                title=options["title"] or options["paths"][0].name or "files",
                provided_by=options["provider"],
                how=options["how"],
                classification=options["classification"],
            )
            missed = self.receive(options["paths"], batch, by)
            checking.check_folders(batch, by=by)
            if options["wait"] or options["report"] or options["texts"]:
                self.wait(batch, options["workers"])
                checking.check_unpacked()
                self.tell(batch, by, options["report"], options["texts"])
            missed += self.tell_packages(batch)
        if missed:
            sys.exit(1)

    def receive(self, paths: list[Path], batch: Batch, by: User) -> int:
        """Receive every file; returns how many could not be."""
        received = missed = 0
        offered = (Offered(name, partial(open, file, "rb"), size) for file, name, size in files(paths))
        try:
            for one in receive_each(offered, batch=batch.ref, by=by):
                received += one.item is not None
                missed += one.item is None
                if one.problem:
                    self.stderr.write(f"Not received: {os.fsdecode(one.path)!r}: {one.problem}")
        except Refused as problem:
            missed += 1
            self.stderr.write(f"Not received from here on: {problem}")
        self.stdout.write(f"{batch.ref}: {received} files received by {by.name}, {missed} not.")
        return missed

    def tell_packages(self, batch: Batch) -> int:
        """What came of comparing the sealed packages of the batch; returns how many are not whole."""
        broken = 0
        for check in PackageCheck.objects.filter(batch=batch).select_related("package").order_by("pk"):
            name = check.package.ref if check.package else check.top or "the folder"
            broken += check.verdict != Verdict.WHOLE
            self.stdout.write(f"Sealed package {name}: {check.get_verdict_display()} {check.problem}".rstrip() + ".")
            self.stdout.write(f"  Number to compare over the telephone: {check.spoken or 'none'}")
            for row in check.differences.order_by("pk").iterator():
                other = f" (came as {row.other!r})" if row.other else ""
                self.stdout.write(f"  {row.path!r}{other}: {row.get_kind_display()}.")
        return broken

    def wait(self, batch: Batch, workers: int) -> None:
        """Until nothing of the batch is open, telling how far it is. CommandError when own readers end without reading."""
        own = [] if local.somebody_works() else local.start(batch.ref, workers)
        if own:
            self.stdout.write(f"No worker answered; reading in {len(own)} processes of this command.")
        started, told, vain, left = time.monotonic(), 0.0, 0, local.open_jobs(batch.pk).count()
        while local.open_jobs(batch.pk).exists():
            time.sleep(0.2)
            if time.monotonic() - told > EVERY:
                told = time.monotonic()
                jobs.give_up_lost()
                self.stdout.write(progress(batch, time.monotonic() - started))
            if (
                own
                and all(process.poll() is not None for process in own)
                and (now := local.open_jobs(batch.pk).count())
            ):
                vain, left = (vain + 1 if now >= left else 0), now
                if vain == IN_VAIN:
                    raise CommandError(
                        f"The readers end before they have read anything; {now} files wait. See the log."
                    )
                own = local.start(batch.ref, workers)
        for process in own:
            process.wait()
        pipeline.settle_lost()
        while own and keeping.run():  # where no worker does
            pass
        self.stdout.write(progress(batch, time.monotonic() - started))

    def tell(self, batch: Batch, by: User, path: Path | None, texts: Path | None) -> None:
        """The report and the texts, if they were asked for; that they were taken out is audited."""
        if texts:
            texts.mkdir(parents=True, exist_ok=True)
        if path or texts:
            count = report.write(batch, path, texts)
            audit.record("evidence.report", about=batch, by=by, items=count, texts=bool(texts))


def who(ref: str, email: str | None) -> tuple[User, Inquiry]:
    """Who receives, and where. CommandError when there is nobody."""
    inquiry = Inquiry.objects.filter(ref=ref).first()
    if inquiry is None:
        raise CommandError(f"There is no inquiry {ref}.")
    roles = (
        RoleHeld.objects.current().filter(inquiry=inquiry, user__is_active=True).select_related("user").order_by("pk")
    )
    people = [held.user for held in roles if not email or held.user.email == email.lower()]
    by = next((person for person in people if person.holds(Right.EVIDENCE_RECEIVE, inquiry)), None)
    if by is None:
        raise CommandError(f"{email or 'Nobody'} may take documents in for {ref}.")
    return by, inquiry


def files(paths: list[Path]) -> Iterator[tuple[bytes, bytes, int]]:
    """(where, name to keep, size) of every regular file below the paths, in order of name; links are not followed."""
    for path in paths:
        top = os.fsencode(path)
        if path.is_file():
            yield top, os.path.basename(top), path.stat().st_size  # noqa: PTH119 - names stay bytes
        elif not path.is_dir():
            raise CommandError(f"There is no {path}.")
        for folder, folders, names in os.walk(top):
            folders.sort()
            for name in sorted(names):
                found = os.path.join(folder, name)  # noqa: PTH118
                if os.path.isfile(found) and not os.path.islink(found):  # noqa: PTH113, PTH114
                    yield found, os.path.relpath(found, top), os.path.getsize(found)  # noqa: PTH202


def progress(batch: Batch, seconds: float) -> str:
    """How far the batch is: outcomes, rate, time left."""
    counts = dict(Item.objects.filter(batch=batch).values_list("status").annotate(Count("pk")))
    waiting, total = counts.pop("waiting", 0), 0
    total = sum(counts.values())
    rate = total / max(seconds, 0.1) * 60
    left = f", about {waiting / rate:.0f} min left" if waiting and rate else ""
    ended = ", ".join(f"{status} {count}" for status, count in sorted(counts.items())) or "none yet"
    return f"{total} of {total + waiting} items ({rate:.0f}/min{left}): {ended}"
