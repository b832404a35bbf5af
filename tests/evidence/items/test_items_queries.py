"""Lists cost the same number of queries however many rows they have, for people with assignments too."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.items import access, guards
from evidence.items.models import Item
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from tests.evidence.cast import assign, item_of

pytestmark = pytest.mark.django_db
ITEMS = "/api/v1/evidence/items/"


def assigned(investigator, inquiry, secretary, officer, many):
    """`many` C2 items with the same bytes, each assigned to the investigator."""
    items = [item_of(inquiry, secretary, "C2", content=b"the same") for _ in range(many)]
    for item in items:
        assign(investigator, item, officer)
    return items


def queries_of(ask):
    with CaptureQueriesContext(connection) as queries:
        assert ask().status_code == 200
    return len(queries)


def test_a_list_by_api_costs_the_same_for_more_rows(inquiry, secretary, sent, investigator, protection_officer, api):
    counted = []
    for many in (2, 6):
        assigned(investigator, inquiry, secretary, protection_officer, many)
        client = api(User.objects.get(pk=investigator.pk))
        counted.append(queries_of(lambda: client.get(ITEMS)))  # noqa: B023 - called at once
    rows = client.get(ITEMS).data["results"]
    assert counted[0] == counted[1]
    assert len(rows) == 8
    assert {tuple(row["allowed_actions"]) for row in rows if row["duplicate_of"]} == {
        ("classify", "download", "link", "propose_lowering", "read_again")
    }


def test_a_preview_costs_the_same_for_more_rows(inquiry, secretary, sent, investigator, protection_officer, desk):
    counted = []
    for many in (2, 6):
        refs = [item.ref for item in assigned(investigator, inquiry, secretary, protection_officer, many)]
        browser = desk(User.objects.get(pk=investigator.pk))
        said = {"verb": "relevance:key", "ref": refs}
        counted.append(queries_of(lambda: browser.post("/evidence/change/", said)))  # noqa: B023 - called at once
    assert counted[0] == counted[1]


def test_what_a_row_says_one_may_do_is_what_one_may(inquiry, secretary, sent, investigator, protection_officer):
    first, _second = assigned(investigator, inquiry, secretary, protection_officer, 2)
    own = item_of(inquiry, investigator, "C3")
    for user in (User.objects.get(pk=pk) for pk in (investigator.pk, secretary.pk, protection_officer.pk)):
        for row in Item.objects.visible_to(user).with_rights(user):
            assert row.may_describe == access.may(user, Right.EVIDENCE_DESCRIBE, row)
            assert row.may_download == access.may(user, Right.EVIDENCE_DOWNLOAD, row)
            assert row.may_retry == access.may(user, Right.JOB_RETRY, row)
            assert row.may_hold == any(access.may(user, right, row) for right in guards.HOLDERS)
            assert row.duplicate_listed == bool(row.duplicate_of and access.may_list(user, row.duplicate_of))
    assert {first.pk, own.pk} <= set(Item.objects.visible_to(investigator).values_list("pk", flat=True))
