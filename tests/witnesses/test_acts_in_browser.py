"""Acts, casualties and medical evaluations in Chromium, wide and at 390 pixels: readable for all, nothing cut off."""

from __future__ import annotations

import pytest
from django.urls import reverse

from inquiry.demonstration import loading, people
from inquiry.demonstration.shelf import Shelf
from tests.conftest import person
from tests.desk.looking import against
from tests.desk.test_desk_in_browser import browser, complaints, opened, sign_in
from tests.witnesses.wounds import agree
from witnesses.acts.models import Act, Event
from witnesses.casualties.models import Casualty
from witnesses.demonstration import acts, casualties, medical
from witnesses.demonstration.people import note_of
from witnesses.medical.models import MedicalEvaluation
from witnesses.people import actions as witnesses
from witnesses.people.models import Witness

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["browser"]
WANTED = {"sources", "places", "authorities", "officials", "commission", "members", "mandate", "statements", "figures"}


@pytest.fixture
def shelf(inquiry):
    found = Shelf(inquiry, {one.key: person(one.role, inquiry, one.name) for one in people.CAST})
    for subject in loading.SUBJECTS:
        if subject.name in WANTED:
            loading.load_subject(found, subject)
    for number in (2, 7):
        witness = witnesses.register(
            inquiry=inquiry,
            by=found.people["investigator"],
            capacity="victim",
            languages=["Kazakh"],
            note=note_of(number),
        )
        agree(witness, found.people["investigator"])
    for room in (casualties, acts, medical):
        room.load(found)
    return found


def pages():
    """Name and address of every page, of the records that say most."""
    tortured = Act.objects.filter(act_type="020111110000").first()
    killed = Casualty.objects.filter(status="verified").first()
    signed = MedicalEvaluation.objects.get(status="amended")
    yield from ((name, reverse(f"witnesses:{name}")) for name in (
        "acts", "events", "act_map", "act_counts", "act_new", "event_new", "casualties", "casualty_totals", "casualty_new",
        "evaluations", "evaluation_new",
    ))  # fmt: skip
    yield "act", tortured.get_absolute_url()
    yield "event", Event.objects.get(title__contains="demonstration in Oidan").get_absolute_url()
    yield "involvement_new", reverse("witnesses:involvement_new", args=[tortured.ref])
    yield "acts_of", reverse("witnesses:acts_of", args=[tortured.victim_ref])
    yield "casualty", killed.get_absolute_url()
    yield "casualty_merge", reverse("witnesses:casualty_merge", args=[killed.ref])
    yield "casualty_hidden", Casualty.objects.get(witness__isnull=False).get_absolute_url()
    yield "evaluation", signed.get_absolute_url()
    yield "evaluation_watched", MedicalEvaluation.objects.get(authorities_present="yes").get_absolute_url()
    yield "medical_of", reverse("witnesses:medical_of", args=[signed.about_ref])
    yield "ill_treatment_of", reverse("witnesses:ill_treatment_of", args=[signed.about_ref])
    yield "on_a_day", reverse("inquiry:officials") + "?on=2022-01-05"


def clinical():
    draft = MedicalEvaluation.objects.get(status="draft")
    yield "clinician_list", reverse("witnesses:evaluations")
    yield "clinician_draft", draft.get_absolute_url()
    for name in ("evaluation_clinical", "finding_new", "rating_new", "evaluation_sign"):
        yield name, reverse(f"witnesses:{name}", args=[draft.ref])


def test_every_page_is_fit_to_be_looked_at(browser, live_server, shelf):
    wrong = []
    for who, walk in (("investigator", pages), ("clinician", clinical)):
        page = opened(browser)
        said = complaints(page)
        sign_in(page, live_server.url, shelf.people[who], "/overview/")
        for name, address in walk():
            page.goto(live_server.url + address)
            wrong += against(page, f"acts-{name}")
        wrong += said
    assert wrong == []


def test_a_finding_is_rated_by_keyboard_alone(browser, live_server, shelf):
    draft = MedicalEvaluation.objects.get(status="draft")
    page = opened(browser)
    sign_in(page, live_server.url, shelf.people["clinician"], draft.get_absolute_url())
    page.goto(live_server.url + reverse("witnesses:finding_new", args=[draft.ref]))
    page.get_by_label("What was found").fill("A healed fracture")
    page.get_by_label("Chest").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save").press("Enter")
    page.wait_for_url(f"**/medical/{draft.ref}/")
    page.get_by_role("link", name="Rate").first.press("Enter")
    page.get_by_label("Alleged cause").select_option(index=1)
    page.get_by_label("Highly consistent with").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save").press("Enter")
    page.wait_for_url(f"**/medical/{draft.ref}/")
    assert page.locator("main").get_by_text("Highly consistent with").first.is_visible()
    assert Witness.objects.count() == 3
