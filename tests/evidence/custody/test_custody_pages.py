"""The custody of an item, page by page: nothing of it is cut off."""

from __future__ import annotations

import re

import pytest

from evidence.items import actions
from inquiry.shared.web import PAGE
from tests.evidence.cast import item_of

pytestmark = pytest.mark.django_db


def test_the_newest_acts_show_and_the_way_leads_to_the_first(inquiry, secretary, sent, desk):
    item = item_of(inquiry, secretary)
    for number in range(PAGE):
        actions.describe(item.ref, by=secretary, title=f"Title {number}")
    browser, address = desk(secretary), f"/evidence/items/{item.ref}/custody/"
    shown = browser.get(address, headers={"HX-Request": "true"}).text
    assert f"→ Title {PAGE - 1}" in shown
    assert "Received" not in shown
    earlier = re.search(rf'href="({address}[^"]+)"', shown)[1]
    assert "Received" in browser.get(earlier).text
