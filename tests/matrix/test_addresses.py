"""Every address × every role: what the plan opens is open, everything else does not exist; signed out, nothing is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from rest_framework.test import APIClient

from inquiry.accounts import actions
from inquiry.accounts.api_tokens import ApiToken
from inquiry.accounts.models import Inquiry, RoleHeld, User
from inquiry.accounts.rights import Right
from inquiry.shared.tables import record_kinds
from tests.conftest import person
from tests.matrix.addresses import ROLES, RULES, Rule
from tests.matrix.classified import addresses

WALKED = [pattern for pattern, _one in addresses()]
PRINCIPALS = (*ROLES, "stranger", "outsider")
ALIKE = ("api/v1/schema/",)  # the same for whoever is signed in, and slow to make: one role asks for all
QUERIES = {"search": "?q=a", "names": "?q=a", "in-force": "?day=2023-01-16"}  # what these cannot do without
MISSING = {"ref": "ZZ-9999", "pk": "99999999", "number": "9999", "verb": "nothing", "key": "nothing"}


def rule_of(pattern: str) -> Rule | None:
    return next((rule for rule in RULES if re.match(rule.begins, pattern)), None)


def test_every_address_has_its_roles():
    assert [pattern for pattern in WALKED if rule_of(pattern) is None] == []


def test_no_rule_is_left_of_an_address_that_is_gone():
    assert [rule.begins for rule in RULES if not any(rule_of(pattern) is rule for pattern in WALKED)] == []


class World:
    """The demonstration inquiry, one fresh person per role who is assigned to nothing, and one sample of each kind."""

    def __init__(self) -> None:
        self.inquiry = Inquiry.objects.order_by("pk")[0]
        other = Inquiry.objects.exclude(pk=self.inquiry.pk)[0]
        self.people: dict[str, User] = {role: person(role, self.inquiry) for role in ROLES}
        self.people["stranger"] = person("", self.inquiry)
        self.people["outsider"] = person("secretariat", other)
        self.samples = {kind: self._sample(model) for kind, model in record_kinds().items()}
        self.samples["user"] = str(RoleHeld.objects.filter(inquiry=self.inquiry)[0].user_id)
        self.samples["role"] = str(RoleHeld.objects.filter(inquiry=self.inquiry)[0].pk)
        self.samples["token"] = str(ApiToken.objects.values_list("pk", flat=True).first() or 1)

    def _sample(self, model: Any) -> str:
        rows = model.objects.filter(inquiry=self.inquiry)
        rows = rows.filter(classification="C1") if hasattr(model, "classification") else rows
        found = rows.order_by("pk").values_list("ref", flat=True).first()
        return found or ""

    def lacks(self, rule: Rule) -> bool:
        """Whether the demonstration has no record of the kind, so that nobody's answer would say anything."""
        return bool(rule.about) and rule.read != frozenset() and not self.samples.get(rule.about.split(" ")[0])

    def fill(self, pattern: str, about: str) -> str:
        """The address with a real record in it."""
        kind, _blank, verb = about.partition(" ")
        values = {**MISSING, "number": "1", "verb": verb or "nothing"}
        if kind:
            values["pk" if kind.islower() else "ref"] = self.samples[kind] or MISSING["ref"]
        return address(pattern, values) + QUERIES.get(pattern.rstrip("$/").rpartition("/")[2], "")


def address(pattern: str, values: dict[str, str]) -> str:
    """A pattern of the resolver as an address: `a/<str:ref>/` and `^a/(?P<ref>…)/$` alike."""
    text = re.sub(r"\(\?P<(\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)", lambda m: values.get(m.group(1), "1"), pattern)
    text = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: values.get(m.group(1), "1"), text)
    return "/" + text.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\.", ".").replace("/?", "/")


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> World:
    settings.STATE_DIR = tmp_path
    call_command("load_demonstration")
    return World()


def browser_of(user: User) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(user)
    return browser


def api_of(user: User) -> APIClient:
    _token, secret = actions.make_token(user, "matrix", list(Right), by=None)
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def objections(rule: Rule, role: str, status: int) -> str:
    """What is wrong with this answer; empty when it is what the rule says."""
    if rule.posted:
        return "" if status in (404, 405) else f"{status} where only POST is taken"
    if role in rule.read:
        return "" if status in (200, 302, 409) else f"{status} though the plan opens it"
    sees = rule.about and status in (403, 409)  # the record is theirs to read, the change is not theirs to make
    return "" if status == 404 or sees else f"{status} though the plan hides it"


@pytest.mark.slow
@pytest.mark.django_db(databases=("default", "vault"))
def test_each_role_opens_what_the_plan_opens_and_nothing_else(world: World) -> None:
    wrong = []
    for role in PRINCIPALS:
        browser, api = browser_of(world.people[role]), api_of(world.people[role])
        for pattern in WALKED:
            rule = rule_of(pattern)
            if rule is None or rule.signed_out or pattern.startswith(("admin/", "accounts/")) or world.lacks(rule):
                continue
            if pattern.startswith(ALIKE) and role != ROLES[0]:
                continue
            client = api if pattern.startswith("api/") else browser
            status = client.get(world.fill(pattern, rule.about)).status_code
            if said := objections(rule, role, status):
                wrong.append(f"{role} {pattern}: {said}")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.django_db(databases=("default", "vault"))
def test_outside_nothing_is_open_and_nothing_is_told(world: World) -> None:
    assert not opened_signed_out(world)
    assert not told_by_an_answer(world)


def opened_signed_out(world: World) -> list[str]:
    """The addresses that answer whoever is not signed in with more than the way to do so."""
    wrong = []
    for pattern in WALKED:
        rule = rule_of(pattern)
        if rule is None or rule.signed_out or pattern.startswith("accounts/"):
            continue
        answer = Client(raise_request_exception=False).get(world.fill(pattern, rule.about))
        closed = answer.status_code == 401 or (
            answer.status_code == 302 and answer["Location"].startswith(("/accounts/login/", "/admin/login/"))
        )
        if not closed:
            wrong.append(f"{pattern}: {answer.status_code}")
    return wrong


def told_by_an_answer(world: World) -> list[str]:
    """The addresses where what is hidden does not read like what is missing."""
    wrong = []
    for role in ("outsider", "stranger"):
        browser, api = browser_of(world.people[role]), api_of(world.people[role])
        for pattern in WALKED:
            rule = rule_of(pattern)
            if rule is None or not rule.about or rule.about.islower() or rule.posted or role in rule.read:
                continue
            client = api if pattern.startswith("api/") else browser
            hidden = client.get(world.fill(pattern, rule.about))
            missing = client.get(address(pattern, {**MISSING, "ref": rule.about.split(" ")[0] + "-9999"}))
            if (hidden.status_code, hidden.content) != (missing.status_code, missing.content):
                wrong.append(f"{role} {pattern}")
    return wrong
