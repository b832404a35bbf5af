"""The admin is one more door to the same actions: same rights, same audit, evidential rows read-only."""

from __future__ import annotations

import pytest

from inquiry.audit.models import Entry
from inquiry.commission.places.models import Place
from tests.inquiry.rooms import furnish

LISTS = [
    "commission",
    "member",
    "declaration",
    "mandatearea",
    "authority",
    "official",
    "position",
    "place",
    "source",
    "citation",
    "visit",
    "leg",
    "traveller",
    "observation",
    "publicstatement",
    "figure",
    "user",
    "roleheld",
]
EVIDENTIAL = ("declaration", "citation", "observation", "roleheld", "user")


@pytest.fixture
def made(inquiry, secretary):
    return furnish(inquiry, secretary)


def test_every_register_opens_for_the_secretariat(made, desk, secretary):
    browser = desk(secretary)
    answers = {name: browser.get(f"/admin/inquiry/{name}/").status_code for name in LISTS}
    assert {name: code for name, code in answers.items() if code != 200} == {}


def test_every_record_opens_there(made, desk, secretary):
    browser = desk(secretary)
    records = list(vars(made).values())
    answers = {r.ref: browser.get(f"/admin/inquiry/{r._meta.model_name}/{r.pk}/change/").status_code for r in records}
    assert {ref: code for ref, code in answers.items() if code != 200} == {}


def test_evidential_rows_cannot_be_added_there(made, desk, secretary):
    browser = desk(secretary)
    assert {browser.get(f"/admin/inquiry/{name}/add/").status_code for name in EVIDENTIAL} == {403}


def test_adding_there_goes_through_the_action(inquiry, desk, secretary):
    typed = {
        "name": "Astana",
        "other_names": "Астана\nНұр-Сұлтан",
        "kind": "city",
        "zone": "Asia/Almaty",
        "_save": "Save",
    }
    assert desk(secretary).post("/admin/inquiry/place/add/", typed).status_code == 302
    place = Place.objects.get()
    assert (place.inquiry, place.other_names) == (inquiry, ["Астана", "Нұр-Сұлтан"])
    assert Entry.objects.get(act="place.record").through == "admin"


def test_changing_there_keeps_a_colleagues_change(made, desk, secretary):
    path = f"/admin/inquiry/place/{made.almaty.pk}/change/"
    typed = {"name": "Almaty", "kind": "city", "zone": "Asia/Almaty", "country": "KZ", "opened_revision": "1"}
    assert desk(secretary).post(path, typed).status_code == 302
    answer = desk(secretary).post(path, {**typed, "country": "Elsewhere"}, follow=True)
    assert "changed by a colleague" in answer.content.decode()
    made.almaty.refresh_from_db()
    assert made.almaty.country == "KZ"


def test_other_inquiries_records_are_not_there(made, desk, outsider):
    browser = desk(outsider)
    assert "Алматы" not in browser.get("/admin/inquiry/place/").content.decode()
    assert browser.get(f"/admin/inquiry/place/{made.almaty.pk}/change/").status_code in {302, 404}


def test_nothing_is_deleted_there(made, desk, secretary):
    assert desk(secretary).post(f"/admin/inquiry/place/{made.almaty.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Place.objects.exists()


@pytest.mark.parametrize("role", ["investigator", "commissioner", "stranger"])
def test_the_admin_is_closed_to_others(role, desk, request):
    assert desk(request.getfixturevalue(role)).get("/admin/inquiry/place/").status_code == 302
