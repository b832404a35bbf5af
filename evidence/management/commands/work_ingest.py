"""script/manage work_ingest --batch B-0001: read the waiting files of a batch in this process, until none waits."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from evidence.ingestion import local
from evidence.intake.models import Batch
from inquiry.audit import ledger as audit


class Command(BaseCommand):
    help = "Read the waiting files of a batch in this process, until none waits."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", required=True, help="the batch's reference")

    def handle(self, *args: Any, **options: Any) -> None:
        with audit.through("command"):
            local.work(Batch.objects.get(ref=options["batch"]).pk)
