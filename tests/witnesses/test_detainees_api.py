"""Detainees by API: the same readers, the same rules, every read in the audit."""

from __future__ import annotations

import pytest

from inquiry.audit.models import Entry
from tests.witnesses.prisons import furnish
from witnesses.detainees.models import Custody, Detainee

BASE = "/api/v1"
SORTS = (
    ("detainees", "public"), ("custodies", "house"), ("custody-disputes", "dispute"), ("charges", "charge"),
    ("charge-steps", "step"), ("proceedings", "proceeding"), ("court-decisions", "event"), ("counsel", "counsel"),
    ("detainee-access", "access"),
)  # fmt: skip


@pytest.fixture
def made(inquiry, secretary, investigator):
    return furnish(inquiry, secretary, investigator)


def test_every_sort_of_row_is_read_by_its_readers_and_by_nobody_else(made, api, investigator, secretary, commissioner):
    reader = api(investigator)
    for name, kept in SORTS:
        row = getattr(made, kept)
        answer = reader.get(f"{BASE}/{name}/{row.ref}/")
        assert (answer.status_code, answer.json()["ref"]) == (200, row.ref), name
        for closed in (api(secretary), api(commissioner)):
            assert closed.get(f"{BASE}/{name}/{row.ref}/").status_code == 404, name
            assert closed.get(f"{BASE}/{name}/").json()["results"] == [], name


def test_what_is_read_stands_in_the_audit_once_for_each_person(made, api, investigator):
    reader = api(investigator)
    reader.get(f"{BASE}/custodies/?detainee={made.public.ref}")
    entries = Entry.objects.filter(act="detainee.read", by=investigator)
    assert [(one.about, one.facts["part"], one.through) for one in entries] == [(made.public.ref, "custody", "api")]
    reader.get(f"{BASE}/detainees/")
    assert set(entries.values_list("about", flat=True)) == {made.public.ref, made.hidden.ref}


def test_an_interval_is_recorded_and_corrected_with_its_version(made, api, investigator):
    client = api(investigator)
    sent = {"detainee": made.public.ref, "kind": "PRETRIAL_DETENTION", "begin": "2022-03", "source": made.source.ref}
    answer = client.post(f"{BASE}/custodies/", sent, format="json")
    assert answer.status_code == 201, answer.content
    address = f"{BASE}/custodies/{answer.json()['ref']}/"
    assert client.patch(address, {"end": "2022-10"}, format="json").status_code == 428
    assert client.patch(address, {"end": "2022-10"}, format="json", headers={"If-Match": '"old"'}).status_code == 412
    changed = client.patch(address, {"end": "2022-10"}, format="json", headers={"If-Match": answer["ETag"]})
    assert (changed.status_code, changed.json()["end"]) == (200, "2022-10")


def test_a_row_is_not_moved_to_another_person(made, api, investigator):
    client = api(investigator)
    tag = client.get(f"{BASE}/custodies/{made.house.ref}/")["ETag"]
    address = f"{BASE}/custodies/{made.house.ref}/"
    moved = client.patch(address, {"detainee": made.hidden.ref}, format="json", headers={"If-Match": tag})
    assert moved.status_code == 400
    strange = {"detainee": made.hidden.ref, "kind": "PRISON", "follows": made.house.ref}
    assert client.post(f"{BASE}/custodies/", strange, format="json").status_code == 400
    assert Custody.objects.filter(detainee=made.hidden).count() == 0


def test_intervals_that_follow_each_other_in_a_circle_are_refused(made, api, investigator):
    client = api(investigator)
    for row, follows, status in (
        (made.house, made.first, 200),
        (made.first, made.house, 400),
        (made.first, made.first, 400),
    ):
        address = f"{BASE}/custodies/{row.ref}/"
        tag = client.get(address)["ETag"]
        answer = client.patch(address, {"follows": follows.ref}, format="json", headers={"If-Match": tag})
        assert answer.status_code == status, answer.content


def test_somebody_under_a_cipher_gets_no_name_and_no_exact_birth(made, api, investigator):
    client = api(investigator)
    address = f"{BASE}/detainees/{made.hidden.ref}/"
    tag = client.get(address)["ETag"]
    named = client.patch(address, {"name": "Somebody"}, format="json", headers={"If-Match": tag})
    assert named.status_code == 409
    exact = client.patch(address, {"birth": "1990-04-02"}, format="json", headers={"If-Match": tag})
    assert exact.status_code == 400
    both = {"name": "Somebody", "witness": made.witness.ref}
    assert client.post(f"{BASE}/detainees/", both, format="json").status_code == 400
    assert client.post(f"{BASE}/detainees/", {}, format="json").status_code == 400
    assert Detainee.objects.get(pk=made.hidden.pk).name == ""


def test_steps_are_never_changed(made, api, investigator):
    client = api(investigator)
    for name, row in (("charge-steps", made.step), ("court-decisions", made.event), ("detainee-access", made.access)):
        assert client.patch(f"{BASE}/{name}/{row.ref}/", {}, format="json").status_code == 405
        assert client.delete(f"{BASE}/{name}/{row.ref}/").status_code == 405


def test_what_corrects_leaves_the_standing_rows(made, api, investigator):
    client = api(investigator)
    sent = {"detainee": made.public.ref, "charge": made.charge.ref, "kind": "error", "corrects": made.step.ref}
    assert client.post(f"{BASE}/charge-steps/", sent, format="json").status_code == 201
    standing = client.get(f"{BASE}/charge-steps/?standing=yes").json()["results"]
    assert made.step.ref not in [one["ref"] for one in standing]
    assert client.post(f"{BASE}/charge-steps/", sent, format="json").status_code in (400, 409)
