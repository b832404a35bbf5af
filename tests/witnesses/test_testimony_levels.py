"""Who may know of testimony and who may read it, by role and level of consent: written by hand from the security plan."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inquiry.accounts import actions as accounts
from inquiry.audit.models import Entry
from tests.conftest import person
from tests.witnesses.telling import FIRST, LEVELS, cast, consented, held, told, withdrawn, witness_of
from witnesses.testimony import levels
from witnesses.testimony.interviews import Interview
from witnesses.testimony.statements import Paragraph, Statement
from witnesses.testimony.transcripts import Transcript

pytestmark = pytest.mark.django_db(databases=("default", "vault"))

READS, LISTS, NOTHING = "reads", "lists", ""
# security.md §2.2; "assigned" is assigned to the witness; everybody who is not named here finds nothing
PLAN: dict[str, dict[str, str]] = {
    "T0": {"protection_officer": READS, "guard": READS},
    "T1": {
        "protection_officer": READS, "guard": READS, "investigator assigned": READS, "translator assigned": READS,
        "commissioner assigned": LISTS, "legal_analyst assigned": LISTS, "auditor": LISTS,
    },
    "T2": {
        "protection_officer": READS, "guard": READS, "investigator assigned": READS, "translator assigned": READS,
        "commissioner assigned": READS, "legal_analyst assigned": READS, "auditor": LISTS,
    },
    "T3": {
        "protection_officer": READS, "guard": READS, "investigator assigned": READS, "translator assigned": READS,
        "commissioner assigned": READS, "legal_analyst assigned": READS, "auditor": LISTS,
    },
    "T4": {
        "protection_officer": READS, "guard": READS, "investigator assigned": READS, "translator assigned": READS,
        "commissioner assigned": READS, "legal_analyst assigned": READS, "auditor": LISTS, "secretariat": READS,
        "commissioner": READS, "investigator": READS, "legal_analyst": READS,
    },
}  # fmt: skip
GUARDS = ("guard", "protection_officer")  # they reach everything already, and nobody assigns themselves
EVERY_WAY = ("", "?version=1", "differences/", "print/")


@pytest.fixture
def collector(inquiry: Any) -> Any:
    return person("investigator", inquiry, "The collector")


@pytest.fixture
def people(inquiry: Any, other_inquiry: Any) -> Any:
    return cast(inquiry, other_inquiry)


def assign(people: Any, witness: Any) -> None:
    for user in people.assigned.values():
        accounts.assign(user, witness, by=people.everybody["guard"])


def page(browser: Any, path: str) -> tuple[int, str]:
    answer = browser.get(path)
    return answer.status_code, answer.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("level", LEVELS)
def test_each_role_sees_what_the_plan_opens_and_nothing_else(desk, inquiry, people, collector, level):
    witness = witness_of(inquiry, collector)
    interview = held(witness, collector)
    statement = told(witness, collector, interview=interview)
    consented(witness, collector, level)
    assign(people, witness)
    wrong = []
    for name, user in people.everybody.items():
        meant = PLAN[level].get(name, NOTHING)
        browser = desk(user)
        said = [page(browser, f"/testimony/{statement.ref}/{way}") for way in EVERY_WAY]
        said.append(page(browser, f"/testimony/interviews/{interview.ref}/"))
        listed = page(browser, "/testimony/")[1] + page(browser, "/testimony/?kind=interviews")[1]
        seen = (
            [code for code, _text in said],
            any(FIRST in text for _code, text in said),
            statement.ref in listed and interview.ref in listed,
        )
        expected = {
            READS: ([200] * 5, True, True), LISTS: ([200, 200, 404, 404, 200], False, True), NOTHING: ([404] * 5, False, False),
        }[meant]  # fmt: skip
        if seen != expected:
            wrong.append(f"{name} at {level}: {seen}, meant {expected}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.parametrize("level", LEVELS)
def test_nobody_is_told_more_by_history_and_panels(desk, inquiry, people, collector, level):
    witness = witness_of(inquiry, collector)
    statement = told(witness, collector)
    consented(witness, collector, level)
    assign(people, witness)
    for name, user in people.everybody.items():
        meant = PLAN[level].get(name, NOTHING)
        browser = desk(user)
        history = page(browser, f"/audit/about/{statement.ref}/")[1]
        panel = page(browser, f"/testimony/about/{witness.ref}/")
        assert FIRST not in history + panel[1]
        assert panel[0] == (200 if user.may("witness.read", witness) else 404), name
        if panel[0] == 200:
            assert (statement.ref in panel[1]) == bool(meant), name


def test_what_may_only_be_listed_says_cipher_kind_and_month(desk, inquiry, auditor, collector):
    witness = witness_of(inquiry, collector)
    statement = told(witness, collector, taken="2023-01-17", language="kk")
    consented(witness, collector, "T1")
    text = page(desk(auditor), f"/testimony/{statement.ref}/")[1]
    assert witness.ref in text
    assert "January 2023" in text
    for hidden in ("17 January", "Kazakh", "Draft", "For analysis only", "§1"):
        assert hidden not in text, hidden
    row = page(desk(auditor), "/testimony/")[1]
    assert "For analysis only</span></td>" not in row
    assert "17 January" not in row


def test_level_and_status_are_not_told_by_a_filter(desk, inquiry, auditor, collector):
    witness = witness_of(inquiry, collector)
    statement = told(witness, collector)
    consented(witness, collector, "T1")
    browser = desk(auditor)
    assert statement.ref in page(browser, f"/testimony/?witness={witness.ref}")[1]
    assert statement.ref not in page(browser, "/testimony/?level=T1")[1]
    assert statement.ref not in page(browser, "/testimony/?status=draft")[1]


def test_what_is_hidden_reads_like_what_is_missing(desk, inquiry, outsider, stranger, collector):
    witness = witness_of(inquiry, collector)
    statement = told(witness, collector)
    interview = held(witness, collector)
    for user in (outsider, stranger, person("commissioner", inquiry)):
        browser = desk(user)
        for path, ref in (("/testimony/", statement.ref), ("/testimony/interviews/", interview.ref)):
            hidden = browser.get(f"{path}{ref}/")
            missing = browser.get(f"{path}{ref.partition('-')[0]}-9999/")
            assert (
                (hidden.status_code, hidden.content) == (missing.status_code, missing.content) == (404, missing.content)
            )


@pytest.mark.slow
def test_a_withdrawal_acts_on_the_next_request(desk, inquiry, people, collector):
    witness = witness_of(inquiry, collector)
    statement = told(witness, collector)
    interview = held(witness, collector)
    consented(witness, collector, "T4")
    assign(people, witness)
    readers = [
        user for name, user in people.everybody.items() if PLAN["T4"].get(name) == READS and name not in PLAN["T0"]
    ]
    browsers = [desk(user) for user in readers]
    assert all(FIRST in page(browser, f"/testimony/{statement.ref}/")[1] for browser in browsers)
    withdrawn(witness, people.everybody["guard"])
    for browser in browsers:
        for path in (
            f"/testimony/{statement.ref}/",
            f"/testimony/{statement.ref}/print/",
            f"/testimony/interviews/{interview.ref}/",
        ):
            assert browser.get(path).status_code == 404
        assert statement.ref not in page(browser, "/testimony/")[1]
    assert FIRST in page(desk(people.everybody["guard"]), f"/testimony/{statement.ref}/")[1]


def test_consent_about_one_statement_closes_only_that_one(inquiry, collector, commissioner, protection_officer):
    witness = witness_of(inquiry, collector)
    first, second = told(witness, collector), told(witness, collector)
    consented(witness, collector, "T2")
    accounts.assign(commissioner, witness, by=protection_officer)
    from witnesses.consent import actions as consent

    consent.withdraw(witness, by=protection_officer, how="oral", about=second.ref)
    assert list(Statement.objects.readable_by(commissioner)) == [first]


def test_withdrawing_what_was_said_in_an_interview_closes_its_statements(
    inquiry, collector, commissioner, protection_officer
):
    witness = witness_of(inquiry, collector)
    interview = held(witness, collector)
    statement = told(witness, collector, interview=interview)
    consented(witness, collector, "T2")
    accounts.assign(commissioner, witness, by=protection_officer)
    assert list(Statement.objects.readable_by(commissioner)) == [statement]
    from witnesses.consent import actions as consent

    consent.withdraw(witness, by=protection_officer, how="oral", about=interview.ref)
    assert list(Statement.objects.readable_by(commissioner)) == []


def test_whoever_collected_it_reads_it_for_72_hours_without_consent(desk, inquiry, collector):
    witness = witness_of(inquiry, collector)
    statement = told(witness, collector)
    other = person("investigator", inquiry)
    browser = desk(collector)
    shown = page(browser, f"/testimony/{statement.ref}/")[1]
    assert FIRST in shown
    assert "You read it because you collected it, until:" in shown
    assert other not in {user for user in (other,) if levels.may_list(user, statement)}
    almost = timezone.now() - timedelta(hours=71, minutes=59)
    Statement.objects.filter(pk=statement.pk).update(collected_at=almost)
    assert browser.get(f"/testimony/{statement.ref}/").status_code == 200
    Statement.objects.filter(pk=statement.pk).update(collected_at=almost - timedelta(minutes=2))
    assert browser.get(f"/testimony/{statement.ref}/").status_code == 404
    consented(witness, collector, "T1")
    assert "because you collected it" not in page(browser, f"/testimony/{statement.ref}/")[1]


def test_the_72_hours_of_an_interview_begin_when_it_was_held(inquiry, collector):
    witness = witness_of(inquiry, collector)
    interview = held(witness, collector)
    assert Interview.objects.readable_by(collector).filter(pk=interview.pk).exists()
    Interview.objects.filter(pk=interview.pk).update(collected_at=timezone.now() - timedelta(hours=73))
    assert not Interview.objects.visible_to(collector).filter(pk=interview.pk).exists()


def test_readers_outside_the_team_see_the_month_and_the_region_only(desk, inquiry, collector, secretary):
    from inquiry.commission.places import actions as places

    town = places.add_place(
        inquiry=inquiry, by=secretary, name="Taldykorgan", kind="city", country="Kazakhstan", zone="Asia/Almaty"
    )
    witness = witness_of(inquiry, collector)
    from tests.witnesses.telling import needed, planned
    from witnesses.testimony import taking

    needed(witness, collector)
    interview = planned(witness, collector, place=town)
    taking.hold(interview.ref, by=collector, held="2023-01-17")
    statement = told(witness, collector, interview=interview, taken="2023-01-17")
    consented(witness, collector, "T4")
    inside = page(desk(collector), f"/testimony/interviews/{interview.ref}/")[1]
    outside = page(desk(secretary), f"/testimony/interviews/{interview.ref}/")[1]
    assert "Taldykorgan" in inside
    assert "17 January 2023" in inside
    assert "Taldykorgan" not in outside
    assert "17 January" not in outside
    assert "Kazakhstan" in outside
    assert "January 2023" in outside
    text = page(desk(secretary), f"/testimony/{statement.ref}/")[1]
    assert "17 January" not in text
    assert collector.name not in text


def test_reading_is_recorded_once_per_page_and_without_a_word_of_it(desk, inquiry, collector, protection_officer):
    witness = witness_of(inquiry, collector)
    statement = told(witness, collector)
    browser = desk(protection_officer)
    before = Entry.objects.filter(act="testimony.read").count()
    browser.get(f"/testimony/{statement.ref}/")
    browser.get(f"/testimony/{statement.ref}/print/")
    entries = Entry.objects.filter(about=statement.ref, by=protection_officer)
    assert sorted(one.act for one in entries) == ["testimony.print", "testimony.read"]
    assert Entry.objects.filter(act="testimony.read").count() == before + 1
    assert all(FIRST not in str(one.facts) for one in Entry.objects.all())


@pytest.mark.slow
@pytest.mark.parametrize("people_heard", [18, pytest.param(52, marks=pytest.mark.soak)])
def test_visible_and_may_are_one_over_random_pairs(inquiry, other_inquiry, people, people_heard):
    """`visible_to` and `readable_by` hold exactly the records for which `may_list` and `may_read` say yes."""
    import random

    chance = random.Random(20260117)
    collectors = [person("investigator", inquiry) for _number in range(3)]
    records: list[Any] = []
    for number in range(people_heard):
        by = chance.choice(collectors)
        witness = witness_of(inquiry, by)
        interview = held(witness, by) if number % 3 else None
        statements = [told(witness, by, interview=interview) for _number in range(chance.randint(1, 2))]
        consented(witness, by, chance.choice(LEVELS), about=chance.choice(["", statements[0].ref]))
        if chance.random() < 0.2:
            withdrawn(witness, by)
        for one in [*statements, *([interview] if interview else [])]:
            old = timezone.now() - timedelta(hours=chance.choice([1, 100]))
            type(one).objects.filter(pk=one.pk).update(collected_at=old)
            one.refresh_from_db()
            records.append(one)
        for user in chance.sample([one for name, one in people.everybody.items() if name not in GUARDS], 4):
            target = chance.choice([witness, statements[0]])
            if user.roles_today() and user.roles_today()[0][1] == inquiry.pk:
                accounts.assign(user, target, by=people.everybody["guard"])
    users = [*people.everybody.values(), *collectors]
    pairs = 0
    for user in users:
        listed, read = set(), set()
        for model in (Statement, Interview, Transcript):
            listed |= set(model.objects.visible_to(user).values_list("ref", flat=True))
            read |= set(model.objects.readable_by(user).values_list("ref", flat=True))
        assert read <= listed
        for one in records:
            pairs += 1
            assert (one.ref in listed) == levels.may_list(user, one), (user, one, levels.level_now(one))
            assert (one.ref in read) == levels.may_read(user, one), (user, one, levels.level_now(one))
    assert pairs >= 35 * people_heard
    assert {levels.level_now(one) for one in records} == set(LEVELS)


def test_parts_are_seen_by_whoever_reads_the_statement(inquiry, collector, auditor):
    witness = witness_of(inquiry, collector)
    told(witness, collector)
    consented(witness, collector, "T2")
    assert Paragraph.objects.visible_to(collector).count() == 2
    assert Statement.objects.visible_to(auditor).count() == 1
    assert Paragraph.objects.visible_to(auditor).count() == 0


@pytest.mark.parametrize("path", ["/testimony/", "/testimony/?kind=interviews", "/testimony/tasks/"])
def test_a_list_asks_as_many_questions_for_many_as_for_few(desk, inquiry, collector, path):
    browser = desk(collector)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(path).status_code == 200
        return len(queries)

    for _number in range(2):
        witness = witness_of(inquiry, collector)
        told(witness, collector, interview=held(witness, collector))
    few = asked()
    for _number in range(4):
        witness = witness_of(inquiry, collector)
        told(witness, collector, interview=held(witness, collector))
    assert asked() == few
