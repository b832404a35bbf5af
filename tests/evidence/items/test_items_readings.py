"""Each reading of what is held closely leaves a line, by whichever door; what could not be given leaves none."""

from __future__ import annotations

import io

import pytest

from evidence import storage
from evidence.custody.models import Act, CustodyEntry
from evidence.items import actions, repeats
from evidence.items.models import Page
from inquiry.audit.models import Entry
from tests.evidence.cast import assign, item_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    repeats.cache.clear()


@pytest.fixture
def item(inquiry, secretary, sent):
    item = item_of(inquiry, secretary, "C3", content=b"original")
    picture = storage.put(io.BytesIO(b"\x89PNG"), kind=storage.PICTURES).sha256
    for number in (1, 2):
        Page.objects.create(
            item=item, number=number, text="x", image_digest=picture, thumb_digest=picture, image_type="image/png"
        )
    return item


def readings(item):
    return list(
        CustodyEntry.objects.filter(item=item, act=Act.VIEWED).order_by("number").values_list("facts", flat=True)
    )


def damage(path):
    path.chmod(0o600)
    path.write_bytes(b"0riginal")


def kept(settings, kind, digest):
    return settings.STORAGE_ROOT / kind / digest[:2] / digest[2:4] / digest


@pytest.mark.parametrize("door", ["pages/2.png", "pages/2/small.png", "drawn/?page=2"])
def test_a_picture_is_a_reading(door, item, desk, protection_officer):
    assert desk(protection_officer).get(f"/evidence/items/{item.ref}/{door}").status_code == 200
    assert readings(item) == [{"page": 2}]
    assert Entry.objects.filter(act="evidence.read", about=item.ref, by=protection_officer).count() == 1


def test_a_page_by_api_is_a_reading(item, api, protection_officer):
    assert api(protection_officer).get(f"/api/v1/evidence/items/{item.ref}/pages/2/").status_code == 200
    assert readings(item) == [{"page": 2}]


def test_within_a_minute_the_same_page_is_read_once(item, desk, protection_officer, django_capture_on_commit_callbacks):
    browser = desk(protection_officer)
    for path in ("pages/1.png", "pages/1/small.png", "pages/2.png", "pages/1.png"):
        with django_capture_on_commit_callbacks(execute=True):
            assert browser.get(f"/evidence/items/{item.ref}/{path}").status_code == 200
    assert readings(item) == [{"page": 1}, {"page": 2}]


def test_without_a_cache_each_reading_is_recorded(item, protection_officer, monkeypatch):
    def broken(*_args, **_options):
        raise ConnectionError

    monkeypatch.setattr(repeats, "cache", type("Broken", (), {"get": broken, "set": broken})())
    for _ in range(2):
        actions.note_reading(item, by=protection_officer, page=1)
    assert len(readings(item)) == 2


def test_a_damaged_original_is_refused_and_nobody_took_it(item, protection_officer, investigator, desk, settings):
    assign(investigator, item, protection_officer)
    damage(kept(settings, "obj", item.sha256))
    answer = desk(investigator).post(f"/evidence/items/{item.ref}/download/")
    assert (answer.status_code, "not those that were received" in answer.text) == (409, True)
    assert not CustodyEntry.objects.filter(item=item, act=Act.DOWNLOADED).exists()
    assert not Entry.objects.filter(act="evidence.download").exists()


def test_a_damaged_picture_is_refused(item, protection_officer, desk, settings):
    damage(kept(settings, "pic", item.page_set.get(number=1).image_digest))
    answer = desk(protection_officer).get(f"/evidence/items/{item.ref}/pages/1.png")
    assert (answer.status_code, "damaged this picture" in answer.text) == (409, True)
    assert readings(item) == []
