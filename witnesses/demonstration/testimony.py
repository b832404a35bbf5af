"""SYNTHETIC testimony: interviews, statements in Kazakh and Russian, translations, a transcript. Nobody said any of it.

It stands on the witnesses (by their number), on their consents, and on the recording among the synthetic documents.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from inquiry.accounts import actions as accounts
from inquiry.accounts.models import User
from inquiry.accounts.policy import today
from inquiry.commission.places.models import Place
from inquiry.demonstration.shelf import Shelf
from inquiry.shared.tables import record_kinds
from witnesses.demonstration import words
from witnesses.demonstration.people import GUARD, TAKER, note_of
from witnesses.people.models import Witness
from witnesses.protection import actions as protection
from witnesses.protection.models import latest_check
from witnesses.protection.rules import may_interview
from witnesses.testimony import taking, transcribing, translating, writing
from witnesses.testimony.interviews import How, Interview
from witnesses.testimony.languages import Language
from witnesses.testimony.statements import BasedOn, Kind, Statement
from witnesses.testimony.transcripts import Transcript
from witnesses.testimony.translating import Wording
from witnesses.testimony.translations import Source, Translation

LABEL = "SYNTHETIC"
RECORDING = "SYNTHETIC interview, tones.wav"
SECOND_TAKER, TRANSLATOR = "second.investigator", "translator"
Story = Callable[[Shelf, Witness], None]


def load(shelf: Shelf) -> dict[str, int]:
    """Live each story once, in a transaction of its own; how many records there are of each kind."""
    for number, story in STORIES.items():
        witness = Witness.objects.filter(inquiry=shelf.inquiry, note__startswith=note_of(number)).first()
        if witness and not witness.interviews.exists() and not witness.statements.exists():
            _live(story, shelf, witness)
    kinds = {"interviews": Interview, "testimonies": Statement, "translations": Translation, "transcripts": Transcript}
    return {name: model._default_manager.filter(inquiry=shelf.inquiry).count() for name, model in kinds.items()}


@transaction.atomic
def _live(story: Story, shelf: Shelf, witness: Witness) -> None:
    story(shelf, witness)


def _day(ago: int) -> str:
    return (today() - timedelta(days=ago)).isoformat()


def _needed(shelf: Shelf, witness: Witness) -> None:
    """A necessity check, where the one there is does not allow an interview now."""
    if may_interview(latest_check(witness), on=today()):
        protection.check_necessity(
            witness=witness, by=shelf.people[GUARD], checked_on=today(), held="no",
            purpose=f"{LABEL}: what they saw themselves.", alternatives=f"{LABEL}: no other person was so near.",
            support=f"{LABEL}: a person of their choice in the room.", decision="interview",
            reason=f"{LABEL}: nothing else answers it, and they want to tell it.",
        )  # fmt: skip


def _planned(shelf: Shelf, witness: Witness, by: User, held: str, **fields: Any) -> Interview:
    _needed(shelf, witness)
    return taking.schedule(inquiry=shelf.inquiry, by=by, witness=witness, held=held, team=[by], **fields)


def _place(shelf: Shelf) -> Place | None:
    rows = Place.objects.filter(inquiry=shelf.inquiry)
    return rows.filter(kind="city").order_by("pk").first() or rows.order_by("pk").first()


def _told(shelf: Shelf, witness: Witness, by: User, said: tuple[str, ...], **fields: Any) -> Statement:
    text = "\n\n".join(said)
    return writing.take(
        inquiry=shelf.inquiry, by=by, witness=witness, text=text, **{"language": Language.RUSSIAN, **fields}
    )


def _translated(statement: Statement, by: User, said: Mapping[int, str], code: str, **more: Any) -> Translation:
    made = translating.begin(statement.ref, by=by, language=Language.ENGLISH, translator_code=code)
    terms: Mapping[int, str] = more.pop("terms", {})
    wordings = {number: Wording(text, terms.get(number, "")) for number, text in said.items()}
    return translating.write(made.ref, by=by, wordings=wordings, **more)


def _signed_in_kazakh(shelf: Shelf, witness: Witness) -> None:
    """Held in Kazakh, corrected once, signed; translated, and reviewed by another person. Names somebody under protection."""
    by, other = shelf.people[TAKER], shelf.people[TRANSLATOR]
    interview = _planned(
        shelf, witness, by, _day(60), place=_place(shelf), language=Language.KAZAKH, interpreter="INT-02",
        present=["INT-02", "person of trust of the witness"],
    )  # fmt: skip
    consent = witness.consents.order_by("number").first()
    taking.hold(
        interview.ref, by=by, held=_day(60), consent=consent, breaks=f"{LABEL}: two, at the wish of the witness."
    )
    interview.refresh_from_db()
    statement = _told(
        shelf,
        witness,
        by,
        words.KAZAKH,
        language=Language.KAZAKH,
        interview=interview,
        taken=_day(60),
        based_on=BasedOn.NOTES,
    )
    heard = {"language": Language.KAZAKH, "interpreter": "INT-02"}
    writing.step(statement.ref, "read_back", by=by, at=_day(58), **heard)
    writing.step(statement.ref, "correct", by=by, at=_day(58), note=f"{LABEL}: the number of people, and the way home.")
    writing.write(statement.ref, by=by, texts=words.KAZAKH_CORRECTED, added=words.KAZAKH_ADDED)
    writing.step(statement.ref, "read_back", by=by, at=_day(57), **heard)
    writing.step(statement.ref, "affirm", by=by, at=_day(57), **heard)
    writing.step(statement.ref, "sign", by=by, at=_day(57))
    made = _translated(statement, other, words.KAZAKH_IN_ENGLISH, "TR-01", terms=words.KAZAKH_DISPUTED)
    translating.submit(made.ref, by=other, code="TR-01")
    translating.approve(made.ref, by=by, code="INV-01", remarks=f"{LABEL}: §3 stays as the translator has it.")


def _recorded_in_russian(shelf: Shelf, witness: Witness) -> None:
    """By video, recorded and transcribed; affirmed, the signature refused; a translation waits for its reviewer."""
    by, other = shelf.people[TAKER], shelf.people[TRANSLATOR]
    interview = _planned(shelf, witness, by, _day(45), how=How.VIDEO, present=["lawyer of the witness"])
    consent = witness.consents.order_by("number").first()
    taking.hold(
        interview.ref, by=by, held=_day(45), consent=consent, recordings=_recordings(shelf, by),
        stopped=True, stopped_reason=f"{LABEL}: was tired; they went on after ten minutes.",
    )  # fmt: skip
    interview.refresh_from_db()
    statement = _told(
        shelf, witness, by, words.RUSSIAN, interview=interview, taken=_day(44), based_on=BasedOn.RECORDING
    )
    writing.step(statement.ref, "read_back", by=by, at=_day(40), language=Language.RUSSIAN)
    writing.step(statement.ref, "affirm", by=by, at=_day(40), language=Language.RUSSIAN)
    writing.step(
        statement.ref, "refuse", by=by, at=_day(40), reason=f"{LABEL}: does not wish to leave a signature anywhere."
    )
    accounts.assign(other, statement, by=shelf.people[GUARD], reason="Demonstration")
    made = _translated(statement, other, words.RUSSIAN_IN_ENGLISH, "TR-01")
    translating.submit(made.ref, by=other, code="TR-01")
    if interview.recordings:
        transcribing.begin(
            interview.ref, by=by, recording=interview.recordings[0], language=Language.RUSSIAN, text=words.TRANSCRIPT
        )


def _recordings(shelf: Shelf, by: User) -> list[str]:
    """The tones among the synthetic documents, if they were handed over and `by` may see them."""
    items: Any = record_kinds()["E"]._default_manager
    return list(items.visible_to(by).filter(inquiry=shelf.inquiry, name=RECORDING).values_list("ref", flat=True)[:1])


def _withdrawn(shelf: Shelf, witness: Witness) -> None:
    """Written down before consent was withdrawn: closed to all but the protection officer and, for 72 hours, its taker."""
    by = shelf.people[TAKER]
    _told(shelf, witness, by, words.WITHDRAWN, kind=Kind.WRITTEN, taken=_day(150), based_on=BasedOn.OWN_WRITING)


def _for_analysis(shelf: Shelf, witness: Witness) -> None:
    """T1, with a draft by a machine beside it that nobody may cite."""
    by = shelf.people[SECOND_TAKER]
    accounts.assign(by, witness, by=shelf.people[GUARD], reason="Demonstration")
    statement = _told(
        shelf, witness, by, words.INSIDER, taken=_day(20), based_on=BasedOn.OWN_WRITING, kind=Kind.WRITTEN
    )
    _translated(statement, by, words.INSIDER_BY_MACHINE, "INV-02", source=Source.MACHINE)


def _planned_only(shelf: Shelf, witness: Witness) -> None:
    """One interview is planned, one was cancelled."""
    by = shelf.people[TAKER]
    cancelled = _planned(shelf, witness, by, _day(-3), how=How.VIDEO, language=Language.ENGLISH)
    taking.cancel(cancelled.ref, by=by, reason=f"{LABEL}: the witness asked for a later day.")
    _planned(shelf, witness, by, _day(-12), how=How.VIDEO, language=Language.ENGLISH)


def _retracted(shelf: Shelf, witness: Witness) -> None:
    """Affirmed and marked, then retracted."""
    by = shelf.people[TAKER]
    statement = _told(
        shelf, witness, by, words.RETRACTED, taken=_day(50), kind=Kind.ELSEWHERE, based_on=BasedOn.DOCUMENT
    )
    writing.step(statement.ref, "read_back", by=by, at=_day(49), language=Language.KAZAKH, interpreter="INT-02")
    writing.step(statement.ref, "affirm", by=by, at=_day(49), language=Language.KAZAKH, interpreter="INT-02")
    writing.step(statement.ref, "mark", by=by, at=_day(49))
    writing.step(
        statement.ref, "retract", by=shelf.people[GUARD], at=_day(10), received_by="WPO-1",
        reason=f"{LABEL}: the guardian is afraid for the family.",
    )  # fmt: skip


def _by_name(shelf: Shelf, witness: Witness) -> None:
    """T4: an expert who may be named; signed in English."""
    by = shelf.people[TAKER]
    accounts.assign(by, witness, by=shelf.people[GUARD], reason="Demonstration")
    own: dict[str, Any] = {"kind": Kind.WRITTEN, "based_on": BasedOn.OWN_WRITING, "language": Language.ENGLISH}
    statement = _told(shelf, witness, by, words.EXPERT, taken=_day(30), **own)
    writing.step(statement.ref, "read_back", by=by, at=_day(29), language=Language.ENGLISH)
    writing.step(statement.ref, "affirm", by=by, at=_day(29), language=Language.ENGLISH)
    writing.step(statement.ref, "sign", by=by, at=_day(29))


STORIES: dict[int, Story] = {
    1: _signed_in_kazakh,
    2: _recorded_in_russian,
    4: _withdrawn,
    5: _for_analysis,
    6: _planned_only,
    7: _retracted,
    8: _by_name,
}
