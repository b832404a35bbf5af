"""Hand the synthetic documents to intake, say what they prove, and assign people to what is held more closely."""

from __future__ import annotations

from django.db import transaction

from evidence.intake import actions as intake
from evidence.intake.models import Batch
from evidence.items import actions as items
from evidence.items.coding import Relation
from evidence.items.models import Item
from inquiry.accounts import actions as accounts
from inquiry.demonstration.documents import FILES
from inquiry.demonstration.shelf import Entry, Shelf, entries

ASSIGNED = {
    "commissioner": ("R01", "R02", "R04", "SYN1", "translation"),
    "investigator": ("R01", "R03", "SYN1", "SYN2", "visit", "translation", "neighbour", "recording"),
    "analyst": ("visit", "translation"),
    "translator": ("SYN3", "petition", "translation", "neighbour", "recording"),
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


@transaction.atomic
def describe(shelf: Shelf) -> None:
    """Say of some items what a secretariat would say after reading them."""
    known = _items(shelf)
    for entry in entries("items"):
        item = known[entry["key"]]
        if not item.title:
            items.describe(item.ref, by=shelf.writer, **entry["fields"])


@transaction.atomic
def prove(shelf: Shelf) -> None:
    """Link the synthetic letters to the steps of the synthetic requests that they prove. A link that is there stays."""
    known = _items(shelf)
    for entry in entries("synthetic"):
        about = shelf.records[entry["key"]].ref
        for number, step in enumerate(entry["steps"], 1):
            if "proof" in step:
                item = known[step["proof"]]
                items.link(item.ref, by=shelf.writer, about_ref=about, relation=Relation.PROVES, part=number)


def _items(shelf: Shelf) -> dict[str, Item]:
    return {item.name: item for item in Item.objects.filter(inquiry=shelf.inquiry, parent__isnull=True)}
