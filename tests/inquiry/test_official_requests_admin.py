"""The admin over requests, assurances and petitions: drafts through actions, steps only read."""

from __future__ import annotations

from typing import Any

import pytest

from inquiry.audit.models import Entry
from inquiry.official_requests.models import OfficialRequest
from tests.inquiry.dealings import authority, brought_to
from tests.inquiry.story import Story

LISTS = ["inquiry/officialrequest", "inquiry/requestevent", "inquiry/assurance", "inquiry/assuranceevent", "inquiry/petition",
         "inquiry/petitionevent", "reports/register"]  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_each_list_opens_to_the_secretariat_and_to_nobody_without_the_right(
    name: str, inquiry: Any, secretary: Any, second_secretary: Any, investigator: Any, outsider: Any, desk: Any
) -> None:
    story = Story(inquiry, secretary, second_secretary)
    page = desk(secretary).get(f"/admin/{name}/")
    assert page.status_code == 200
    assert desk(investigator).get(f"/admin/{name}/").status_code in {302, 403, 404}
    assert story.r01.ref not in desk(outsider).get(f"/admin/{name}/").content.decode()


def test_a_step_is_read_and_never_written(inquiry: Any, secretary: Any, second_secretary: Any, desk: Any) -> None:
    request = brought_to("sent", inquiry, secretary, second_secretary)
    event = request.events.get()
    browser = desk(secretary)
    path = f"/admin/inquiry/requestevent/{event.pk}/change/"
    assert browser.get(path).status_code == 200
    assert browser.post(path, {"note": "changed"}).status_code == 403
    assert browser.get("/admin/inquiry/requestevent/add/").status_code == 403
    assert browser.get(f"/admin/inquiry/requestevent/{event.pk}/delete/").status_code == 403


def test_a_draft_is_written_by_the_action(inquiry: Any, secretary: Any, desk: Any) -> None:
    typed = {"kind": "meeting", "subject": "By the admin", "authority": authority(inquiry, secretary).pk, "language": "en",
             "wanted_zone": "Asia/Almaty", "wanted_basis": "stated", "authority_basis": "voluntary_protocol"}  # fmt: skip
    answer = desk(secretary).post("/admin/inquiry/officialrequest/add/", typed)
    assert answer.status_code == 302
    request = OfficialRequest.objects.get()
    assert (request.drafted_by, request.inquiry) == (secretary, inquiry)
    assert Entry.objects.get(act="official_request.draft").through == "admin"


def test_what_was_sent_is_not_changed_there(inquiry: Any, secretary: Any, second_secretary: Any, desk: Any) -> None:
    request = brought_to("sent", inquiry, secretary, second_secretary)
    path = f"/admin/inquiry/officialrequest/{request.pk}/change/"
    typed = {"kind": "meeting", "subject": "Changed", "authority": request.authority_id, "language": "en", "opened_revision": 2,
             "wanted_zone": "Asia/Almaty", "wanted_basis": "stated", "authority_basis": "voluntary_protocol"}  # fmt: skip
    assert "not possible now" in desk(secretary).post(path, typed, follow=True).content.decode()
    request.refresh_from_db()
    assert request.subject == "A meeting"
