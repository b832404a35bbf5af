"""The page of a petition and its acts by API ask the database as often for many acts as for one."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from inquiry.petitions import actions
from inquiry.petitions.models import Petition


def granted(inquiry: Any, by: Any) -> Petition:
    petition = actions.draft(inquiry=inquiry, by=by, subject="Leave to meet a detained politician")
    actions.VERBS["file"](petition.ref, by=by)
    actions.VERBS["record_grant"](
        petition.ref, by=by, at="2023-01-05", valid_from="2023-01-06", valid_until="2023-01-10"
    )
    return petition


def asked(client: Any, path: str) -> int:
    """How many questions the database was asked for `path`."""
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_more_acts_are_no_more_questions(inquiry: Any, secretary: Any, desk: Any, api: Any) -> None:
    petition = granted(inquiry, secretary)
    doors = [
        (desk(secretary), petition.get_absolute_url()),
        (api(secretary), f"/api/v1/petitions/{petition.ref}/acts/"),
    ]
    counts = []
    for number in (1, 6):
        for _ in range(number):
            actions.VERBS["record_act"](petition.ref, by=secretary, at="2023-01-12", note="A meeting.")
        for client, path in doors:
            client.get(path)
        counts.append([asked(client, path) for client, path in doors])
    assert counts[0] == counts[1]


def test_each_act_by_api_says_whether_a_permission_was_in_force(inquiry: Any, secretary: Any, api: Any) -> None:
    petition = granted(inquiry, secretary)
    for when in ("2023-01-08", "2023-01-12"):
        actions.VERBS["record_act"](petition.ref, by=secretary, at=when, note="A meeting.")
    actions.VERBS["correct"](petition.ref, by=secretary, corrects=4, at="2023-01-09")
    told = api(secretary).get(f"/api/v1/petitions/{petition.ref}/acts/").data
    assert [row["at"] for row in told] == ["2023-01-08", "2023-01-09"]
    assert [row["warning"] for row in told] == ["", ""]


def test_a_petition_that_is_hidden_is_not_there_before_its_day_is_asked(
    inquiry: Any, secretary: Any, outsider: Any, api: Any
) -> None:
    path = f"/api/v1/petitions/{granted(inquiry, secretary).ref}/in-force/"
    assert api(outsider).get(path).status_code == 404
    assert api(secretary).get(path).status_code == 400
