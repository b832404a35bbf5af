"""The copies of a person's cipher in acts and evaluations, compared with the record of the person."""

from __future__ import annotations

from typing import Any

from inquiry.shared.tables import record_kinds
from witnesses.acts.models import Act
from witnesses.medical.models import MedicalEvaluation


def out_of_step() -> list[str]:
    """The acts and evaluations whose copies do not say what the record of their person says."""
    found = []
    for act in Act.objects.exclude(victim_ref=""):
        who: Any = record_kinds()[act.victim_ref.partition("-")[0]]._default_manager.get(ref=act.victim_ref)
        kept = getattr(who, "merged_into", None) or who
        cipher = who if who.KIND == "W" else who.witness
        counted = kept.ref if kept.KIND == "W" or kept.witness is None else kept.witness.ref
        if (act.witness, act.counted_as) != (cipher, counted):
            found.append(act.ref)
    for row in MedicalEvaluation.objects.all():
        who = record_kinds()[row.about_ref.partition("-")[0]]._default_manager.get(ref=row.about_ref)
        if row.witness != (who if who.KIND == "W" else who.witness):
            found.append(row.ref)
    return found
