"""What is kept of an address that leads nowhere: a reference, but nothing that somebody typed instead of one."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.utils.log import configure_logging

from inquiry.audit.models import Entry

pytestmark = pytest.mark.django_db
NAME = "Кербезай Мүйізгелова"


def kept() -> Any:
    return Entry.objects.filter(act="address.not_found").latest("pk").facts


def test_a_reference_that_is_missing_is_recorded(desk, secretary):
    assert desk(secretary).get("/sources/SO-9999/").status_code == 404
    assert kept()["named"] == {"ref": "SO-9999"}


@pytest.mark.parametrize("typed", [NAME, "nurlankyzy", "SO-9999 Nurlankyzy"])
def test_whatever_else_was_typed_is_not(desk, secretary, typed):
    assert desk(secretary).get(f"/sources/{quote(typed)}/").status_code == 404
    assert kept()["named"] == {}


@pytest.mark.parametrize("path", [f"/sources/{NAME}/", f"/{NAME}/", f"/api/v1/sources/{NAME}/"])
def test_the_log_names_the_pattern_of_the_address_only(desk, secretary, path):
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    handler = next(one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler)
    said: list[str] = []
    handler.emit = lambda record: said.append(handler.format(record))
    assert desk(secretary).get(quote(path)).status_code == 404
    assert any("Not Found: " in line for line in said)
    assert not any("Кербезай" in line or quote("Кербезай") in line or ascii("Кербезай")[1:-1] in line for line in said)


def test_reading_the_audit_records_which_filters_were_used_and_not_what_was_typed(desk, auditor):
    assert desk(auditor).get("/audit/", {"about": NAME, "q": NAME, "day": "2023-03-01"}).status_code == 200
    entry = Entry.objects.filter(act="audit.read").latest("pk")
    assert entry.facts == {"filters": ["about", "day"]}
