"""Names of people under protection reach no reader who may not see them: by no page, difference, print, search or title."""

from __future__ import annotations

from typing import Any

import pytest

from inquiry.accounts import actions as accounts
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.witnesses.people import registered
from tests.witnesses.telling import consented, held, told
from witnesses import shield
from witnesses.testimony import taking, transcribing, translating, writing
from witnesses.testimony.screen import Screen
from witnesses.testimony.translating import Wording

pytestmark = pytest.mark.django_db(databases=("default", "vault"))

OTHER = {"names": {"full": ["Ерлан Сынақбаев"]}, "contact": {"phone": ["+7 701 555 01 23"]}}
OWN = {"names": {"full": ["Гүлнар Өткенова"]}}
NAMED = "Со мной был Ерлан Сынақбаев, его номер +7 701 555 01 23. Меня, Гүлнар Өткенову, не тронули."
ENGLISH = "Erlan Synaqbayev was with me. They did not touch me, Gulnar Otkenova."
HIDDEN = (
    "Ерлан",
    "Сынақбаев",
    "Сынақбаева",
    "555 01 23",
    "Өткенов",
    "Гүлнар",
    "Synaqbayev",
    "Erlan",
    "Otkenova",
    "Gulnar",
)


class Told:
    """A statement, its translation, a transcript and an interview, all of which name two protected people."""

    def __init__(self, inquiry: Any, collector: Any, guard: Any, level: str) -> None:
        registered(inquiry, collector, OTHER)
        self.witness = registered(inquiry, collector, OWN)
        consented(self.witness, collector, level)
        self.interview = held(self.witness, collector)
        taking.change(
            self.interview.ref, by=collector, note=NAMED, breaks=NAMED, stopped=True, stopped_reason=NAMED,
            present=["Ерлан Сынақбаев"],
        )  # fmt: skip
        self.statement = told(self.witness, collector, text=NAMED, interview=self.interview, note=NAMED)
        writing.write(
            self.statement.ref, by=collector, texts={1: f"Нет. {NAMED}"}, added=["Ерлана Сынақбаева увели."], note=NAMED
        )
        writing.step(self.statement.ref, "read_back", by=collector, at="2023-01-18", language="kk", note=NAMED)
        writing.step(self.statement.ref, "refuse", by=collector, at="2023-01-18", reason=NAMED)
        self.translation = translating.begin(self.statement.ref, by=collector, language="en", translator_code="TR-1")
        wording = {1: Wording(ENGLISH, f"номер: {NAMED}"), 2: Wording("They led Erlan Synaqbayev away.")}
        translating.write(self.translation.ref, by=collector, wordings=wording)
        translating.submit(self.translation.ref, by=collector)
        translator = person("translator", inquiry)
        accounts.assign(translator, self.witness, by=guard)
        translating.send_back(self.translation.ref, by=translator, code="TR-2", remarks=ENGLISH)
        from evidence.items.models import Item

        item = Item.objects.order_by("-pk")[0]
        taking.change(self.interview.ref, by=collector, recordings=[item.ref])
        self.transcript = transcribing.begin(
            self.interview.ref,
            by=collector,
            recording=item.ref,
            language="ru",
            text=f"[00:00:01] Q: Кто?\n[00:00:02] A: {NAMED}",
        )
        self.translator = translator

    def paths(self) -> list[str]:
        statement, interview = f"/testimony/{self.statement.ref}/", f"/testimony/interviews/{self.interview.ref}/"
        return [
            statement, f"{statement}?version=1", f"{statement}?with=en", f"{statement}differences/", f"{statement}print/",
            f"{statement}print/?with=en", f"{statement}write/", f"{statement}steps/correct/", interview, f"{interview}change/",
            f"/testimony/translations/{self.translation.ref}/", f"/testimony/translations/{self.translation.ref}/write/",
            f"/testimony/transcripts/{self.transcript.ref}/", f"/testimony/transcripts/{self.transcript.ref}/write/",
            "/testimony/", "/testimony/?kind=interviews", "/testimony/?q=увели", f"/testimony/about/{self.witness.ref}/",
            f"/audit/about/{self.statement.ref}/", f"/audit/about/{self.interview.ref}/",
            f"/audit/about/{self.translation.ref}/", f"/audit/about/{self.transcript.ref}/", "/audit/",
        ]  # fmt: skip


@pytest.fixture
def collector(inquiry: Any) -> Any:
    return person("investigator", inquiry)


@pytest.fixture
def recording(inquiry: Any, collector: Any) -> Any:
    from tests.evidence.cast import item_of

    return item_of(inquiry, collector, "C3", path="tone.wav")


@pytest.fixture
def account(inquiry: Any, collector: Any, recording: Any, protection_officer: Any) -> Told:
    return Told(inquiry, collector, protection_officer, "T4")


NOBODYS = "Звоните +7 (702) 111-22-33, 8 702 111 22 33 или a.b@pochta.kz, паспорт N12345678, ИИН 900101300123."
HARMLESS = "18.01.2023 в 14:30, 2022-01-05, в 2019–2022 годах, 1 000 000 тенге, 12 человек, W-0147, [00:00:01]."


