"""Who sees a group, and who decides about it."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from evidence.families import actions, reading, sketches
from evidence.families.models import Family
from evidence.families.passages import shared
from evidence.ingestion.looks import look
from evidence.items.models import Item
from inquiry.audit.models import Entry
from inquiry.shared.workflow import Refused
from tests.evidence.families.made import compare, prose
from tests.evidence.search.corpus import batch, item

pytestmark = pytest.mark.django_db
TEXT = prose(1)


@pytest.fixture
def three(inquiry, secretary):
    box = batch(inquiry, secretary)
    rows = [item(box, f"{TEXT} {word}", title=f"Copy {word}") for word in ("one", "two", "three")]
    compare(*rows)
    return rows


def close(*items):
    Item.objects.filter(pk__in=[one.pk for one in items]).update(classification="C4")


def test_members_that_one_may_not_read_are_neither_shown_nor_counted(three, secretary, desk, api):
    family = Family.objects.get()
    close(three[2])
    assert [one.item for one in reading.members(family, secretary)] == three[:2]
    page = desk(secretary).get(family.url).text
    assert three[2].ref not in page
    assert "Copy three" not in page
    listed = desk(secretary).get("/evidence/families/").text
    assert three[2].ref not in listed
    (answer,) = api(secretary).get("/api/v1/evidence/families/").json()["results"]
    assert [one["item"] for one in answer["members"]] == [three[0].ref, three[1].ref]


def test_a_group_of_which_one_may_read_one_member_is_not_there(three, secretary, outsider, auditor, desk, api):
    family = Family.objects.get()
    assert desk(secretary).get(family.url).status_code == 200
    for user in (outsider, auditor):
        assert not Family.objects.visible_to(user).exists()
    close(*three[1:])
    assert desk(secretary).get(family.url).status_code == 404
    assert family.ref not in desk(secretary).get("/evidence/families/").text
    assert family.ref not in desk(secretary).get(f"/evidence/items/{three[0].ref}/families/").text
    assert api(secretary).get(f"/api/v1/evidence/families/{family.ref}/").status_code == 404
    with pytest.raises(Family.DoesNotExist):
        actions.accept(family.ref, by=secretary)


def test_two_copies_of_the_same_bytes_tell_of_no_third(three, secretary):
    Item.objects.filter(pk=three[1].pk).update(sha256=three[0].sha256)
    assert Family.objects.visible_to(secretary).exists()
    close(three[2])
    assert not Family.objects.visible_to(secretary).exists()


def test_likeness_to_a_hidden_member_is_not_told(three, secretary):
    close(three[0])
    assert {one.percent for one in reading.members(Family.objects.get(), secretary) if one.like is None} <= {None}


def test_accepting_takes_the_members_seen_and_later_ones_are_suggestions_again(three, secretary, commissioner, inquiry):
    family = Family.objects.get()
    with pytest.raises(Refused):
        actions.accept(family.ref, by=commissioner)
    actions.accept(family.ref, by=secretary)
    family.refresh_from_db()
    assert (family.status, family.decided_by) == ("accepted", secretary)
    with pytest.raises(Refused, match="accepted"):
        actions.accept(family.ref, by=secretary)
    late = item(batch(inquiry, secretary), TEXT + " late")
    compare(late)
    assert family.members.get(item=late).accepted_at is None
    assert [step.verb for step in actions.open_steps(family, secretary)] == ["accept", "dismiss"]
    actions.accept(family.ref, by=secretary)
    assert not family.members.filter(accepted_at=None).exists()
    assert Entry.objects.filter(act="family.accept", about=family.ref).count() == 2


def test_dismissing_wants_a_reason_and_can_be_taken_back(three, secretary):
    family = Family.objects.get()
    with pytest.raises(Refused):
        actions.dismiss(family.ref, by=secretary, reason=" ")
    actions.dismiss(family.ref, by=secretary, reason="A form")
    assert reading.of_item(three[0], secretary) == []
    actions.accept(family.ref, by=secretary)
    assert [one for one, _members in reading.of_item(three[0], secretary)] == [family]


def test_no_reason_stands_in_the_audit(three, secretary):
    family = Family.objects.get()
    actions.split(family.ref, by=secretary, item=three[2].ref, reason="Given by Ivanov")
    actions.dismiss(family.ref, by=secretary, reason="Asked for by Ivanov")
    said = list(Entry.objects.filter(about=family.ref).values_list("act", "facts"))
    assert {act for act, _facts in said} == {"family.split", "family.dismiss"}
    assert "Ivanov" not in str(said)
    family.refresh_from_db()
    assert family.reason == "Asked for by Ivanov"


def test_the_steps_work_from_the_pages(three, secretary, desk):
    family, browser = Family.objects.get(), desk(secretary)
    for verb, said in (
        ("split", {"item": three[2].ref, "reason": "Another year"}), ("add", {"item": three[2].ref}), ("accept", {}),
        ("dismiss", {"reason": "A form"}),
    ):  # fmt: skip
        assert browser.get(f"{family.url}{verb}/").status_code == 200
        answer = browser.post(f"{family.url}{verb}/", said)
        assert (verb, answer.status_code, answer.headers.get("Location")) == (verb, 302, family.url)
    family.refresh_from_db()
    assert family.status == "dismissed"
    assert browser.post(f"{family.url}split/", {"item": "E-999999", "reason": "x"}).status_code == 404


def test_whoever_splits_off_the_last_but_one_goes_back_to_the_list(three, secretary, desk):
    family = Family.objects.get()
    actions.split(family.ref, by=secretary, item=three[2].ref, reason="x")
    answer = desk(secretary).post(f"{family.url}split/", {"item": three[1].ref, "reason": "x"})
    assert answer.headers["Location"] == "/evidence/families/"


def test_a_group_made_by_hand_is_accepted_at_once(inquiry, secretary, desk, api):
    box = batch(inquiry, secretary)
    one, other = item(box, "a"), item(box, "b")
    answer = desk(secretary).post("/evidence/families/new/", {"kind": "thread", "items": f"{one.ref}\n{other.ref}"})
    family = Family.objects.get()
    assert (answer.headers["Location"], family.status, family.created_by) == (family.url, "accepted", secretary)
    assert "E-777777" in desk(secretary).post("/evidence/families/new/", {"kind": "thread", "items": "E-777777"}).text
    close(other)
    refused = api(secretary).post(
        "/api/v1/evidence/families/", {"kind": "near", "items": [one.ref, other.ref]}, format="json"
    )
    assert refused.status_code == 400
    one_only = api(secretary).post("/api/v1/evidence/families/", {"kind": "near", "items": [one.ref]}, format="json")
    assert one_only.status_code == 409


def test_verbs_work_by_api(three, secretary, api):
    address = f"/api/v1/evidence/families/{Family.objects.get().ref}/"
    assert (
        api(secretary).post(address + "split/", {"item": three[2].ref, "reason": "x"}, format="json").status_code == 200
    )
    assert api(secretary).post(address + "add/", {"item": three[2].ref}, format="json").status_code == 200
    answer = api(secretary).post(address + "accept/", {}, format="json")
    assert (answer.status_code, answer.json()["status"]) == (200, "accepted")


def test_two_items_side_by_side_show_the_passage_and_the_share_of_each(
    inquiry, secretary, commissioner, outsider, desk
):
    box, passage = batch(inquiry, secretary), prose(5, 30)
    one, other = item(box, f"{prose(6, 30)} {passage}"), item(box, f"{prose(7, 60)}\n", f"{passage} {prose(8, 60)}")
    address = f"/evidence/families/compare/?one={one.ref}&other={other.ref}"
    page = desk(commissioner).get(address).text
    assert f"<mark>{passage}</mark>" in page
    assert "50 % of it" in page
    assert "20 % of it" in page
    assert f"{other.url}?page=2" in page
    assert desk(outsider).get(address).status_code == 404
    close(other)
    assert desk(commissioner).get(address).status_code == 404


def test_every_occurrence_is_listed_that_one_may_read(inquiry, secretary, desk):
    box = batch(inquiry, secretary)
    one, same, hidden = item(box, "a"), item(box, "a", provider="The post"), item(box, "a", provider="A source")
    listed = item(box, "a")
    Item.objects.filter(pk__in=[same.pk, hidden.pk, listed.pk]).update(sha256=one.sha256)
    close(hidden)
    Item.objects.filter(pk=listed.pk).update(classification="C2")
    assert listed in Item.objects.visible_to(secretary)
    panel = desk(secretary).get(f"/evidence/items/{one.ref}/families/", headers={"HX-Request": "true"}).text
    assert same.ref in panel
    assert "The post" in panel
    assert same.path in panel
    assert hidden.ref not in panel
    assert listed.ref not in panel


def test_passages_are_as_long_as_they_go_and_shares_count_words_once():
    words = prose(1, 60).split()
    other = prose(2, 10).split() + words[10:40] + prose(3, 5).split() + words[10:40]
    found = shared(words, other)
    assert [(one.one, one.other, one.length) for one in found] == [(10, 10, 30), (10, 45, 30)]
    assert shared(words, other, least=31) == []
    assert shared(words[:19], words[:19]) == []


@pytest.mark.parametrize("words", [20, 21, 33, 60])
def test_any_twenty_words_in_common_leave_a_trace_in_common(words):
    passage = prose(1, words).split()
    for before in range(0, 30, 3):
        one = sketches.passages(sketches.hashes(prose(2, before).split() + passage + prose(3, 41).split()))
        other = sketches.passages(sketches.hashes(prose(4, 57).split() + passage))
        assert set(one) & set(other)


def test_the_signature_estimates_likeness():
    words = prose(1, 2000).split()
    sets = [sketches.shingles(sketches.hashes(some)) for some in (words[:1500], words[500:])]
    both, inside = sketches.likeness(*sets)
    assert (round(both, 1), round(inside, 1)) == (0.5, 0.7)
    guessed = sketches.alike(*(sketches.signature(one).tobytes() for one in sets))
    assert abs(guessed - both) < 0.15


def drawn(shade=0):
    made = Image.new("RGB", (640, 480), (200 - shade, 190 - shade, 180 - shade))
    pen = ImageDraw.Draw(made)
    for number in range(12):
        pen.ellipse(
            (40 * number, 30 * (number % 5), 40 * number + 90, 30 * (number % 5) + 160), fill=(15 * number, 80, 40)
        )
    pen.rectangle((300, 250, 600, 440), fill=(20, 30, 120))
    return made


def test_a_picture_looks_the_same_smaller_saved_anew_and_brighter_and_another_does_not():
    held = io.BytesIO()
    drawn().save(held, "JPEG", quality=40)
    seen = int(look(drawn()), 16)
    for other in (Image.open(held), drawn().resize((200, 150)), drawn(shade=25)):
        assert sketches.apart(seen, int(look(other), 16)) <= sketches.FAR
    turned = drawn().transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert sketches.apart(seen, int(look(turned), 16)) > sketches.FAR
    assert look(Image.new("RGB", (300, 300), "white")) == ""
