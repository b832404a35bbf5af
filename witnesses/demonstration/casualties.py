"""SYNTHETIC casualties: invented people, labelled as such. The figures that others published stay where they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from inquiry.demonstration.shelf import Shelf
from witnesses.casualties import actions
from witnesses.casualties.models import Casualty
from witnesses.demonstration import frame
from witnesses.people import actions as people
from witnesses.people.models import Witness

LABEL = "SYNTHETIC"
CIPHER_NOTE = f"{LABEL}: somebody who died; the family asked for a cipher. The name would be in the vault."


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented person who died: name, place (a key of `frame.PLACES`), how far verified, what else is said."""

    name: str
    place: str
    happened: str
    status: str
    more: dict[str, Any] = field(default_factory=dict)


PEOPLE = (
    Invented(
        f"Қиял Ойданұлы ({LABEL})", "square", "2022-01-05", "verified",
        {"sex": "male", "age": 34, "standing": "civilian", "manner": "homicide", "cause": "Gunshot wound to the chest",
         "weapon": "Firearm, kind not known", "autopsy": "yes", "autopsy_by": f"Oidan mortuary No. 0 ({LABEL})",
         "family_present": "no", "participation": "The family was told of the autopsy a day after it.",
         "alleged": "Men in dark uniforms without badges", "circumstances": "In the square, towards evening."},
    ),
    Invented(
        f"Invented Personov ({LABEL})", "square", "2022-01-05T19:00~", "verified",
        {"sex": "male", "age": 19, "standing": "civilian", "manner": "homicide", "cause": "Gunshot wound", "weapon": "Firearm"},
    ),
    Invented(
        f"Жоқ Адамқызы ({LABEL})", "town", "2022-01-06", "pending",
        {"sex": "female", "age": 61, "age_estimated": True, "standing": "civilian", "cause": "Injuries from a fall"},
    ),
    Invented(
        f"Placeholder Nobodyev ({LABEL})", "station", "2022-01-08/2022-01-10", "suspected",
        {"sex": "male", "age": 45, "standing": "civilian", "cause": "Not stated", "autopsy": "no",
         "investigation": "An inquiry was announced; nothing more is known."},
    ),
    Invented(
        f"Sergeant Fiction ({LABEL})", "square", "2022-01-05", "verified",
        {"sex": "male", "age": 27, "standing": "police", "manner": "homicide", "cause": "Blow to the head"},
    ),
    Invented("", "south", "2022-01", "suspected", {"note": f"{LABEL}: a body without a name, by one report."}),
    Invented(
        f"Қиял Ойданулы ({LABEL})", "square", "2022-01-05", "suspected",
        {"sex": "male", "note": f"{LABEL}: another list writes the first person of this list so."},
    ),
    Invented(
        f"Alive Afterall ({LABEL})", "town", "2022-01-07", "discarded", {"sex": "female", "age": 30, "standing": "civilian"},
    ),
)  # fmt: skip
GROUNDS = f"{LABEL}: two sources that do not know of each other agree on the person, the day and the place."


def load(shelf: Shelf) -> dict[str, int]:
    """Record the people who are not there yet, and decide about them; how many there are."""
    mine = Casualty.objects.filter(inquiry=shelf.inquiry)
    if not mine.exists():
        _record(shelf)
    return {"casualties": mine.count()}


@transaction.atomic
def _record(shelf: Shelf) -> None:
    event = frame.events(shelf)["synthetic"]
    made = [_one(shelf, invented, event) for invented in PEOPLE]
    reason = f"{LABEL}: the same person: one letter of the name is written otherwise, all else agrees."
    actions.merge(made[6].ref, by=shelf.people["investigator"], into=made[0], reason=reason)
    actions.record(
        inquiry=shelf.inquiry, by=shelf.people["investigator"], witness=_cipher(shelf), sex="female", age=41,
        standing="civilian", happened="2022-01-05", place=frame.places(shelf)["station"], event=event,
        manner="undetermined", circumstances=f"{LABEL}: told by a relative, who asks that nobody learn of it.",
        rests_on=[event.ref], note=LABEL,
    )  # fmt: skip


def _one(shelf: Shelf, invented: Invented, event: Any) -> Casualty:
    first, second = shelf.people["investigator"], shelf.people["second.investigator"]
    one = actions.record(
        inquiry=shelf.inquiry, by=first, name=invented.name, happened=invented.happened, event=event,
        place=frame.places(shelf)[invented.place], rests_on=[event.ref], **invented.more,
    )  # fmt: skip
    if invented.status in ("pending", "verified"):
        actions.propose(one.ref, by=first)
    if invented.status == "verified":
        actions.verify(one.ref, by=second, reason=GROUNDS)
    if invented.status == "discarded":
        actions.discard(one.ref, by=second, reason=f"{LABEL}: was met alive in March 2022.")
    one.refresh_from_db()
    return one


def _cipher(shelf: Shelf) -> Witness:
    return people.register(
        inquiry=shelf.inquiry, by=shelf.people["investigator"], capacity="victim", came="organisation",
        languages=["Kazakh"], note=CIPHER_NOTE,
    )  # fmt: skip
