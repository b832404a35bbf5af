"""How the tests of evidence arrange: a batch and items in it, through the actions."""

from __future__ import annotations

import io
import itertools

from evidence.intake import actions as intake
from evidence.intake.inside import Inside, receive_members
from inquiry.accounts import actions as accounts

_numbers = itertools.count(1)


def open_batch(inquiry, by, classification="C1", **fields):
    said = {"title": "A folder", "provided_by": "A provider", "how": "by_hand", "classification": classification}
    return intake.open_batch(inquiry=inquiry, by=by, **{**said, **fields})


def receive(batch, by, content=b"", path="letter.txt"):
    """An item in `batch`; its bytes are its own unless given."""
    return intake.receive(io.BytesIO(content or f"file {next(_numbers)}".encode()), batch=batch.ref, path=path, by=by)


def item_of(inquiry, by, classification="C1", content=b"", path="letter.txt"):
    return receive(open_batch(inquiry, by, classification), by, content, path)


def assign(user, record, by):
    accounts.assign(user, record, by=by)


def child_of(parent, content=b"in", order=1, name=b"in", shown=""):
    """A member of an item, received as reading it would."""
    member = Inside(intake.put(io.BytesIO(content)), order, name, shown or name.decode())
    made = receive_members([member], parent=parent)
    return made[0] if made else parent.children.get(order=order)
