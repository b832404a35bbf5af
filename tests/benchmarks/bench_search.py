"""How fast a search answers somebody who may read some classifications and thousands of single items.

script/bench search [--documents N] [--rounds N]. Documents of 300 words by Zipf's law over some 100,000 Russian, English and
Kazakh forms. For each class of query p50 and p95 in milliseconds; how fast documents are indexed, the size of the index,
the memory of the process.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import itertools
import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import ground, tongues

AT_ONCE = 2000
WORDS = 300
ASSIGNED = 5000
EACH = 12  # different queries of a class
TYPES = ("application/pdf", "message/rfc822", "text/plain", "image/png")
CODES = ("C0", "C1", "C1", "C1", "C2", "C2", "C2", "C3")
LANGUAGES = ("ru", "ru", "en", "kk")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    ground.prepare()
    chance = random.Random(5)
    reader, inquiry = people()
    asked = fill(arguments.documents, inquiry, chance)
    assign(reader, inquiry, chance)
    index(arguments.documents)
    measure(reader, inquiry, asked, arguments)
    return 0


def people() -> tuple[Any, Any]:
    """A commissioner: C0 and C1 wholly, C2 and C3 where assigned."""
    from inquiry.accounts import actions
    from inquiry.accounts.models import User

    inquiry = actions.open_inquiry("A measurement", by=None)
    made = actions.invite("c@example.org", "Reader", "correct horse battery staple", inquiry=inquiry, by=None)
    actions.give_role(made, "commissioner", inquiry=inquiry, by=None)
    giver = actions.invite("s@example.org", "Giver", "correct horse battery staple", inquiry=inquiry, by=None)
    actions.give_role(giver, "secretariat", inquiry=inquiry, by=None)
    return User.objects.get(pk=made.pk), inquiry


def fill(count: int, inquiry: Any, chance: random.Random) -> dict[str, list[str]]:
    """The documents, by COPY; and the queries of each class, made from what stands in them."""
    from evidence.intake.models import Batch
    from inquiry.accounts.models import User

    giver = User.objects.get(email="s@example.org")
    said = {"title": "Box", "provided_by": "A body", "how": "post", "classification": "C1"}
    batches = [Batch.objects.create(inquiry=inquiry, created_by=giver, **said) for _ in range(40)]
    tongue = {language: tongues.Tongue(language) for language in set(LANGUAGES)}
    started, seen = time.monotonic(), Seen()
    for first in range(0, count, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, count))
        copy_in(list(documents(numbers, inquiry, giver, batches, tongue, chance, seen)))
    ground.say(f"documents generated at {count:,}", count / (time.monotonic() - started), "documents/s")
    ground.say("different forms", sum(len(one.words) for one in tongue.values()), "words")
    return seen.queries(tongue, chance)


class Seen:
    """What stands in the documents, as far as queries are made of it."""

    def __init__(self) -> None:
        self.pairs: list[str] = []
        self.rare: list[str] = []

    def note(self, words: Sequence[str], tongue: tongues.Tongue, chance: random.Random) -> None:
        if chance.random() > 0.02:
            return
        if len(self.rare) < 500:
            self.rare += [word for word in words if tongue.rank.get(word, 0) > 20_000][:1]
        for one, other in itertools.pairwise(words):
            if tongue.is_common(one) and tongue.is_common(other) and one != other and len(self.pairs) < 500:
                self.pairs.append(f'"{one} {other}"')

    def queries(self, tongue: dict[str, tongues.Tongue], chance: random.Random) -> dict[str, list[str]]:
        common = [word for one in tongue.values() for word in one.common[:6]]
        frequent = [word for one in tongue.values() for word in one.words[:4]]
        usual = [word for one in tongue.values() for word in one.words[500:20_000] if len(word) > 6]
        return {
            "rare word": _some(self.rare, chance),
            "common word": _some(common, chance),
            "word of two letters": _some(frequent, chance),
            "two common words": [
                f"{a} {b}" for a, b in zip(_some(common, chance), _some(common, chance), strict=False)
            ],
            "phrase of common words": _some(self.pairs, chance),
            "phrase of the commonest": _some(
                [f'"{a} {b}"' for a, b in itertools.permutations(frequent[:4], 2)], chance
            ),
            "name": _some(list(tongues.NAMES), chance),
            "two names": [f'"{name}"' for name in _some(list(tongues.FULL), chance)],
            "near": [f"{a} NEAR/5 {b}" for a, b in zip(_some(common, chance), _some(common, chance), strict=False)],
            "prefix": [f"{word[:4]}*" for word in _some(usual, chance)],
            "wildcard": [f"{word[:3]}*{word[-2:]}" for word in _some(usual, chance)],
            "fuzzy": [f"{word[:3]}{word[4:]}~" for word in _some(usual, chance)],
            "facet": [f"{word} type:pdf" for word in _some(common, chance)],
            "date": [f"{word} date:2022-0{n % 9 + 1}" for n, word in enumerate(_some(common, chance))],
            "NOT": [f"type:pdf NOT {word}" for word in _some(common, chance)],
        }


def _some(words: Sequence[str], chance: random.Random) -> list[str]:
    return chance.sample(list(words), min(EACH, len(words)))


def documents(
    numbers: range, inquiry: Any, giver: Any, batches: list[Any], tongue: Any, chance: random.Random, seen: Seen
) -> Iterator[tuple[Any, Any]]:
    from evidence.items.models import Item, Page

    for number in numbers:
        language = chance.choice(LANGUAGES)
        words = tongue[language].text(WORDS)
        seen.note(words, tongue[language], chance)
        if number % 100 < 3:
            words[chance.randrange(WORDS)] = chance.choice(tongues.FULL)
        text = " ".join(words)
        digest = hashlib.sha256(str(number).encode()).hexdigest()
        item = Item(
            pk=number + 1, ref=f"E-{number + 1:06d}", inquiry=inquiry, created_by=giver, batch=chance.choice(batches),
            name=f"letter {number}.pdf", path=f"letter {number}.pdf", path_bytes=b"letter", sha256=digest, sha512=digest * 2,
            size=len(text), status="read", pages=1, text_chars=len(text), classification=chance.choice(CODES),
            media_type=chance.choice(TYPES), language=language, dated=f"2022-{number % 12 + 1:02d}",
        )  # fmt: skip
        yield item, Page(pk=number + 1, item=item, number=1, text=text)


def copy_in(rows: list[tuple[Any, Any]]) -> None:
    """By COPY: what a measurement of searching needs is rows, not intake."""
    from django.db import connection, transaction

    with transaction.atomic():
        for kind in zip(*rows, strict=True):
            fields = [field for field in kind[0]._meta.concrete_fields if not field.generated]
            columns = ", ".join(f'"{field.column}"' for field in fields)
            table = kind[0]._meta.db_table
            lines = ("\t".join(_told(field.pre_save(row, True)) for field in fields) for row in kind)
            with connection.cursor() as cursor:
                cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", io.StringIO("\n".join(lines)))


def _told(value: Any) -> str:
    """A value as COPY reads it in its plain form."""
    if value is None:
        return r"\N"
    if isinstance(value, bytes):
        return rf"\\x{value.hex()}"
    if isinstance(value, dict | list):
        return json.dumps(value)
    return str(value).replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n")


def assign(reader: Any, inquiry: Any, chance: random.Random) -> None:
    from django.db import connection
    from django.utils import timezone

    from evidence.intake.models import Batch
    from evidence.items.models import Item
    from inquiry.accounts.models import Assignment, User

    giver = User.objects.get(email="s@example.org")
    day = {"from_on": timezone.now().date(), "given_by": giver, "user": reader}
    closed = list(
        Item.objects.filter(classification__in=["C2", "C3"]).order_by("?").values_list("pk", "ref")[:ASSIGNED]
    )
    Assignment.objects.bulk_create([Assignment(record_id=pk, record_ref=ref, kind="E", **day) for pk, ref in closed])
    boxes = Batch.objects.order_by("pk").values_list("pk", "ref")[:3]
    Assignment.objects.bulk_create([Assignment(record_id=pk, record_ref=ref, kind="B", **day) for pk, ref in boxes])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    ground.say("assignments of the reader", len(closed) + len(boxes), "assignments")


def index(count: int) -> None:
    from evidence.search import engine, keeping

    started, used = time.monotonic(), time.process_time()
    with engine.at_length():
        while keeping.catch_up(AT_ONCE):
            pass
    wall, cpu = time.monotonic() - started, time.process_time() - used
    ground.say(f"search indexing at {count:,}", count / wall, "documents/s")
    ground.say(f"search indexing at {count:,}, processor", 1000 * cpu / count, "ms/document")
    size = sum(path.stat().st_size for path in engine.root().rglob("*") if path.is_file())
    ground.say(f"search index at {count:,}", size / 1024**2, "MB")
    ground.say(f"search parts of the index at {count:,}", engine.view().searcher.num_segments, "parts")


def measure(reader: Any, inquiry: Any, asked: dict[str, list[str]], arguments: argparse.Namespace) -> None:
    from evidence.items.models import Item
    from evidence.search.facets import facets
    from evidence.search.results import search

    readable = Item.objects.readable_by(reader).count()
    ground.say("the reader may read", readable, f"of {arguments.documents:,} documents")
    for name, queries in asked.items():
        times, totals, used = [], [], time.process_time()
        for _round, query in itertools.product(range(arguments.rounds), queries):
            started = time.perf_counter()
            found = search(query, by=reader, inquiry=inquiry)
            facets(query, found)
            times.append((time.perf_counter() - started) * 1000)
            totals.append(found.total)
        p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        said = f"{statistics.median(times):.0f} / {p95:.0f}"
        own = 1000 * (time.process_time() - used) / len(times)
        about = f"ms (processor {own:.0f} ms, {statistics.median(totals):,.0f} found)"
        ground.say(f"search {name} at {arguments.documents:,}: p50 / p95", said, about)
    ground.say("search memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB")


if __name__ == "__main__":
    sys.exit(main())
