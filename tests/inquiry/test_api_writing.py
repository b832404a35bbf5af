"""How every write by API behaves: once per key, only on the version that was read, never on what one may not see."""

from __future__ import annotations

import pytest

from inquiry.audit.models import Entry
from inquiry.commission.places.models import Place
from inquiry.shared.api.idempotency import IdempotencyKey

ALMATY = {"name": "Almaty", "kind": "city", "zone": "Asia/Almaty"}
URL = "/api/v1/places/"


@pytest.fixture
def client(api, secretary):
    return api(secretary)


def test_a_created_record_says_where_it_is_and_which_version(client):
    answer = client.post(URL, ALMATY, format="json")
    assert answer.status_code == 201
    assert answer["Location"].endswith(f"/api/v1/places/{answer.data['ref']}/")
    assert client.get(answer["Location"])["ETag"] == answer["ETag"]
    assert Entry.objects.filter(act="place.record", about=answer.data["ref"], through="api").count() == 1


def test_the_same_key_and_body_make_one_record(client):
    answers = [client.post(URL, ALMATY, format="json", HTTP_IDEMPOTENCY_KEY="k1") for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert answers[1]["Idempotent-Replayed"] == "true"
    assert answers[0]["ETag"] == answers[1]["ETag"]
    assert Place.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(client):
    client.post(URL, ALMATY, format="json", HTTP_IDEMPOTENCY_KEY="k1")
    answer = client.post(URL, {**ALMATY, "name": "Astana"}, format="json", HTTP_IDEMPOTENCY_KEY="k1")
    assert answer.status_code == 422
    assert Place.objects.count() == 1


def test_a_key_belongs_to_one_person(client, api, second_secretary):
    client.post(URL, ALMATY, format="json", HTTP_IDEMPOTENCY_KEY="k1")
    assert api(second_secretary).post(URL, ALMATY, format="json", HTTP_IDEMPOTENCY_KEY="k1").status_code == 201
    assert Place.objects.count() == 2


def test_what_was_refused_leaves_no_key_behind(api, commissioner):
    answer = api(commissioner).post(URL, ALMATY, format="json", HTTP_IDEMPOTENCY_KEY="k1")
    assert answer.status_code == 409
    assert not IdempotencyKey.objects.exists()


def test_a_change_needs_the_version_it_changes(client):
    ref = client.post(URL, ALMATY, format="json").data["ref"]
    answer = client.patch(f"{URL}{ref}/", {"country": "Kazakhstan"}, format="json")
    assert answer.status_code == 428
    assert answer["Content-Type"] == "application/problem+json"


def test_a_change_of_an_old_version_is_refused(client):
    made = client.post(URL, ALMATY, format="json")
    where = f"{URL}{made.data['ref']}/"
    first = client.patch(where, {"country": "Kazakhstan"}, format="json", HTTP_IF_MATCH=made["ETag"])
    assert first.status_code == 200
    assert first["ETag"] != made["ETag"]
    assert client.patch(where, {"country": "KZ"}, format="json", HTTP_IF_MATCH=made["ETag"]).status_code == 412
    assert Place.objects.get().country == "Kazakhstan"


def test_the_audit_keeps_what_stood_there_before(client):
    made = client.post(URL, ALMATY, format="json")
    client.patch(f"{URL}{made.data['ref']}/", {"country": "Kazakhstan"}, format="json", HTTP_IF_MATCH=made["ETag"])
    assert Entry.objects.get(act="place.change").facts == {"changes": {"country": ["", "Kazakhstan"]}}


def test_an_unknown_field_is_named_not_dropped(client):
    answer = client.post(URL, {**ALMATY, "altitude": 800}, format="json")
    assert answer.status_code == 400
    assert "altitude" in answer.json()["errors"]


@pytest.mark.parametrize("query", ["?colour=red", "?kind=a\x00b", "?cursor=zzz"])
def test_a_filter_that_is_none_is_refused(client, query):
    assert client.get(URL + query).status_code in {400, 404}


def test_a_stranger_reads_404(client, api, outsider):
    made = client.post(URL, ALMATY, format="json")
    other = api(outsider)
    where = f"{URL}{made.data['ref']}/"
    assert other.get(where).status_code == 404
    assert other.patch(where, {"country": "X"}, format="json", HTTP_IF_MATCH=made["ETag"]).status_code == 404


def test_a_record_cannot_point_into_another_inquiry(client, api, outsider):
    theirs = api(outsider).post("/api/v1/authorities/", {"name": "A court", "kind": "court"}, format="json").data["ref"]
    answer = client.post("/api/v1/authorities/", {"name": "A chamber", "parent": theirs}, format="json")
    assert answer.status_code == 400
    assert "parent" in answer.json()["errors"]


def test_a_verb_that_is_none_is_no_address(client):
    visit = client.post("/api/v1/visits/", {"title": "A visit"}, format="json").data
    assert visit["allowed_actions"] == ["begin", "cancel"]
    answer = client.post(f"/api/v1/visits/{visit['ref']}/explode/", {}, format="json")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_a_verb_answers_the_record_and_its_next_steps(client):
    ref = client.post("/api/v1/visits/", {"title": "A visit"}, format="json").data["ref"]
    answer = client.post(f"/api/v1/visits/{ref}/begin/", {}, format="json")
    assert (answer.status_code, answer.data["status"], answer.data["allowed_actions"]) == (
        200,
        "underway",
        ["end", "cancel"],
    )
    assert client.post(f"/api/v1/visits/{ref}/begin/", {}, format="json").status_code == 409


def test_a_verb_wants_its_fields(client):
    ref = client.post("/api/v1/visits/", {"title": "A visit"}, format="json").data["ref"]
    answer = client.post(f"/api/v1/visits/{ref}/cancel/", {}, format="json")
    assert answer.status_code == 400
    assert "reason" in answer.json()["errors"]


def test_whoever_works_in_two_inquiries_says_in_which(client, api, secretary, other_inquiry):
    from inquiry.accounts import actions

    actions.give_role(secretary, "secretariat", inquiry=other_inquiry, by=None)
    both = api(secretary)
    assert "inquiry" in both.post(URL, ALMATY, format="json").json()["errors"]
    assert both.post(URL, {**ALMATY, "inquiry": other_inquiry.ref}, format="json").data["inquiry"] == other_inquiry.ref
