"""The same through the REST API, with a token made on the command line and plain HTTP."""

from __future__ import annotations

import http.client
import json
import time
import uuid
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from tests.journeys.system import System


class Token:
    """Somebody's token and the door it opens."""

    def __init__(self, system: System, who: str) -> None:
        self.where = urlsplit(system.address).netloc
        self.head = {"Authorization": f"Bearer {secret(system, who)}"}

    def asks(self, method: str, path: str, body: Any = None, **head: str) -> tuple[int, Any, dict[str, str]]:
        """Status, decoded answer, headers."""
        sent = None if body is None else json.dumps(body)
        own = {"Content-Type": "application/json"} if sent else {}
        door = http.client.HTTPConnection(self.where, timeout=60)
        try:
            door.request(method, f"/api/v1{path}", sent, {**self.head, **own, **head})
            answer = door.getresponse()
            words = answer.read()
            kind = answer.headers.get_content_type()
            return answer.status, json.loads(words) if kind.endswith("json") and words else words, dict(answer.headers)
        finally:
            door.close()

    def gets(self, path: str) -> Any:
        status, answer, _ = self.asks("GET", path)
        assert status == 200, (path, status, answer)
        return answer

    def posts(self, path: str, body: Any) -> Any:
        status, answer, _ = self.asks("POST", path, body, **{"Idempotency-Key": uuid.uuid4().hex})
        assert status in (200, 201, 202), (path, status, answer)
        return answer


@cache
def secret(system: System, who: str) -> str:
    """A token of `who` with all that their role opens, made as an operator makes it."""
    made = system.manage(["create_token", "--user", f"{who}@demo.example", "--scopes", "held", "--days", "1"])
    return made.strip().splitlines()[-1]


def inquiry_of(token: Token) -> str:
    return str(token.gets("/commissions/")["results"][0]["inquiry"])


def test_the_story_is_read_and_a_request_cancelled_twice_by_api(system: System) -> None:
    first, second = Token(system, "secretary"), Token(system, "second.secretary")
    events = first.gets("/official-requests/OR-0003/events/")
    assert [row["verb"] for row in events if row["verb"] == "record_cancellation"] == ["record_cancellation"] * 2
    assert "at most" in next(row["notice"] for row in events if row["verb"] == "record_cancellation")
    hospital = next(row["ref"] for row in everything(first, "/authorities/") if "Synthetic" in row["name"])
    drafted = {"kind": "place", "subject": "SYNTHETIC: by API", "authority": hospital, "letter": "SYNTHETIC letter"}
    made = first.posts("/official-requests/", {**drafted, "inquiry": inquiry_of(first)})
    assert "send" not in made["allowed_actions"]
    for verb, facts in STEPS:
        made = second.posts(f"/official-requests/{made['ref']}/{verb}/", facts)
    assert made["status"] == "cancelled"
    assert "reschedule" in made["allowed_actions"]


STEPS: tuple[tuple[str, dict[str, str]], ...] = (
    ("send", {"at": "2023-02-01", "channel": "letter"}),
    ("record_agreement", {"at": "2023-02-03"}),
    ("schedule", {"appointment": "2023-02-10T11:00", "appointment_zone": "Asia/Almaty"}),
    (
        "record_cancellation",
        {"at": "2023-02-09T17:00/2023-02-09T23:59", "at_zone": "Asia/Almaty", "reason_given": "no"},
    ),
    ("reschedule", {"appointment": "2023-02-17T11:00", "appointment_zone": "Asia/Almaty"}),
    ("record_cancellation", {"at": "2023-02-17T09:30", "at_zone": "Asia/Almaty", "reason_given": "not_stated"}),
)


def everything(token: Token, path: str) -> list[Any]:
    """Every page of a list."""
    rows: list[Any] = []
    while path:
        answer = token.gets(path)
        rows += answer["results"]
        path = (answer["next"] or "").partition("/api/v1")[2]
    return rows


def test_nobody_of_another_inquiry_sees_it_by_api(system: System) -> None:
    other = Token(system, "other.secretary")
    assert other.asks("GET", "/official-requests/OR-0003/")[0] == 404
    assert other.gets("/official-requests/")["results"] == []
    assert other.gets("/search/?q=Satbekov")["results"] == []


def test_a_change_names_the_version_it_changes(system: System) -> None:
    token = Token(system, "secretary")
    status, made, head = token.asks("GET", "/authorities/AU-0001/")
    assert status == 200
    change = {"note": "Changed by a journey."}
    assert token.asks("PATCH", "/authorities/AU-0001/", change)[0] == 428
    assert token.asks("PATCH", "/authorities/AU-0001/", change, **{"If-Match": '"other"'})[0] == 412
    status, made, _ = token.asks("PATCH", "/authorities/AU-0001/", change, **{"If-Match": head["ETag"]})
    assert (status, made["note"]) == (200, "Changed by a journey.")


def test_documents_are_read_and_found_by_api(system: System) -> None:
    token = Token(system, "secretary")
    until = time.monotonic() + 90
    while not (hits := token.gets("/search/?q=Satbekov%20lang:ru")["results"]) and time.monotonic() < until:
        time.sleep(1)
    item = token.gets(f"/evidence/items/{hits[0]['ref']}/")
    assert item["status"] == "read"
    text = token.gets(f"/evidence/items/{item['ref']}/pages/{hits[0]['page'] or 1}/")["text"]
    assert "Сатбеков" in text
    assert token.gets(f"/evidence/items/{item['ref']}/custody/")
