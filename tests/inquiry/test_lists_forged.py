"""An address that nobody made here is 404, never an error: forged cursors, and a NUL in an address or a search."""

from __future__ import annotations

import base64
import json
import random
from typing import Any

import pytest

from tests.inquiry.dealings import drafted

LISTS = ["/requests/", "/assurances/", "/petitions/", "/visits/", "/sources/", "/authorities/", "/authorities/officials/",
         "/authorities/places/", "/statements/", "/statements/figures/", "/users/", "/audit/"]  # fmt: skip
FORGED: list[Any] = [["abc"], [None], [1, 2], [10**40], [-(10**40)], [1e308], [True], ["\0"], ["\ud800"], [""], [{}], {}, 7,
                     ["a", "abc"], ["a", None], [None, 1], ["\0", 1], ["\ud800", 1], ["a", 10**40], [[], 1],
                     "text"]  # fmt: skip


def cursor(values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


@pytest.mark.parametrize("path", LISTS)
def test_a_forged_cursor_is_never_an_error(path: str, secretary: Any, desk: Any) -> None:
    browser, chance = desk(secretary), random.Random(path)
    noise = ["%%%", "====", "bm8", cursor(float("inf")), base64.urlsafe_b64encode(b"[" * 5000).decode()]
    noise += [base64.urlsafe_b64encode(chance.randbytes(12)).decode() for _ in range(20)]
    for after in [*map(cursor, FORGED), *noise]:
        assert browser.get(path, {"after": after}).status_code in (200, 404), after


def test_what_no_field_can_hold_is_not_found(secretary: Any, desk: Any) -> None:
    for values in (["abc"], [None], [float("inf")], ["\0"]):
        assert desk(secretary).get("/requests/", {"after": cursor(values)}).status_code == 404


def test_a_cursor_of_ours_still_leads_on(inquiry: Any, secretary: Any, rf: Any) -> None:
    from inquiry.official_requests.models import OfficialRequest
    from inquiry.shared.web import paged

    refs = [drafted(inquiry, secretary).ref for _ in range(3)]
    order = ("-created_at", "authority__name", "id")
    rows = OfficialRequest.objects.select_related("authority")
    first = paged(rf.get("/"), rows, order, size=2)
    second = paged(rf.get("/" + first.next_url), rows, order, size=2)
    assert [row.ref for row in [*first, *second]] == refs[::-1]


@pytest.mark.parametrize("path", ["/records/OR-%00/", "/requests/OR%000001/", "/petitions/new/?request=%00", "/search/?q=a%00",
                                  "/requests/?q=%00", "/api/v1/petitions/?status=%00", "/%00"])  # fmt: skip
def test_a_nul_in_an_address_is_not_found(path: str, secretary: Any, desk: Any) -> None:
    assert desk(secretary).get(path).status_code == 404


def test_a_nul_that_was_posted_is_refused_by_the_form(
    inquiry: Any, secretary: Any, investigator: Any, desk: Any
) -> None:
    browser = desk(secretary)
    request = drafted(inquiry, secretary)
    assert browser.post("/petitions/new/", {"subject": "a\0b", "request": "\0"}).status_code == 422
    step = f"/requests/{request.ref}/correct/"
    assert browser.post(step, {"corrects": "\0"}).status_code == 404
    assert browser.post(f"/assignments/about/{request.ref}/assign/", {"user": "\0", "reason": "\0"}).status_code == 422
