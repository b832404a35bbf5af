"""Hand the synthetic documents to intake, say what they prove, and assign people to what is held more closely."""

from __future__ import annotations

from django.db import transaction

from evidence.intake import actions as intake
from evidence.intake.models import Batch
from inquiry.accounts import actions as accounts
from inquiry.demonstration.documents import FILES
from inquiry.demonstration.shelf import Entry, Shelf, entries

ASSIGNED = {
    "commissioner": ("R01", "R02", "R04", "SYN1", "translation"),
    "investigator": ("R01", "R03", "SYN1", "SYN2", "visit", "translation", "neighbour"),
    "analyst": ("visit", "translation"),
    "translator": ("SYN3", "petition", "translation", "neighbour"),
}


def hand_over(shelf: Shelf) -> int:
    """Receive every file of the batches that are not there yet; return how many files the batches have."""
    rows = entries("batches")
    for entry in rows:
        shelf.put(entry, _found(shelf, entry) or _received(shelf, entry))
    return sum(len(entry["files"]) for entry in rows)


def _found(shelf: Shelf, entry: Entry) -> Batch | None:
    return Batch.objects.filter(inquiry=shelf.inquiry, title=entry["fields"]["title"]).first()


@transaction.atomic
def _received(shelf: Shelf, entry: Entry) -> Batch:
    batch = intake.open_batch(inquiry=shelf.inquiry, by=shelf.writer, **entry["fields"])
    for name in entry["files"]:
        with (FILES / name).open("rb") as stream:
            intake.receive(stream, batch=batch.ref, path=name, by=shelf.writer)
    return intake.close(batch.ref, by=shelf.writer)


@transaction.atomic
def assign(shelf: Shelf) -> None:
    """Let those see requests, visits and batches whose role shows them only what they are assigned to."""
    for person, keys in ASSIGNED.items():
        for key in keys:
            accounts.assign(shelf.people[person], shelf.records[key], by=shelf.people["protection"])
