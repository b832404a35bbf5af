"""What is found to belong together, and what is not: near copies, pictures, passages in common, threads."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.families import actions, finding, queue, threads
from evidence.families.models import Family, FamilyMember, FamilyPending, Trace
from evidence.items import indexing
from evidence.items.coding import Outcome
from evidence.items.models import Item, Page
from inquiry.audit.models import Entry
from tests.evidence.families.made import compare, groups, prose, refs
from tests.evidence.search.corpus import batch, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(inquiry, secretary):
    return batch(inquiry, secretary)


def test_a_near_copy_is_suggested_and_another_text_is_not(box):
    text = prose(1)
    first, copy, other = item(box, text), item(box, text.replace(text.split()[40], "иное", 1)), item(box, prose(2))
    compare(first, copy, other)
    assert groups() == [("suggested", {first.ref, copy.ref})]
    row = FamilyMember.objects.get(item=copy)
    assert row.like == first
    assert 0.9 < row.score < 1


def test_what_shares_bytes_is_no_group_by_itself(box):
    first, again = item(box, prose(1)), item(box, prose(1))
    Item.objects.filter(pk=again.pk).update(sha256=first.sha256)
    compare(first, again)
    assert groups() == []


def test_another_inquiry_is_never_compared(box, other_inquiry, outsider):
    compare(item(box, prose(1)), item(batch(other_inquiry, outsider), prose(1)))
    assert groups() == []


def test_short_texts_are_not_compared(box):
    compare(item(box, "Yes, as agreed."), item(box, "Yes, as agreed."))
    assert groups() == []


def test_a_third_copy_joins_the_group_whatever_the_order(box):
    text = prose(3)
    rows = [item(box, text + f" {word}") for word in ("один", "два", "три", "четыре")]
    compare(rows[2])
    compare(rows[0], rows[3], rows[1])
    assert groups("near") == [("suggested", {one.ref for one in rows})]


def test_a_passage_of_twenty_words_in_common_is_found_wherever_it_stands(box):
    passage = prose(9, 20)
    first = item(box, f"{prose(4, 137)} {passage} {prose(5, 211)}")
    other = item(box, prose(6, 40), f"{prose(7, 61)} {passage} {prose(8, 90)}")
    compare(first, other)
    assert groups() == [("suggested", {first.ref, other.ref})]
    assert Family.objects.get().kind == "republication"


def test_a_formula_that_very_many_have_in_common_groups_nobody(box, monkeypatch):
    monkeypatch.setattr("evidence.families.finding.MOST", 3)
    formula = prose(9, 30)
    for number in range(8):
        compare(item(box, f"{prose(20 + number, 90)} {formula} {prose(40 + number, 90)}"))
    assert len(refs(Family.objects.get(kind="republication"))) <= 4


def test_a_passage_broken_over_lines_and_written_with_other_letters_is_the_same(box):
    passage = "комиссия получила уведомление об отмене поездки " + prose(9, 20)
    broken = passage.replace("уведомление", "уведом-\nление").replace("комиссия", "КОМИССИЯ,")
    first, other = item(box, f"{prose(4)} {passage}"), item(box, f"{prose(5)} {broken}")
    compare(first, other)
    assert groups("republication") == [("suggested", {first.ref, other.ref})]


def mail(
    box, own, subject="Notice of the visit", answers="", before=(), sender="a@example.org", to="b@example.org", at=""
):
    claimed = {
        "claimed_message_id": own, "claimed_subject": subject, "claimed_from": sender, "claimed_to": [to],
        "claimed_references": list(before), "claimed_in_reply_to": answers, "claimed_sent_at": at,
    }  # fmt: skip
    return item(
        box, "short", media_type="message/rfc822", claimed={key: value for key, value in claimed.items() if value}
    )


def test_a_thread_is_put_together_by_ids_in_any_order_of_arrival(box):
    third = mail(box, "3@x", answers="2@x", before=("1@x", "2@x"))
    first, other = mail(box, "1@x"), mail(box, "9@x", subject="Something else")
    second = mail(box, "2@x", answers="1@x")
    for one in (third, first, other, second):
        compare(one)
    assert groups("thread") == [("suggested", {first.ref, second.ref, third.ref})]


def test_a_message_that_comes_late_makes_two_threads_one(box):
    first, fourth = mail(box, "1@x"), mail(box, "4@x", before=("3@x",))
    second, fifth = mail(box, "2@x", answers="1@x"), mail(box, "5@x", answers="4@x")
    compare(first, second, fourth, fifth)
    assert len(groups("thread")) == 2
    bridge = mail(box, "3@x", answers="2@x")
    compare(bridge)
    assert groups("thread") == [("suggested", {one.ref for one in (first, second, bridge, fourth, fifth)})]


def test_subject_and_people_are_a_weaker_reason_and_need_an_answer(box):
    first = mail(box, "1@x", subject="Visit of the commission")
    again = mail(box, "2@x", subject="Visit of the commission")
    compare(first, again)
    assert groups() == []
    reply = mail(box, "3@x", subject="Ответ: RE: visit of the Commission", sender="B@example.org", to="c@example.org")
    stranger = mail(box, "4@x", subject="Re: Visit of the commission", sender="x@example.org", to="y@example.org")
    compare(reply, stranger)
    assert groups("thread") == [("suggested", {first.ref, again.ref, reply.ref})]
    assert FamilyMember.objects.get(item=reply).by_subject


def picture(box, look):
    return item(box, media_type="image/jpeg", claimed={"picture_look": f"{look:016x}"})


@pytest.mark.parametrize("bits", [0x0, 0x1, 0x8000400020001001, 0x7F])
def test_pictures_up_to_seven_bits_apart_are_found(box, bits):
    look = 0x93A5_0F3C_7717_E1D2
    first, other = picture(box, look), picture(box, look ^ bits)
    compare(first, other)
    assert groups("picture") == [("suggested", {first.ref, other.ref})]


def test_pictures_further_apart_are_not(box):
    compare(picture(box, 0x93A5_0F3C_7717_E1D2), picture(box, 0x93A5_0F3C_7717_E1D2 ^ 0xFF))
    assert groups() == []


def test_a_text_that_changed_is_compared_anew_and_leaves_what_it_is_like_no_more(box):
    text = prose(1)
    first, copy, third = item(box, text), item(box, text + " одно"), item(box, text + " другое")
    compare(first, copy, third)
    Page.objects.filter(item=copy).update(text=prose(2))
    indexing.write(copy)
    assert FamilyPending.objects.filter(item=copy).exists()
    compare()
    assert groups() == [("suggested", {first.ref, third.ref})]
    assert not FamilyPending.objects.exists()


def test_what_was_dismissed_or_split_off_is_not_suggested_again(box, secretary):
    text = prose(1)
    first, copy = item(box, text), item(box, text + " одно")
    compare(first, copy)
    actions.dismiss(Family.objects.get().ref, by=secretary, reason="Two forms filled in alike")
    Page.objects.filter(item=copy).update(text=text + " иначе")
    compare(copy)
    assert groups() == [("dismissed", {first.ref, copy.ref})]
    third = item(box, text + " третье")
    compare(third)
    assert ("suggested", {first.ref, third.ref}) in groups()
    assert not any({first.ref, copy.ref} <= members for status, members in groups() if status == "suggested")


def test_a_member_that_was_split_off_stays_out(box, secretary):
    text = prose(1)
    rows = [item(box, text + f" {word}") for word in ("одно", "два", "три")]
    compare(*rows)
    family = Family.objects.get()
    actions.split(family.ref, by=secretary, item=rows[2].ref, reason="Another year")
    Page.objects.filter(item=rows[2]).update(text=text + " четыре")
    compare(rows[2])
    assert groups() == [("suggested", {rows[0].ref, rows[1].ref})]


def test_what_waits_or_is_in_quarantine_is_not_compared(box):
    compare(item(box, prose(1)), item(box, prose(1) + " a", status=Outcome.QUARANTINED))
    assert groups() == []


def test_one_item_that_fails_holds_nobody_up(box, monkeypatch):
    bad, text = item(box, prose(1)), prose(2)
    first, copy = item(box, text), item(box, text + " ещё")
    real = __import__("evidence.families.said", fromlist=["text_of"]).text_of
    monkeypatch.setattr("evidence.families.finding.said.text_of", lambda one: real(one) if one.pk != bad.pk else [][0])
    compare(bad, first, copy)
    assert groups() == [("suggested", {first.ref, copy.ref})]
    assert not FamilyPending.objects.exists()


def test_one_item_that_stops_its_process_is_given_up_and_takes_no_other_with_it(box, monkeypatch):
    class Killed(BaseException):
        """As when the process is ended from outside: nothing of ours catches it."""

    bad, text = item(box, prose(1)), prose(2)
    rest = [item(box, text + f" {number}") for number in range(3)]
    real = finding.relate

    def relate(one):
        if one.pk == bad.pk:
            raise Killed
        real(one)

    monkeypatch.setattr(finding, "relate", relate)
    queue.note(one.pk for one in (bad, *rest))
    killed, begun = 0, FamilyPending.objects.count()
    for _ringing in range(10 * begun):
        try:
            finding.some()
        except Killed:
            killed += 1
    assert killed == finding.ATTEMPTS
    assert not FamilyPending.objects.exists()
    assert groups() == [("suggested", refs(Family.objects.get()))]
    assert refs(Family.objects.get()) == {one.ref for one in rest}


def test_headers_without_end_are_read_once(monkeypatch):
    claimed = {"claimed_from": "a" * 300_000 + " " + "b@" * 9, "claimed_to": "«Я» <i@example.org>, x" + "@" * 300_000}
    assert threads.people(claimed) == {"i@example.org"}
    assert threads.people({"claimed_to": ['"A, B" <A@example.org>;c@example.org', "@", "d@", "@e"]}) == {
        "a@example.org",
        "c@example.org",
    }
    seen = []

    class Counting:
        def match(self, said):
            seen.append(len(said))

        def sub(self, _by, said, count):
            seen.append(len(said))
            return said

    monkeypatch.setattr(threads, "MARK", Counting())
    endless = {"claimed_subject": "re" + " " * 300_000 + "x" * 300_000}
    assert threads.subject(endless) == ""
    assert not threads.is_answer(endless)
    assert seen == [2, 2]


def test_the_cost_of_one_does_not_grow_with_the_number_held(box):
    def queries():
        new = item(box, prose(999))
        Trace.objects.filter(item=new).delete()
        with CaptureQueriesContext(connection) as seen:
            compare(new)
        Item.objects.filter(pk=new.pk).update(status=Outcome.WAITING)
        Page.objects.filter(item=new).update(text=prose(new.pk))
        return len(seen)

    few = queries()
    compare(*(item(box, prose(number)) for number in range(100, 130)))
    assert queries() <= few + 12


def test_beside_an_item_a_closely_held_mail_does_not_say_its_sender(box, secretary, protection_officer, desk):
    first = mail(box, "1@x", sender="one@example.org")
    reply = mail(box, "2@x", answers="1@x", sender="two@example.org")
    compare(first, reply)
    Item.objects.filter(pk=reply.pk).update(classification="C3")
    browser, family = desk(protection_officer), Family.objects.get(kind="thread")
    beside = browser.get(f"/evidence/items/{first.ref}/families/").text
    assert ("one@example.org" in beside, "two@example.org" in beside) == (True, False)
    assert not Entry.objects.filter(act="evidence.read", about=reply.ref).exists()
    assert "two@example.org" in browser.get(family.get_absolute_url()).text
    assert Entry.objects.filter(act="evidence.read", about=reply.ref).exists()
