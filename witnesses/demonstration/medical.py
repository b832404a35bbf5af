"""SYNTHETIC medical evaluations of invented witnesses: one signed with an addendum, one with authorities present, a draft."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from inquiry.demonstration.shelf import Shelf
from witnesses.demonstration import frame
from witnesses.demonstration.acts import BEATING, DEPRIVATION, POSTURES, SHOCK
from witnesses.demonstration.people import note_of
from witnesses.medical import actions, signing
from witnesses.medical.models import MedicalEvaluation
from witnesses.people.models import Witness

LABEL = "SYNTHETIC"
TEXTS: dict[str, Any] = {
    "qualifications": f"{LABEL}: forensic physician, twelve years of practice, trained in the Istanbul Protocol.",
    "background": f"{LABEL}: no earlier injuries were reported.",
    "allegations_summary": f"{LABEL}: held three nights; beaten on the back with sticks, made to stand, kept awake.",
    "acute_symptoms": "Pain, swelling, dizziness for about a week.",
    "chronic_symptoms": "Pain in the back when sitting; nightmares.",
    "physical_exam": "Two linear scars on the back; movement of the left shoulder is limited.",
    "psychological": "Sleeps badly, avoids uniforms; oriented, coherent.",
    "overall": f"{LABEL}: physical and psychological findings together support what was alleged.",
    "recommendations": "Physiotherapy; psychological support in the person's language.",
    "truthfulness": f"{LABEL}: I state this truthfully and within the limits of one examination by daylight.",
}
WATCHED_TEXTS: dict[str, Any] = {
    **TEXTS,
    "allegations_summary": f"{LABEL}: electric shock, said in a low voice and not repeated before the guards.",
    "acute_symptoms": "Not asked about: two guards were listening.",
    "chronic_symptoms": "Not asked about: two guards were listening.",
    "physical_exam": "Face, neck and hands only, through handcuffs; nothing was found there. The back could not be examined.",
    "psychological": "Watches the door, answers in single words.",
    "overall": f"{LABEL}: nothing can be concluded from it, neither that it happened nor that it did not.",
    "recommendations": "A second examination, alone and unrestrained.",
    "truthfulness": f"{LABEL}: I state this truthfully and within the limits of fifteen minutes before two guards.",
}
QUIET = {"informed_consent": "yes", "authorities_present": "no", "restrained": "no"}


def load(shelf: Shelf) -> dict[str, int]:
    """Record the three evaluations, once; how many there are."""
    mine = MedicalEvaluation.objects.filter(inquiry=shelf.inquiry)
    if not mine.exists():
        _record(shelf)
    return {"medical_evaluations": mine.count()}


@transaction.atomic
def _record(shelf: Shelf) -> None:
    second, seventh = (_numbered(shelf, number) for number in (2, 7))
    if second is not None:
        _signed(shelf, second)
        _draft(shelf, second)
    if seventh is not None:
        _watched(shelf, seventh)


def _numbered(shelf: Shelf, number: int) -> Witness | None:
    return Witness.objects.filter(inquiry=shelf.inquiry, note__startswith=note_of(number)).first()


def _begun(shelf: Shelf, witness: Witness, number: int, **circumstances: Any) -> MedicalEvaluation:
    return actions.record(
        about_ref=witness.ref, clinician=shelf.people["clinician"], by=shelf.people["investigator"],
        case_number=f"{LABEL}-{number}", requester="The commission", interpreter="INT-02, Kazakh and Russian",
        reason="To document what was alleged", **circumstances,
    )  # fmt: skip


def _signed(shelf: Shelf, witness: Witness) -> None:
    clinician, taker = shelf.people["clinician"], shelf.people["investigator"]
    one = _begun(
        shelf, witness, 1, examined="2022-11-14", minutes=140, place=frame.places(shelf)["town"], present="Interpreter",
        accompanied_by="A lawyer", consent_words="Explained and signed before the examination", **QUIET,
    )  # fmt: skip
    sticks = actions.allege(one.ref, by=taker, method=BEATING, words="With sticks, on the back, on two nights.")
    stood = actions.allege(one.ref, by=taker, method=POSTURES, words="Made to stand with arms raised for hours.")
    actions.allege(one.ref, by=taker, method=DEPRIVATION, words="No sleep for two nights.")
    scars = actions.find(
        one.ref, by=clinician, what="Two parallel linear scars, 11 cm", sites=["back"], description="Pale, flat."
    )
    shoulder = actions.find(one.ref, by=clinician, what="Limited movement of the left shoulder", sites=["shoulders"])
    actions.rate(one.ref, by=clinician, finding=scars, allegation=sticks, degree="consistent")
    reasons = "Parallel, of one width: seen again under slanting light."
    actions.rate(one.ref, by=clinician, finding=scars, allegation=sticks, degree="highly_consistent", reasons=reasons)
    actions.rate(one.ref, by=clinician, finding=shoulder, allegation=stood, degree="consistent")
    actions.change_clinical(one.ref, by=clinician, **TEXTS)
    signing.sign(one.ref, by=clinician, place="London")
    signing.add_addendum(one.ref, by=clinician, text=f"{LABEL}: the X-ray of 2 December 2022 shows no fracture.")


def _watched(shelf: Shelf, witness: Witness) -> None:
    """An examination at which authorities were present and the person was restrained: the caveats stand everywhere."""
    clinician, taker = shelf.people["clinician"], shelf.people["investigator"]
    one = _begun(
        shelf, witness, 2, examined="2022-02-03", minutes=15, place=frame.places(shelf)["station"], informed_consent="no",
        authorities_present="yes", authorities="Two guards, who stayed in the room", restrained="yes",
        restrained_why="Handcuffed; no reason was given", restrictions="The back could not be examined.",
        present="Two guards",
    )  # fmt: skip
    actions.allege(one.ref, by=taker, method=SHOCK, words="Said in a low voice; not repeated.")
    actions.change_clinical(one.ref, by=clinician, **WATCHED_TEXTS)
    signing.sign(one.ref, by=clinician, place="Oidan")


def _draft(shelf: Shelf, witness: Witness) -> None:
    one = _begun(shelf, witness, 3, examined="2023-03", **QUIET)
    actions.allege(
        one.ref, by=shelf.people["investigator"], method=BEATING, words="With sticks, on the back, as before."
    )
