"""The pages of requests, assurances and petitions, without scripts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from inquiry.accounts.policy import today
from inquiry.official_requests import actions
from inquiry.official_requests.assurances.models import Assurance
from inquiry.official_requests.models import OfficialRequest
from inquiry.official_requests.steps import STEPS
from inquiry.petitions.models import Petition
from inquiry.sources import actions as sources
from tests.inquiry.dealings import authority, brought_to, drafted
from tests.inquiry.story import Story

ZONED = {"wanted_zone": "Asia/Almaty", "wanted_basis": "stated"}
AT = {"at_zone": "Asia/Almaty", "at_basis": "stated"}


def test_a_request_is_drafted_changed_and_sent_by_a_colleague(
    inquiry: Any, secretary: Any, second_secretary: Any, desk: Any
) -> None:
    ministry = authority(inquiry, secretary)
    mine, theirs = desk(secretary), desk(second_secretary)
    typed = {"kind": "meeting", "subject": "A meeting", "authority": ministry.pk, "letter": "Dear", "language": "en", **ZONED,
             "authority_basis": "voluntary_protocol"}  # fmt: skip
    made = mine.post(reverse("inquiry:official_request_draft"), typed)
    request = OfficialRequest.objects.get()
    assert made.url == request.get_absolute_url()
    change = reverse("inquiry:official_request_change", args=[request.ref])
    assert "hidden" in mine.get(change).content.decode()
    mine.post(change, {**typed, "subject": "Another meeting", "revision": 1})
    page = mine.get(request.get_absolute_url()).content.decode()
    assert "a colleague reads it and sends it" in page
    send = reverse("inquiry:official_request_step", args=[request.ref, "send"])
    assert send not in page
    assert send in theirs.get(request.get_absolute_url()).content.decode()
    sent = theirs.post(send, {"at": "2 January 2023", "channel": "letter", **AT}, follow=True)
    request.refresh_from_db()
    assert (request.status, request.subject) == ("sent", "Another meeting")
    assert "Recorded: Send." in sent.content.decode()


def test_a_colleagues_change_is_shown_and_can_be_replaced_knowingly(inquiry: Any, secretary: Any, desk: Any) -> None:
    request = drafted(inquiry, secretary)
    change = reverse("inquiry:official_request_change", args=[request.ref])
    typed = {"kind": "meeting", "authority": request.authority_id, "letter": "Dear", "language": "en", **ZONED,
             "authority_basis": "voluntary_protocol", "revision": 1}  # fmt: skip
    desk(secretary).post(change, {**typed, "subject": "Theirs"})
    answer = desk(secretary).post(change, {**typed, "subject": "Mine"})
    assert answer.status_code == 409
    assert "Theirs" in answer.content.decode()
    assert "Mine" in answer.content.decode()
    assert desk(secretary).post(change, {**typed, "subject": "Mine", "revision": 2}).status_code == 302


def test_a_refused_form_comes_back_filled(inquiry: Any, secretary: Any, second_secretary: Any, desk: Any) -> None:
    request = brought_to("scheduled", inquiry, secretary, second_secretary)
    page = reverse("inquiry:official_request_step", args=[request.ref, "record_cancellation"])
    answer = desk(secretary).post(
        page, {"reason_given": "no", "reason": "They were ill.", "channel": "telephone", **AT}
    )
    assert answer.status_code == 422
    assert "They were ill." in answer.content.decode()
    assert request.events.count() == 3


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.verb)
def test_every_step_has_its_page(step: Any, inquiry: Any, secretary: Any, second_secretary: Any, desk: Any) -> None:
    request = brought_to(step.sources[0], inquiry, secretary, second_secretary)
    page = desk(second_secretary).get(reverse("inquiry:official_request_step", args=[request.ref, step.verb]))
    assert page.status_code == 200
    assert "<form" in page.content.decode()


def test_a_word_that_is_no_step_is_no_address(inquiry: Any, secretary: Any, desk: Any) -> None:
    request = drafted(inquiry, secretary)
    assert desk(secretary).get(f"/requests/{request.ref}/obliterate/").status_code == 404


def test_a_step_that_is_not_possible_is_refused_before_its_form(inquiry: Any, secretary: Any, desk: Any) -> None:
    request = drafted(inquiry, secretary)
    assert desk(secretary).get(f"/requests/{request.ref}/schedule/").status_code == 409


def test_a_correction_is_filled_with_what_stands(
    inquiry: Any, secretary: Any, second_secretary: Any, desk: Any
) -> None:
    request = brought_to("cancelled", inquiry, secretary, second_secretary)
    page = reverse("inquiry:official_request_step", args=[request.ref, "correct"])
    assert 'value="2023-01-16"' in desk(secretary).get(page + "?step=4").content.decode()
    typed = {"corrects": 4, "at": "15 January 2023", "channel": "telephone", "reason_given": "no", **AT}
    answer = desk(secretary).post(page, typed, follow=True)
    assert "corrected by step 5" in answer.content.decode()
    assert desk(secretary).get(page + "?step=99").status_code == 404


ADDRESSES = ["official_requests", "official_request_draft", "requests_overview", "assurances", "assurance_give", "petitions",
             "petition_draft"]  # fmt: skip


@pytest.mark.parametrize("name", ADDRESSES)
def test_lists_and_forms_open_to_the_secretariat_only(name: str, secretary: Any, stranger: Any, desk: Any) -> None:
    assert desk(secretary).get(reverse(f"inquiry:{name}")).status_code == 200
    assert desk(stranger).get(reverse(f"inquiry:{name}")).status_code == 404


def test_records_of_another_inquiry_are_not_there(
    inquiry: Any, secretary: Any, second_secretary: Any, outsider: Any, desk: Any
) -> None:
    story = Story(inquiry, secretary, second_secretary)
    for record in (story.r01, story.assurance, story.petition):
        path = record.get_absolute_url()
        assert desk(secretary).get(path).status_code == 200
        assert desk(outsider).get(path).status_code == 404
        assert desk(outsider).post(path + "add_note/", {"note": "x", **AT}).status_code == 404


def test_lists_show_and_narrow(inquiry: Any, secretary: Any, second_secretary: Any, desk: Any) -> None:
    story = Story(inquiry, secretary, second_secretary)
    late = brought_to("sent", inquiry, secretary, second_secretary, kind="documents", due_on=today(), subject="Papers")
    OfficialRequest.objects.filter(pk=late.pk).update(due_on=today() - timedelta(days=1))
    browser = desk(secretary)
    everything = browser.get("/requests/").content.decode()
    assert story.r01.ref in everything
    assert "Overdue" in everything
    overdue = browser.get("/requests/?overdue=on").content.decode()
    assert late.ref in overdue
    assert story.r01.ref not in overdue
    assert story.r03.ref in browser.get(f"/requests/?authority={story.police.pk}&status=cancelled").content.decode()
    assert "Papers" in browser.get("/requests/overview/", headers={"HX-Request": "true"}).content.decode()
    assert story.assurance.ref in browser.get("/assurances/?status=broken").content.decode()
    assert story.petition.ref in browser.get("/petitions/?status=revoked").content.decode()


def test_the_overview_shows_what_comes_next_in_both_zones(
    inquiry: Any, secretary: Any, second_secretary: Any, desk: Any
) -> None:
    request = brought_to("agreed", inquiry, secretary, second_secretary)
    day = today() + timedelta(days=3)
    actions.VERBS["schedule"](request.ref, by=secretary, appointment=f"{day}T10:00", appointment_zone="Asia/Almaty")
    panel = desk(secretary).get("/requests/overview/", headers={"HX-Request": "true"}).content.decode()
    assert "10:00 Almaty" in panel
    assert "London" in panel


def test_a_petition_is_prepared_from_a_refused_request(
    inquiry: Any, secretary: Any, second_secretary: Any, desk: Any
) -> None:
    request = brought_to("refused", inquiry, secretary, second_secretary, subject="The file")
    browser = desk(secretary)
    assert f"/petitions/new/?request={request.ref}" in browser.get(request.get_absolute_url()).content.decode()
    form = browser.get(f"/petitions/new/?request={request.ref}").content.decode()
    assert f"After {request.ref}: The file" in form
    browser.post("/petitions/new/", {"subject": "Leave", "request": request.pk})
    assert Petition.objects.get().request == request
    assert "Leave" in browser.get(f"/petitions/about/{request.ref}/").content.decode()


def test_who_may_not_read_requests_sees_only_the_reference(
    inquiry: Any, secretary: Any, second_secretary: Any, investigator: Any, desk: Any
) -> None:
    story = Story(inquiry, secretary, second_secretary)
    page = desk(investigator).get(story.petition.get_absolute_url()).content.decode()
    assert story.r04.ref in page
    assert story.r04.subject not in page
    assert desk(investigator).get(story.r04.get_absolute_url()).status_code == 404


def test_whether_a_permission_was_in_force_is_asked_by_day(
    inquiry: Any, secretary: Any, second_secretary: Any, desk: Any
) -> None:
    story = Story(inquiry, secretary, second_secretary)
    path = story.petition.get_absolute_url()
    assert "not known, or for part of the day only" in desk(secretary).get(path + "?day=2023-01-17").content.decode()
    assert "no permission was in force" in desk(secretary).get(path + "?day=2023-01-18").content.decode()


def test_an_assurance_is_recorded_about_a_request(inquiry: Any, secretary: Any, desk: Any) -> None:
    request = drafted(inquiry, secretary)
    path = f"/assurances/new/?request={request.ref}"
    assert request.ref in desk(secretary).get(path).content.decode()
    zoned = {"given_zone": "Europe/London", "given_basis": "stated", "given": "before 15 January 2023"}
    told = {"words": "All will be well.", "authority": request.authority_id, "request": request.pk, **zoned}
    desk(secretary).post(path, told)
    made = Assurance.objects.get()
    assert (made.request, made.given) == (request, "../2023-01-14")
    assert made.ref in desk(secretary).get(request.get_absolute_url()).content.decode()


def test_each_step_shows_the_sources_it_rests_on_and_offers_to_add_a_proof(
    inquiry: Any, secretary: Any, second_secretary: Any, desk: Any
) -> None:
    request = brought_to("agreed", inquiry, secretary, second_secretary)
    source = sources.add_source(inquiry=inquiry, by=secretary, title="What a newspaper wrote", kind="press_article")
    sources.cite(about_ref=request.ref, by=secretary, source=source, about_part="step 1")
    page = desk(secretary).get(request.get_absolute_url()).content.decode()
    step = page.partition('id="step-1"')[2].partition('id="step-2"')[0]
    assert "What a newspaper wrote" in step
    assert f"about_ref={request.ref}&amp;part=1" in step
    form = desk(secretary).get(f"/sources/about/{request.ref}/cite/?part=step+2").content.decode()
    assert 'value="step 2"' in form


def test_silence_about_a_reason_is_said(inquiry: Any, secretary: Any, second_secretary: Any, desk: Any) -> None:
    request = brought_to("sent", inquiry, secretary, second_secretary)
    actions.record_refusal(request.ref, by=secretary, at="2023-01-16", reason_given="not_stated")
    assert (
        "Whether a reason was given is not stated" in desk(secretary).get(request.get_absolute_url()).content.decode()
    )
