"""What the search keeps in the database: what is still to be indexed, and which folder holds the index.

The index itself is a folder of files made from the tables, and can be made again from them at any time.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from inquiry.shared.tables import Sensitivity

INTERNAL = Sensitivity.INTERNAL


class IndexPending(models.Model):
    """An item whose index entry is older than its rows; written in the transaction of the change, most by triggers.

    `access` says that what decides who may read it has changed: until it is indexed anew no search shows it. Rows are only
    added and taken away, so that no writer waits for the indexer; an item may have several.
    """

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        "id": INTERNAL,
        "item": INTERNAL,
        "access": INTERNAL,
        "noted_at": INTERNAL,
    }
    APPEND_ONLY: ClassVar[bool] = False

    item = models.ForeignKey("evidence.Item", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    access = models.BooleanField(default=False, db_default=False)
    noted_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["item"], condition=Q(access=True), name="pending_access")]

    def __str__(self) -> str:
        return f"item {self.item_id} to be indexed"


class IndexState(models.Model):
    """One row: the folder that is searched, and another that is being filled to take its place."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        "id": INTERNAL,
        "folder": INTERNAL,
        "host": INTERNAL,
        "building": INTERNAL,
        "reached": INTERNAL,
        "changed_at": INTERNAL,
    }
    APPEND_ONLY: ClassVar[bool] = False

    folder = models.CharField(max_length=32)
    host = models.CharField(max_length=200)
    building = models.CharField(max_length=32, blank=True)
    reached = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.folder
