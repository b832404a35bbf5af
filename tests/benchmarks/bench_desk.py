"""How fast the desk answers with 100,000 items to somebody who may read a tenth of them through 10,000 assignments.

script/bench desk [--items N] [--rounds N]. For each page p50 and p95 in milliseconds, and how many queries it asked.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import ground

AT_ONCE = 2000
WORDS = """
    meeting minister letter court permission visit refused evidence police square hospital witness record report family
    detained officer morning street window passport lawyer protest statement query answer address signature building
    встреча министр письмо суд разрешение визит отказ полиция площадь больница запись семья задержан утро улица окно
    кездесу министр хат сот рұқсат сапар бас тарту полиция алаң аурухана жазба отбасы таң көше
""".split()  # noqa: SIM905
NAMES = ("Токаев", "Назарбаев", "Иванова", "Сейтқазы", "Smith", "Қожахметов", "Petrov", "Әлиев")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    arguments = parser.parse_args()
    ground.prepare(pages=True)
    chance = random.Random(3)
    reader, refs = arrange(arguments.items, chance)
    measure(reader, refs, arguments.rounds, chance)
    return 0


def arrange(count: int, chance: random.Random) -> tuple[Any, list[str]]:
    """Items by bulk, for their number only; the reader is a commissioner: C2 and C3 where assigned, a tenth of all."""
    from django.db import connection, transaction
    from django.utils import timezone

    from evidence.intake.models import Batch
    from evidence.items.models import Item
    from evidence.search import keeping
    from inquiry.accounts import actions
    from inquiry.accounts.models import Assignment, User

    inquiry = actions.open_inquiry("A measurement", by=None)
    people = {}
    for role in ("secretariat", "commissioner"):
        people[role] = actions.invite(
            f"{role}@example.org", role, "correct horse battery staple", inquiry=inquiry, by=None
        )
        actions.give_role(people[role], role, inquiry=inquiry, by=None)
    giver, reader = people["secretariat"], people["commissioner"]
    said = {"title": "Box", "provided_by": "A body", "how": "post", "classification": "C2"}
    batches = [Batch.objects.create(inquiry=inquiry, created_by=giver, **said) for _ in range(20)]
    started = time.monotonic()
    for first in range(0, count, AT_ONCE):
        with transaction.atomic():
            fill(range(first, min(first + AT_ONCE, count)), inquiry, giver, batches, chance)
    while keeping.catch_up(AT_ONCE):
        pass
    mine = list(Item.objects.order_by("?").values_list("pk", "ref")[: count // 10])
    day = {"from_on": timezone.now().date(), "given_by": giver, "user": reader, "kind": "E"}
    Assignment.objects.bulk_create(
        [Assignment(record_id=pk, record_ref=ref, **day) for pk, ref in mine], batch_size=5000
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    ground.say("items generated", count, f"items in {time.monotonic() - started:.0f} s")
    ground.say("assignments of the reader", len(mine), "assignments")
    return User.objects.get(pk=reader.pk), [ref for _pk, ref in mine]


def fill(numbers: range, inquiry: Any, by: Any, batches: list[Any], chance: random.Random) -> None:
    from evidence.items.models import Item, Page

    items = []
    for number in numbers:
        digest = hashlib.sha256(str(number).encode()).hexdigest()
        name = f"letter {number % 500} {chance.choice(NAMES)}.pdf"
        items.append(
            Item(
                ref=f"E-{number + 1:06d}",
                inquiry=inquiry,
                created_by=by,
                batch=chance.choice(batches),
                name=name,
                path=name,
                path_bytes=name.encode(),
                sha256=digest,
                sha512=digest * 2,
                size=1000 + number,
                status="read",
                pages=1,
                classification=chance.choice(["C2", "C3"]),
                media_type=chance.choice(["application/pdf", "message/rfc822"]),
                language=chance.choice(["ru", "en", "kk"]),
                custody_count=0,
            )
        )
    Item.objects.bulk_create(items)
    texts = [text(number, chance) for number in numbers]
    Page.objects.bulk_create([Page(item=item, number=1, text=words) for item, words in zip(items, texts, strict=True)])


def text(number: int, chance: random.Random) -> str:
    """One of a few hundred texts; what is searched for by class stands in as many as its class says."""
    kind = (
        "seldom"
        if number % 5000 == 7
        else "house arrest"
        if number % 50 == 3
        else NAMES[number % 8]
        if number % 20 == 1
        else ""
    )
    return f"{prose(chance.randrange(200))} {kind}".strip()


@cache
def prose(number: int) -> str:
    return " ".join([*random.Random(number).choices(WORDS, k=60), "common"])


def measure(reader: Any, refs: list[str], rounds: int, chance: random.Random) -> None:
    from django.test import Client
    from rest_framework.test import APIClient

    from inquiry.accounts import actions
    from inquiry.accounts.rights import Right

    desk, api = Client(HTTP_HOST="127.0.0.1"), APIClient(HTTP_HOST="127.0.0.1")
    desk.force_login(reader)
    _token, secret = actions.make_token(reader, "bench", list(Right), by=None)
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    asked: dict[str, Callable[[], Any]] = {
        "list": lambda: desk.get("/evidence/"),
        "list filtered by type": lambda: desk.get("/evidence/?type=message/&classification=C3"),
        "item page": lambda: desk.get(f"/evidence/items/{chance.choice(refs)}/"),
        "search rare word": lambda: desk.get("/evidence/search/?q=seldom"),
        "search common word": lambda: desk.get("/evidence/search/?q=common"),
        "search phrase": lambda: desk.get('/evidence/search/?q="house arrest"'),
        "search name": lambda: desk.get("/evidence/search/?q=Tokayev"),
        "API list": lambda: api.get("/api/v1/evidence/items/"),
    }
    for name, ask in asked.items():
        clock(name, ask, rounds)


def clock(name: str, ask: Callable[[], Any], rounds: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        answer = ask()
    queries = len(seen)  # now: the next request forgets them
    if answer.status_code != 200:
        ground.say(name, f"answered {answer.status_code}", "")
        return
    times = []
    for _round in range(rounds):
        started = time.perf_counter()
        ask()
        times.append((time.perf_counter() - started) * 1000)
    ground.say(f"{name} p50", statistics.median(times), "ms")
    ground.say(f"{name} p95", statistics.quantiles(times, n=20)[-1], "ms")
    ground.say(f"{name} queries", queries, "queries")


if __name__ == "__main__":
    sys.exit(main())
