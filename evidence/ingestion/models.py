"""Which stage read which item, in which version, and what became of it: so that nothing is done twice."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from evidence.items.coding import TONES, Outcome
from evidence.items.models import Item
from inquiry.shared.tables import Sensitivity

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING


class StageRun(models.Model):
    """One stage over one item. `left` are pages it has still to come to; `copied` when a duplicate's findings were taken."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = dict.fromkeys(
        [
            "id",
            "item",
            "stage",
            "version",
            "outcome",
            "seconds",
            "findings_digest",
            "left",
            "copied",
            "ended_at",
        ],
        INTERNAL,
    ) | dict.fromkeys(["problem", "log"], IDENTIFYING)  # they repeat what is in the file: names, values
    APPEND_ONLY: ClassVar[bool] = False

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="stage_runs")
    stage = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    outcome = models.CharField(max_length=12)
    problem = models.TextField(blank=True)
    seconds = models.FloatField(default=0.0)
    findings_digest = models.CharField(max_length=64)
    left = models.JSONField(default=list)
    copied = models.BooleanField(default=False)
    log = models.JSONField(default=list)  # for the operator: what the stage was denied, and by what it ended
    ended_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["ended_at"]),)
        constraints = (models.UniqueConstraint(fields=["item", "stage", "version"], name="one_run_of_a_stage"),)

    @property
    def outcome_words(self) -> str:
        return str(Outcome(self.outcome).label)

    @property
    def tone(self) -> str:
        return TONES[Outcome(self.outcome)]

    def __str__(self) -> str:
        return f"{self.stage} {self.version} of item {self.item_id}"
