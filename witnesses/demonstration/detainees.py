"""The one public detainee of the first case by public facts, and a SYNTHETIC one under a cipher. Our words, with sources.

What the two sources do not say stays empty: the kind and the end of the first detention, its place, the court, the article.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from inquiry.accounts import actions as accounts
from inquiry.accounts.models import User
from inquiry.demonstration.shelf import Shelf
from inquiry.sources.models import Source
from witnesses.detainees import actions, court_actions
from witnesses.detainees.models import Custody, Detainee
from witnesses.people import actions as people
from witnesses.people.models import Witness

NAME = "Zhanbolat Mamay"
LABEL = "SYNTHETIC"
CIPHER_NOTE = "SYNTHETIC: somebody who was held; stands under this cipher among the detainees too."
READERS = ("commissioner", "analyst")
NOVEMBER = {"at": "2022-11/2022-12~", "at_basis": "resolved_relative"}


def load(shelf: Shelf) -> dict[str, int]:
    """Load both, each in one transaction; what is there stays."""
    by = shelf.people["investigator"]
    mine = Detainee.objects.filter(inquiry=shelf.inquiry)
    if not mine.filter(name=NAME).exists():
        _public(shelf, by)
    if not mine.filter(witness__note=CIPHER_NOTE).exists():
        _synthetic(shelf, by)
    return {"detainees": mine.count(), "custodies": Custody.objects.filter(inquiry=shelf.inquiry).count()}


class _Pen:
    """Writes rows of one detainee, each with its sources: `A: paragraph 4` is the shelf's key and the place in it."""

    def __init__(self, shelf: Shelf, detainee: Detainee, by: User) -> None:
        self.shelf, self.detainee, self.by = shelf, detainee, by

    def write(self, action: Any, cites: dict[str, str], **fields: Any) -> Any:
        """One row; its first source stands on it, the others beside it."""
        own = dict(zip(("source", "locator"), self._place(next(iter(cites))), strict=True)) if cites else {}
        row = action(detainee=self.detainee, by=self.by, **fields, **own)
        self.cite(row, dict(list(cites.items())[1:]))
        return row

    def cite(self, row: Any, cites: dict[str, str]) -> None:
        for key, says in cites.items():
            source, locator = self._place(key)
            court_actions.add_source(about=row, by=self.by, source=source, locator=locator, says=says)

    def _place(self, key: str) -> tuple[Source, str]:
        name, _, locator = key.partition(": ")
        return self.shelf.records[name], locator


@transaction.atomic
def _public(shelf: Shelf, by: User) -> None:
    note = (
        "Public facts only, from the two sources of the first case. Neither gives his date of birth or his nationality."
    )
    detainee = actions.record(inquiry=shelf.inquiry, by=by, name=NAME, profession="Politician, journalist", note=note)
    pen = _Pen(shelf, detainee, by)
    party = {"B: paragraph 2": "Politician, journalist, head of an unregistered party.", "A: paragraph 2": "Heads it."}
    pen.cite(detainee, party)
    _held(pen)
    _charged(pen)
    _tried(pen)
    _reached(pen)
    _open_to(shelf, detainee)


def _held(pen: _Pen) -> None:
    """Three intervals: an arrest whose kind and end nobody states, house arrest, and one word that says jail."""
    pen.write(
        actions.add_custody, {"A: paragraph 4": "", "B: paragraph 3": "Detained since then, of what kind it does not say."},
        kind="UNKNOWN", begin="2022-02", place=pen.shelf.records["kazakhstan"], known="press",
        reasons="Said to have had a part in organising the protests of January 2022.",
        note="When this detention ended, and in what kind of custody he was until the house arrest, neither source says.",
    )  # fmt: skip
    house = pen.write(
        actions.add_custody, {"B: paragraph 16": "", "B: paragraph 7": "Still under house arrest."},
        kind="HOUSE_ARREST", begin="2022-11/2022-12", begin_basis="resolved_relative", end="2023-01-17/..",
        place=pen.shelf.records["kazakhstan"], known="commission", claimed_by="The commission's secretariat",
        note="Shortly after a press conference of November 2022: read as November or December. House arrest can be deprivation"
        " of liberty (WGAD, Deliberation No. 1).",
    )  # fmt: skip
    jailed = pen.write(
        actions.add_custody, {"A: paragraph 1": ""},
        kind="PRISON", begin="2022-02/2023-01-20", begin_basis="inferred", end="2023-01-20/..", end_basis="inferred",
        known="press", claimed_by="The Guardian",
        note="One word of the newspaper, on 20 January 2023. It may be loose or stale.",
    )  # fmt: skip
    explanation = (
        "The article calls him jailed on 20 January 2023; the release of 17 January has him under house arrest, and its later"
        " steps fit that better. Neither a court paper nor the person has been asked."
    )
    pen.write(actions.dispute, {}, one=house, other=jailed, explanation=explanation)


