"""The pages of registers and their API."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from inquiry.audit.models import Entry
from inquiry.jobs.models import Job
from reports.registers import actions
from reports.registers.models import Register
from tests.inquiry.story import Story

PDF = {"kind": "cooperation", "format": "pdf"}


@pytest.fixture
def story(inquiry: Any, secretary: Any, second_secretary: Any) -> Story:
    return Story(inquiry, secretary, second_secretary)


def work() -> None:
    """What a worker would do with everything that waits."""
    for job in Job.objects.open():
        actions.run(job.pk)


def test_the_register_stands_on_a_page_with_its_picture(story: Story, secretary: Any, desk: Any) -> None:
    page = desk(secretary).get(reverse("reports:cooperation")).content.decode()
    for words in ("Ministry of Foreign Affairs", "at most 31 hours", "No reason was given.", "How notice was computed"):
        assert words in page
    picture = page[page.index("<svg xmlns") :].partition("</svg>")[0] + "</svg>"
    root = ElementTree.fromstring(picture)  # noqa: S314 - our own
    assert root.get("role") == "img"
    assert "style" not in picture
    assert sum(1 for one in root.iter() if one.tag.endswith("}g")) >= 20


def test_what_somebody_wrote_does_not_get_into_the_picture_as_markup(story: Story, secretary: Any, desk: Any) -> None:
    story.told('<script>x</script>"', [], authority=story.police)
    page = desk(secretary).get(reverse("reports:cooperation")).content.decode()
    assert "<script>x" not in page


def test_a_register_is_asked_for_watched_and_downloaded(story: Story, secretary: Any, desk: Any) -> None:
    browser = desk(secretary)
    asked = browser.post(reverse("reports:build"), PDF)
    register = Register.objects.get()
    assert asked.url == register.get_absolute_url()
    progress = reverse("reports:progress", args=[register.ref])
    assert "waits for a worker" in browser.get(asked.url).content.decode()
    assert browser.get(progress, headers={"HX-Request": "true"}).status_code == 200
    work()
    assert browser.get(progress, headers={"HX-Request": "true"}).status_code == 286
    assert "Download" in browser.get(asked.url).content.decode()
    file = browser.get(reverse("reports:download", args=[register.ref]))
    assert file.content.startswith(b"%PDF")
    assert file["Content-Disposition"] == f'attachment; filename="{register.ref}-cooperation.pdf"'
    assert Entry.objects.filter(act="register.download", about=register.ref, by=secretary).count() == 1
    assert register.ref in browser.get(reverse("reports:registers")).content.decode()
    assert register.ref in browser.get(reverse("reports:overview_panel")).content.decode()


def test_a_commissioner_sees_that_it_exists_and_not_what_it_says(
    story: Story, secretary: Any, commissioner: Any, desk: Any
) -> None:
    desk(secretary).post(reverse("reports:build"), PDF)
    work()
    register = Register.objects.get()
    page = desk(commissioner).get(register.get_absolute_url())
    assert "records that are not open to you" in page.content.decode()
    assert desk(commissioner).get(reverse("reports:download", args=[register.ref])).status_code == 409
    assert desk(commissioner).post(reverse("reports:build"), PDF, follow=True).status_code == 200
    assert Register.objects.count() == 1


@pytest.mark.parametrize("name", ["registers", "cooperation", "overview_panel"])
def test_strangers_find_nothing(name: str, stranger: Any, desk: Any) -> None:
    assert desk(stranger).get(reverse(f"reports:{name}")).status_code == 404


def test_registers_of_another_inquiry_are_not_there(story: Story, secretary: Any, outsider: Any, desk: Any) -> None:
    desk(secretary).post(reverse("reports:build"), PDF)
    work()
    register = Register.objects.get()
    for name in ("register", "progress", "download"):
        assert desk(outsider).get(reverse(f"reports:{name}", args=[register.ref])).status_code == 404


def test_by_api(story: Story, secretary: Any, outsider: Any, api: Any) -> None:
    client = api(secretary)
    asked = client.post("/api/v1/registers/", {"format": "csv"}, format="json", headers={"Idempotency-Key": "k"})
    assert (asked.status_code, asked.data["status"]) == (201, "queued")
    path = f"/api/v1/registers/{asked.data['ref']}/"
    assert client.get(path + "download/").status_code == 409
    work()
    assert client.get(path).data["status"] == "done"
    assert story.r01.ref in client.get(path + "download/").content.decode()
    assert api(outsider).get(path).status_code == 404
    told = client.get("/api/v1/cooperation/").data
    assert told["parties"][-1]["name"] == "Representatives of civil society"
    assert told["digest"] == Register.objects.get().data_digest
    assert api(outsider).get("/api/v1/cooperation/").data["parties"] == []


def test_a_page_and_its_file_say_the_same(story: Story, secretary: Any, api: Any) -> None:
    client = api(secretary)
    client.post("/api/v1/registers/", {"format": "csv"}, format="json")
    work()
    csv = client.get(f"/api/v1/registers/{Register.objects.get().ref}/download/").content.decode()
    for party in client.get("/api/v1/cooperation/").data["parties"]:
        for line in party["lines"]:
            assert line["ref"] in csv