def test_numbers_and_addresses_are_covered_whoever_they_belong_to():
    covered = shield.shielded(NOBODYS, shield.shaped(NOBODYS))
    assert not any(part in covered for part in ("702", "111", "pochta", "12345678", "900101"))
    assert covered.startswith("Звоните █")
    assert "паспорт" in covered


def test_days_years_sums_and_references_stay_readable():
    assert shield.shaped(HARMLESS) == []


def test_a_shielded_reader_sees_nobodys_number_in_a_statement(desk, inquiry, collector, protection_officer):
    witness = registered(inquiry, collector, OWN)
    consented(witness, collector, "T4")
    statement = told(witness, collector, text=NOBODYS)
    reader = person("legal_analyst", inquiry)
    accounts.assign(reader, witness, by=protection_officer)
    page = desk(reader).get(f"/testimony/{statement.ref}/").content.decode()
    assert "Звоните" in page
    assert not any(part in page for part in ("111-22-33", "111 22 33", "pochta", "12345678", "900101300123"))
    assert "111-22-33" in desk(collector).get(f"/testimony/{statement.ref}/").content.decode()


def test_who_sees_names_covered_writes_nothing_into_a_step(inquiry, account, protection_officer):
    """What is covered in one's own words would tell whether a name is known."""
    other = person("investigator", inquiry)
    accounts.assign(other, account.witness, by=protection_officer)
    fresh = told(account.witness, account.statement.created_by)
    with pytest.raises(Refused, match="names covered"):
        writing.step(fresh.ref, "read_back", by=other, at="2023-01-18", language="kk", note="Ерлан Сынақбаев?")
    assert writing.step(fresh.ref, "read_back", by=other, at="2023-01-18", language="kk").note == ""


def leaks(browser: Any, account: Told) -> list[str]:
    found = []
    for path in account.paths():
        answer = browser.get(path)
        text = answer.content.decode() + str(answer.headers)
        found += [f"{path}: {name}" for name in HIDDEN if name in text]
    return found


@pytest.mark.parametrize("role", ["investigator", "commissioner", "legal_analyst", "secretariat", "auditor"])
def test_whoever_may_not_see_names_finds_none_anywhere(desk, inquiry, account, protection_officer, role):
    reader = person(role, inquiry)
    if role in ("investigator", "commissioner", "legal_analyst"):
        accounts.assign(reader, account.witness, by=protection_officer)
    browser = desk(reader)
    assert leaks(browser, account) == []
    answer = browser.get(f"/testimony/{account.statement.ref}/")
    if role != "auditor":
        assert answer.status_code == 200
        assert shield.BLOCK in answer.content.decode()
        assert "Со мной был" in browser.get(f"/testimony/{account.statement.ref}/?version=1").content.decode()


def test_the_few_who_may_see_them_do(desk, account, collector, protection_officer):
    for reader in (collector, protection_officer, account.translator):
        text = desk(reader).get(f"/testimony/{account.statement.ref}/?with=en").content.decode()
        assert "Ерлан Сынақбаев" in text, reader
        assert "Otkenova" in text
        assert shield.BLOCK not in text


def test_when_the_vault_does_not_answer_nothing_is_shown_to_the_others(
    desk, inquiry, account, collector, protection_officer, monkeypatch
):
    def down(*_args: Any, **_more: Any) -> Any:
        raise Refused("The vault does not answer.")

    monkeypatch.setattr(shield.door, "spans", down)
    reader = person("commissioner", inquiry)
    accounts.assign(reader, account.witness, by=protection_officer)
    browser = desk(reader)
    assert leaks(browser, account) == []
    for path in (f"/testimony/{account.statement.ref}/", f"/testimony/{account.statement.ref}/print/"):
        text = browser.get(path).content.decode()
        assert "The vault does not answer" in text
        assert "Со мной был" not in text
        assert "увели" not in text
    for path in (
        f"/testimony/transcripts/{account.transcript.ref}/",
        f"/testimony/translations/{account.translation.ref}/",
    ):
        assert "was with me" not in browser.get(path).content.decode()
        assert "Кто?" not in browser.get(path).content.decode()
    assert "Ерлан" in desk(collector).get(f"/testimony/{account.statement.ref}/?version=1").content.decode()


def test_what_differs_is_worked_out_of_covered_texts(inquiry, account, protection_officer):
    from witnesses.testimony.reading import compare

    reader = person("commissioner", inquiry)
    accounts.assign(reader, account.witness, by=protection_officer)
    _screen, rows = compare(reader, account.statement, 1, 2)
    whole = "".join(piece.text for row in rows for piece in row.pieces)
    assert shield.BLOCK in whole
    assert not any(name in whole for name in HIDDEN)


def test_a_screen_shows_each_text_under_its_key(inquiry, account, collector, auditor):
    texts = {"first": "Ерлан Сынақбаев", "second": "Никто.", "third": ""}
    seen = Screen(auditor, account.statement).shown(texts)
    assert seen == {"first": shield.BLOCK, "second": "Никто.", "third": ""}
    assert Screen(collector, account.statement).shown(texts) == texts
