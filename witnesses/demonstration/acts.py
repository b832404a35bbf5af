"""SYNTHETIC acts done to invented casualties and witnesses, and to groups that nobody counted; who was involved."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from inquiry.demonstration.shelf import Shelf
from witnesses.acts import actions
from witnesses.acts.models import Act
from witnesses.casualties.models import Casualty
from witnesses.demonstration import frame
from witnesses.demonstration.people import note_of
from witnesses.people.models import Witness

LABEL = "SYNTHETIC"
KILLING, CUSTODY_DEATH, TORTURE, ARREST, DETENTION = (
    "010105010000", "010106010000", "020111110000", "030101000000", "030102000000",
)  # fmt: skip
BEATING, SHOCK, POSTURES, THREATS, DEPRIVATION = (
    "030100000000", "030800000000", "031100000000", "032200000000", "031500000000",
)  # fmt: skip
DIRECTLY, ORDERED, INACTION = "010100000000", "010200000000", "050300000000"
POLICE, LIKELY, SHOT = "010104000000", "040000000000", "010100000000"
DENIED = "010200000000"


def load(shelf: Shelf) -> dict[str, int]:
    """Record the acts, once; how many there are, and how many events."""
    events = frame.events(shelf)
    mine = Act.objects.filter(inquiry=shelf.inquiry)
    if not mine.exists():
        _record(shelf, events)
    return {"events": len(events), "acts": mine.count()}


@transaction.atomic
def _record(shelf: Shelf, events: dict[str, Any]) -> None:
    _killings(shelf, events)
    _groups(shelf, events)
    for number in (2, 7):
        witness = Witness.objects.filter(inquiry=shelf.inquiry, note__startswith=note_of(number)).first()
        if witness is not None:
            _custody(shelf, events["cell"], witness, number)


def _killings(shelf: Shelf, events: dict[str, Any]) -> None:
    """One act for each casualty who was not discarded, with whoever is alleged."""
    by = shelf.people["investigator"]
    people = Casualty.objects.filter(inquiry=shelf.inquiry, witness__isnull=True).exclude(status="discarded")
    for one in people.select_related("place").order_by("pk"):
        in_custody = bool(one.place and one.place.kind == "detention")
        act = actions.add_act(
            event=events["synthetic"], by=by, victim_ref=one.ref, act_type=CUSTODY_DEATH if in_custody else KILLING,
            methods=[] if in_custody else [SHOT], happened=one.happened, place=one.place, victim_status="010100000000",
            violation=LIKELY, attribution=[DENIED], instruments=["ICCPR article 6"], rests_on=[one.ref], note=LABEL,
        )  # fmt: skip
        actions.add_involvement(
            act=act,
            by=by,
            degree=DIRECTLY,
            perpetrator_type=POLICE,
            described="Men in dark uniforms without badges (SYNTHETIC)",
        )


def _groups(shelf: Shelf, events: dict[str, Any]) -> None:
    """What was done to people whom nobody counted: it counts as no number of persons."""
    places = frame.places(shelf)
    for place, words in (("square", "about fifty people in the square"), ("town", "people on their way home")):
        actions.add_act(
            event=events["synthetic"], by=shelf.people["investigator"], group=f"{LABEL}: {words}",
            counting_unit="030000000000", act_type=ARREST, happened="2022-01-05", place=places[place], note=LABEL,
        )  # fmt: skip


def _custody(shelf: Shelf, event: Any, witness: Witness, number: int) -> None:
    """Arrest, detention and torture of one invented witness."""
    by, station = shelf.people["investigator"], frame.places(shelf)["station"]
    values: dict[str, Any] = {"event": event, "by": by, "victim_ref": witness.ref, "place": station, "note": LABEL}
    actions.add_act(act_type=ARREST, happened="2022-01-06", stated_reason="None was given.", **values)
    actions.add_act(act_type=DETENTION, happened="2022-01-06/2022-01-09", **values)
    methods = [BEATING, POSTURES, DEPRIVATION] if number == 2 else [BEATING, SHOCK, THREATS]
    act = actions.add_act(
        act_type=TORTURE, happened="2022-01-07", methods=methods, violation=LIKELY,
        physical="Bruises; pain in the back since.", psychological="Nightmares.", instruments=["CAT article 1"], **values,
    )  # fmt: skip
    described: dict[str, Any] = {"perpetrator_type": POLICE, "reliability": "020000000000", "act": act, "by": by}
    actions.add_involvement(degree=DIRECTLY, described="Two men of the night shift (SYNTHETIC)", **described)
    actions.add_involvement(degree=INACTION, described="The head of the station, not named (SYNTHETIC)", **described)
