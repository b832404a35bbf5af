"""An identity is put into the vault and never comes back: not in the form, not in what a refusal shows, not in any table."""

from __future__ import annotations

import logging
import socket
import threading
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from psycopg2 import sql

from inquiry.audit.models import Entry
from tests.conftest import person
from tests.witnesses.people import SPOKEN, registered
from witnesses.vault import door, wire

pytestmark = pytest.mark.django_db(databases=("default", "vault"))
TYPED = {
    "secret-names.full": "Айсұлу Қиялова-Сынақ",
    "secret-names.other": "Aisulu Qiyalova\nАйсулу Киялова",
    "secret-contact.phone": "+7 700 000 01 47",
    "secret-family.relative": "",
}


@pytest.fixture
def witness(inquiry: Any, investigator: Any) -> Any:
    return registered(inquiry, investigator, groups={})


def told(text: str) -> list[str]:
    return [word for word in SPOKEN if word in text]


def everything_in_the_database() -> str:
    """Every row of every table of the main database, as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table)))
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows)


def test_each_group_that_was_filled_is_held_and_nothing_comes_back(desk, witness, investigator, inquiry):
    browser = desk(investigator)
    sent = browser.post(f"/witnesses/{witness.ref}/deposit/", TYPED)
    assert sent["Location"] == witness.get_absolute_url()
    page = browser.get(sent["Location"]).content.decode()
    assert "In the vault now: Names, Contact." in page
    assert told(page) == []
    assert door.groups_held(witness.ref, inquiry=inquiry.ref) == ["names", "contact"]
    assert told(browser.get(f"/witnesses/{witness.ref}/deposit/").content.decode()) == []
    assert told(browser.get(f"/witnesses/{witness.ref}/").content.decode()) == []


def test_a_script_that_sends_it_is_told_where_to_go_and_uses_up_no_notice(desk, witness, investigator):
    browser = desk(investigator)
    sent = browser.post(f"/witnesses/{witness.ref}/deposit/", TYPED, headers={"X-Sent-Beside": "yes"})
    assert (sent.status_code, sent["Location"]) == (204, witness.get_absolute_url())
    assert "In the vault now: Names, Contact." in browser.get(sent["Location"]).content.decode()


def test_a_further_deposit_adds_to_it(desk, witness, investigator, inquiry):
    browser = desk(investigator)
    browser.post(f"/witnesses/{witness.ref}/deposit/", TYPED)
    answer = browser.post(
        f"/witnesses/{witness.ref}/deposit/", {"secret-location.address": "A street\nAnother street"}, follow=True
    )
    assert "In the vault now: Places." in answer.content.decode()
    assert door.groups_held(witness.ref, inquiry=inquiry.ref) == ["names", "contact", "location"]


def test_what_does_not_fit_is_refused_and_the_form_comes_back_empty(desk, witness, investigator, inquiry):
    answer = desk(investigator).post(f"/witnesses/{witness.ref}/deposit/", {**TYPED, "secret-names.other": "x" * 900})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told(page) == []
    assert "xxxxx" not in page
    assert "does not repeat what you typed" in page
    assert door.groups_held(witness.ref, inquiry=inquiry.ref) == []


def test_nothing_typed_is_nothing_deposited(desk, witness, investigator):
    answer = desk(investigator).post(f"/witnesses/{witness.ref}/deposit/", {"secret-names.full": "  \n "})
    assert answer.status_code == 422
    assert "Nothing was typed" in answer.content.decode()


def test_with_the_vault_down_the_witness_stays_and_the_page_says_what_was_lost(
    desk, witness, investigator, inquiry, settings, tmp_path, caplog, capfd
):
    caplog.set_level(logging.DEBUG)
    settings.VAULT_SOCKET = str(tmp_path / "nobody-listens")
    browser = desk(investigator)
    answer = browser.post(f"/witnesses/{witness.ref}/deposit/", TYPED)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "Not kept anywhere: Names, Contact." in page
    assert f"The witness {witness.ref} stays registered." in page
    assert "The vault cannot be reached" in page
    assert told(page) == []
    assert browser.get(f"/witnesses/{witness.ref}/").status_code == 200
    said = capfd.readouterr()
    assert told(caplog.text + said.out + said.err) == []
    settings.VAULT_SOCKET = ""
    assert door.groups_held(witness.ref, inquiry=inquiry.ref) == []


def test_lost_after_sending_nobody_says_that_nothing_was_kept(desk, witness, investigator, settings, tmp_path):
    """The vault takes the first group and dies before it answers; the second finds nobody."""
    settings.VAULT_SOCKET = str(tmp_path / "vault.sock")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(settings.VAULT_SOCKET)
        listener.listen(1)

        def die() -> None:
            heard, _ = listener.accept()
            with heard:
                wire.receive(heard)
            listener.close()

        vault = threading.Thread(target=die)
        vault.start()
        answer = desk(investigator).post(f"/witnesses/{witness.ref}/deposit/", TYPED)
        vault.join(10)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "Not known whether it was kept: Names." in page
    assert "Not kept anywhere: Contact." in page
    assert "Nothing was typed" not in page
    assert told(page) == []


def test_one_group_that_the_vault_does_not_take_leaves_the_others(desk, witness, investigator, inquiry, monkeypatch):
    whole = door.deposit

    def no_numbers(cipher, *, inquiry, group, fields, by):
        if group == "contact":
            raise door.Refused("The vault could not do this.")
        whole(cipher, inquiry=inquiry, group=group, fields=fields, by=by)

    monkeypatch.setattr(door, "deposit", no_numbers)
    answer = desk(investigator).post(f"/witnesses/{witness.ref}/deposit/", TYPED)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "In the vault now: Names." in page
    assert "Not kept anywhere: Contact." in page
    assert door.groups_held(witness.ref, inquiry=inquiry.ref) == ["names"]


def test_nothing_typed_is_found_in_the_database_the_session_or_the_audit(desk, witness, investigator):
    browser = desk(investigator)
    browser.post(f"/witnesses/{witness.ref}/deposit/", TYPED)
    browser.post(f"/witnesses/{witness.ref}/deposit/", {**TYPED, "secret-names.other": "x" * 900})
    assert told(everything_in_the_database()) == []
    assert told(" ".join(str(one.get_decoded()) for one in Session.objects.all())) == []
    assert told(str(list(Entry.objects.values_list("facts", flat=True)))) == []
    assert told(str(browser.cookies)) == []


def test_a_deposit_sent_after_the_session_ended_is_kept_nowhere(client, witness):
    answer = client.post(f"/witnesses/{witness.ref}/deposit/", TYPED)
    assert answer.status_code == 302
    assert told(answer["Location"] + answer.content.decode()) == []
    assert told(everything_in_the_database()) == []


def test_the_page_that_repeats_refused_forms_repeats_no_identity(desk, witness, investigator, monkeypatch):
    def refused(*_given, **_named):
        raise door.Refused("Not now.", verb="deposit", ref=witness.ref)

    monkeypatch.setattr("witnesses.people.deposits.deposit", refused)
    answer = desk(investigator).post(f"/witnesses/{witness.ref}/deposit/", TYPED)
    assert answer.status_code == 409
    assert told(answer.content.decode()) == []


def test_the_fields_are_kept_by_no_browser(desk, witness, investigator):
    page = desk(investigator).get(f"/witnesses/{witness.ref}/deposit/").content.decode()
    form = page[
        page.index('<form method="post" class="desk-form"') : page.index("</form>", page.index("secret-names.full"))
    ]
    boxes = [part.split(">")[0] for part in form.split("<textarea")[1:]]
    assert len(boxes) == sum(map(len, door.FIELDS.values()))
    for box in boxes:
        assert 'autocomplete="off"' in box
        assert 'spellcheck="false"' in box
    assert "data-draft" not in form
    assert "data-secret" in form


@pytest.mark.parametrize("role", ["investigator", "commissioner", "legal_analyst", "secretariat", "auditor", ""])
def test_nobody_deposits_for_a_witness_of_others(desk, inquiry, witness, role):
    assert desk(person(role, inquiry)).post(f"/witnesses/{witness.ref}/deposit/", TYPED).status_code == 404
    assert door.groups_held(witness.ref, inquiry=inquiry.ref) == []


def test_the_protection_officer_deposits_for_any(desk, inquiry, witness, protection_officer):
    assert desk(protection_officer).post(f"/witnesses/{witness.ref}/deposit/", TYPED).status_code == 302
    assert door.groups_held(witness.ref, inquiry=inquiry.ref) == ["names", "contact"]
