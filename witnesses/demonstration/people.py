"""SYNTHETIC witnesses: invented people under ciphers, their identities in the vault, who is assigned to whom, two openings.

Nobody here exists. A witness is found again by the first words of the note, since the cipher is drawn at random.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from inquiry.accounts import actions as accounts
from inquiry.accounts.models import User
from inquiry.demonstration.shelf import Shelf
from inquiry.shared.workflow import Refused
from witnesses.openings import actions as openings
from witnesses.openings.models import Opening
from witnesses.people import actions, deposits
from witnesses.people.models import AgeBand, Came, Witness, WitnessKind
from witnesses.vault import door
from witnesses.vault.door import Groups

LABEL = "SYNTHETIC witness"
TAKER, GUARD = "investigator", "protection"


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented person: what may be known, what goes into the vault, who took them in and who is assigned."""

    note: str
    capacity: str
    came: str
    languages: tuple[str, ...]
    region: str
    identity: Groups
    by: str = TAKER
    near: tuple[str, ...] = ()
    age: str = AgeBand.ADULT
    more: dict[str, Any] = field(default_factory=dict)


def _who(full: list[str], other: list[str], number: int, **more: dict[str, list[str]]) -> Groups:
    contact = {"phone": [f"+7 700 000 01 {number:02d}"], "email": [f"invented.{number:02d}@example.org"]}
    return {"names": {"full": full, "other": other}, "contact": contact, **more}


PEOPLE = (
    Invented(
        "Saw the crowd in the square on the first evening.", WitnessKind.EYEWITNESS, Came.THEMSELVES, ("Kazakh", "Russian"),
        "Kazakhstan",
        _who(
            ["Айсұлу Ойдантайқызы Жоқбаева"], ["Aisulu Zhokbayeva", "Айсулу Жокбаева", "Әйсү"], 1,
            family={"relative": ["Болмыс Жоқбаев"], "relation": ["Elder brother (invented)"]},
            location={"address": ["1 Invented Street, Oidan"], "workplace": ["Oidan School No. 0"]},
        ),
        near=("commissioner", "analyst", "translator"),
        more={"interpreter": True, "interviewer": "A woman who speaks Kazakh."},
    ),
    Invented(
        "Was held for some days in January 2022; wants no telephone calls.", WitnessKind.VICTIM, Came.LAWYER, ("Russian",),
        "West of Kazakhstan",
        _who(
            ["Вымыслов Небыл Примерович"], ["Nebyl Vymyslov", "Небыл Вымыслов"], 2,
            documents={"number": ["000000000002"], "birth_date": ["1980-02-30 (no such day)"]},
            contact={"handle": ["@vymyslov_example"], "arrangement": ["Through the lawyer only."]},
        ),
        near=("commissioner",),
        more={"special_needs": "Breaks every half hour; no closed doors during the interview."},
    ),
    Invented(
        "Relative of somebody who died; speaks for the family.", WitnessKind.RELATIVE, Came.ORGANISATION, ("Kazakh",),
        "West of Kazakhstan", _who(["Болжам Қиялұлы Ермектес"], ["Bolzham Ermektes"], 3), near=("analyst",),
    ),
    Invented(
        "Treated injured people; knows the admissions of one night.", WitnessKind.PROFESSIONAL, Came.APPROACHED, ("Russian",),
        "Kazakhstan", _who(["Примерова Докторина Образцовна"], ["Doktorina Primerova"], 4), near=("commissioner",),
    ),
    Invented(
        "Worked in an authority; fears to be recognised by colleagues.", WitnessKind.INSIDER, Came.WITNESS, ("Russian",),
        "Kazakhstan", _who(["Незнакомцев Аноним Тайнович"], ["Anonim Neznakomtsev"], 5), by=GUARD,
    ),
    Invented(
        "Lives abroad; answered the call for evidence.", WitnessKind.EYEWITNESS, Came.CALL, ("English", "Kazakh"),
        "England and Wales", _who(["Fictitia Sampleton"], ["Фиктиция Сэмплтон", "Fikti"], 6), by=GUARD, near=(TAKER,),
    ),
    Invented(
        "Was seventeen then; a guardian takes part.", WitnessKind.VICTIM, Came.ORGANISATION, ("Kazakh", "Russian"),
        "West of Kazakhstan",
        _who(["Ертегі Арманқызы Жоқтыбекова"], ["Yertegi Zhoktybekova", "Ертеги Жоктыбекова"], 7), by=GUARD, near=(TAKER,),
        age=AgeBand.CHILD,
    ),
    Invented(
        "Reads satellite pictures; may be named.", WitnessKind.EXPERT, Came.APPROACHED, ("English",), "England and Wales",
        _who(["Madeup Q. Placeholder"], ["M. Q. Placeholder"], 8), by=GUARD, near=("analyst",), age=AgeBand.OLDER,
    ),
)  # fmt: skip