def _charged(pen: _Pen) -> None:
    """What he was accused of, what was dropped, what prosecutors proposed. No article, no court, no number is stated."""
    shelf, write = pen.shelf, pen.write
    protests = write(court_actions.add_charge, {}, words="A part in organising the protests of January 2022")
    write(
        court_actions.add_charge_step, {"A: paragraph 4": "", "B: paragraph 3": "Accused by the authorities of the same."},
        charge=protests, kind="brought", at="2022-02", note="Accused; whether by formal charge is not stated.",
    )  # fmt: skip
    write(
        court_actions.add_charge_step, {"B: paragraph 16": ""}, charge=protests, kind="proposed", at="2023-01-08/2023-01-14~",
        at_basis="resolved_relative", authority=shelf.records["prosecutors"],
        note="Prosecutors spoke of graver charges: a proposal, not a decision. Which charge is meant is not stated.",
    )  # fmt: skip
    others = write(court_actions.add_charge, {}, words="Charges that no source names")
    write(
        court_actions.add_charge_step, {"B: paragraph 16": ""}, charge=others, kind="dropped", **NOVEMBER,
        note="Some charges, shortly after November 2022; which ones is not stated.",
    )  # fmt: skip


def _tried(pen: _Pen) -> None:
    """A court that no source names, and what it did."""
    write = pen.write
    case = write(
        court_actions.add_proceeding, {}, note="The court, the case number and the stage are in neither source."
    )
    house = Custody.objects.get(detainee=pen.detainee, kind="HOUSE_ARREST")
    write(
        court_actions.add_court_event, {"B: paragraph 16": ""}, proceeding=case, kind="house_arrest", custody=house, **NOVEMBER,
        words="Released from detention into house arrest", note="By whom it was decided is not stated.",
    )  # fmt: skip
    write(
        court_actions.add_court_event, {"B: paragraph 7": "", "B: paragraph 10": "An earlier ruling of a court."},
        proceeding=case, kind="other", at="../2023-01-16", at_basis="inferred",
        words="Leave for the commission to meet him, on its petition",
    )  # fmt: skip
    write(
        court_actions.add_court_event,
        {"B: paragraph 7": "", "A: paragraph 6": "Turned round; no day, no reason.", "B: paragraph 19": "That morning."},
        proceeding=case, kind="other", at="2023-01-17T06:00/2023-01-17T11:59", words="The leave taken back",
        note="That the government wished it is the chair's inference, not a fact.",
    )  # fmt: skip


def _reached(pen: _Pen) -> None:
    """Nobody names his counsel; the commission's own visit was allowed and taken back."""
    pen.write(
        court_actions.add_counsel, {}, note="Neither source says who defends him, or whether counsel reaches him."
    )
    pen.write(
        court_actions.add_access, {"B: paragraph 7": "", "A: paragraph 2": "They were not let in to see him."},
        kind="commission", outcome="revoked", at="2023-01-17T06:00/2023-01-17T11:59",
        words="Leave to meet him granted before, taken back that morning; he was not met.",
    )  # fmt: skip
    for key, note in (("R04", "Access to him"), ("petition", "Leave to meet him")):
        accounts.assign(pen.by, pen.shelf.records[key], by=pen.shelf.people["protection"])
        court_actions.link(detainee=pen.detainee, by=pen.by, about_ref=pen.shelf.records[key].ref, note=note)


@transaction.atomic
def _synthetic(shelf: Shelf, by: User) -> None:
    """Somebody invented, under a cipher: a police station, a move, a stretch nobody accounts for, a prison, liberty."""
    given = {"capacity": "victim", "came": "lawyer", "languages": ["Kazakh", "Russian"], "note": CIPHER_NOTE}
    witness = Witness.objects.filter(inquiry=shelf.inquiry, note=CIPHER_NOTE).first()
    witness = witness or people.register(inquiry=shelf.inquiry, by=by, **given)
    detainee = actions.record(
        inquiry=shelf.inquiry, by=by, witness=witness, sex="female", birth="198X", note=f"{LABEL}: nobody real."
    )
    pen = _Pen(shelf, detainee, by)
    told = {"known": "person", "claimed_by": witness.ref, "note": LABEL}
    police = pen.write(
        actions.add_custody, {}, kind="POLICE_CUSTODY", begin="2022-01-08T22:00~", end="2022-01-10", warrant="not_shown",
        whereabouts="undisclosed", place=shelf.records["oidan"], authority=shelf.records["enforcement"], **told,
    )  # fmt: skip
    pen.write(
        actions.add_custody, {}, kind="ADMIN_ARREST", begin="2022-01-10", end="2022-01-20", follows=police,
        legal_basis="Code of administrative offences, article not stated", whereabouts="no_contact", **told,
    )  # fmt: skip
    pen.write(
        actions.add_custody, {}, kind="PRETRIAL_DETENTION", begin="2022-03", end="2022-05-25", whereabouts="counsel",
        place=shelf.records["oidan"], **told,
    )  # fmt: skip
    pen.write(actions.add_custody, {}, kind="NONE", begin="2022-05-25", **told)
    article = "Article 272, as the family was told"
    charge = pen.write(court_actions.add_charge, {}, words=f"{LABEL}: part in mass disorder", article=article)
    pen.write(court_actions.add_charge_step, {}, charge=charge, kind="brought", at="2022-03", **told)
    pen.write(court_actions.add_charge_step, {}, charge=charge, kind="dropped", at="2022-05-25", **told)
    pen.write(court_actions.add_counsel, {}, access="monitored", begin="2022-03", **told)
    refused = {"kind": "family", "outcome": "refused", "at": "2022-01-12", "words": "No reason given"}
    watched = {"kind": "counsel", "outcome": "held", "at": "2022-03~", "words": "A guard stayed in the room"}
    for one in (refused, watched):
        pen.write(court_actions.add_access, {}, **one, **told)
    _open_to(shelf, detainee)


def _open_to(shelf: Shelf, detainee: Detainee) -> None:
    for key in READERS:
        accounts.assign(shelf.people[key], detainee, by=shelf.people["protection"])