def load(shelf: Shelf) -> dict[str, int]:
    """Register the people who are not there yet, deposit who they are, ask for two openings; how many there are of each."""
    for number, invented in enumerate(PEOPLE, start=1):
        _deposit(_registered(shelf, number, invented), shelf.people[invented.by], invented.identity)
    _ask(shelf)
    mine = {"inquiry": shelf.inquiry}
    return {"witnesses": Witness.objects.filter(**mine).count(), "openings": Opening.objects.filter(**mine).count()}


def note_of(number: int, words: str = "") -> str:
    """How the note of the invented person `number` (from 1) begins: how they are found again."""
    return f"{LABEL} {number}. {words}"


@transaction.atomic
def _registered(shelf: Shelf, number: int, invented: Invented) -> Witness:
    found = Witness.objects.filter(inquiry=shelf.inquiry, note__startswith=note_of(number)).first()
    if found:
        return found
    witness = actions.register(
        inquiry=shelf.inquiry, by=shelf.people[invented.by], capacity=invented.capacity, came=invented.came,
        languages=list(invented.languages), age_band=invented.age, note=note_of(number, invented.note),
        region=_place(shelf, invented.region), **invented.more,
    )  # fmt: skip
    for key in invented.near:
        accounts.assign(shelf.people[key], witness, by=shelf.people[GUARD], reason="Demonstration")
    return witness


def _place(shelf: Shelf, name: str) -> Any:
    return next((one for one in shelf.records.values() if getattr(one, "name", "") == name), None)


def _deposit(witness: Witness, by: User, identity: Groups) -> None:
    """Outside any transaction: the vault, a process of its own, has to see the witness.

    Raises:
        Refused: the vault did not take it; the load stops here and is taken up at the next try.
    """
    held = door.groups_held(witness.ref, inquiry=witness.inquiry.ref)
    left = {group: fields for group, fields in identity.items() if group not in held}
    outcome = deposits.deposit(witness.ref, by=by, groups=left)
    if outcome.left:
        raise Refused(" ".join(outcome.why), verb="deposit", ref=witness.ref)


@transaction.atomic
def _ask(shelf: Shelf) -> None:
    """One request waits for the protection officer, so that whoever tries the system can agree and read; one was refused."""
    if Opening.objects.filter(inquiry=shelf.inquiry).exists():
        return
    first, second = (_numbered(shelf, number) for number in (1, 2))
    openings.ask(
        inquiry=shelf.inquiry, by=shelf.people[TAKER], witnesses=[first, second], purpose="contact", hours=4,
        reason="SYNTHETIC: both agreed to a second interview, and only the vault knows how to reach them safely.",
    )  # fmt: skip
    refused = openings.ask(
        inquiry=shelf.inquiry, by=shelf.people["commissioner"], witnesses=[second], purpose="other", hours=1,
        reason="SYNTHETIC: I should like to know who this is before I read the statement.",
    )  # fmt: skip
    openings.refuse(
        refused.ref, by=shelf.people[GUARD], reason="SYNTHETIC: the statement can be judged without knowing who spoke."
    )


def _numbered(shelf: Shelf, number: int) -> Witness:
    return Witness.objects.get(inquiry=shelf.inquiry, note__startswith=note_of(number))
