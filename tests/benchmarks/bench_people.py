"""How fast and how surely people under protection are found, with 20,000 invented identities in the vault.

script/bench people [--people N] [--no-canaries]. The last three figures start a whole system, plant canaries in it and search
every byte that it wrote (see tests/canaries).
"""

from __future__ import annotations

import argparse
import contextlib
import random
import resource
import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import ground
from tests.names import measure
from tests.witnesses import crowd

MEGABYTE = 1_000_000  # bytes of UTF-8
ROUNDS = 5
SEARCHES = 20
PLANTED = 550
SPACING = 1500  # characters between what is planted


def main() -> int:
    from django.core.management import call_command

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--no-canaries", action="store_true", help="leave the whole system out")
    arguments = parser.parse_args()
    ground.prepare()
    call_command("migrate", database="vault", verbosity=0)
    people = crowd.crowd(arguments.people)
    shield(people)
    search(people)
    names()
    if not arguments.no_canaries:
        canaries()
    return 0


def shield(people: list[crowd.Invented]) -> None:
    from witnesses.vault.matching import Matcher

    identities = list(crowd.identities(people))
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    matcher = Matcher.build(identities)
    ground.say("shield_build_seconds", time.process_time() - started, "s")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    ground.say("shield_memory", grown / 1024, "MiB")
    seconds, false_alarms = [], 0
    for seed in range(ROUNDS):
        text = megabyte(seed)
        forget()
        matcher._readings.clear()
        started = time.process_time()  # one thread that waits for nothing: what it takes on a machine of its own
        false_alarms += len(matcher.spans(text))
        seconds.append(time.process_time() - started)
    ground.say("shield_seconds_per_mb", statistics.median(seconds), "s/MB")
    ground.say("shield_false_alarms_per_mb", false_alarms / ROUNDS, "spans/MB")
    ground.say("shield_recall", recall(matcher, people), "of 1")


def megabyte(seed: int) -> str:
    """A megabyte of text that nobody has read yet."""
    return crowd.clean(MEGABYTE, seed).encode()[:MEGABYTE].decode(errors="ignore")


def forget() -> None:
    """Empty what the keys of names remember, so that each text is read as the first."""
    from inquiry.shared.names import endings, keys

    for remembered in (keys.word_key, keys.folded, endings.case_keys):
        remembered.cache_clear()


def recall(matcher: Any, people: list[crowd.Invented]) -> float:
    """The share of what was planted in clean text that a span covers at least by half."""
    chance = random.Random(11)
    filling = crowd.clean(PLANTED * SPACING, 77)
    text, places = "", []
    for number in range(PLANTED):
        plant = crowd.planted(chance.choice(people), crowd.PLANTS[number % len(crowd.PLANTS)], chance)
        text += filling[number * SPACING : (number + 1) * SPACING].rsplit(" ", 1)[0] + " "
        places.append((len(text), len(text) + len(plant)))
        text += f"{plant} "
    spans = matcher.spans(text)
    found = [
        any(min(span.end, end) - max(span.start, start) >= (end - start) / 2 for span in spans) for start, end in places
    ]
    return sum(found) / len(found)


def search(people: list[crowd.Invented]) -> None:
    """As the protection officer searches; the first time the vault has to decrypt everybody's names."""
    from inquiry.accounts import actions
    from inquiry.accounts.roles import Role
    from witnesses.vault import door

    inquiry = actions.open_inquiry("A measurement", by=None)
    officer = actions.invite("bench@example.org", "Bench", "correct horse battery staple", inquiry=inquiry, by=None)
    actions.give_role(officer, Role.PROTECTION_OFFICER, inquiry=inquiry, by=None)
    fill(people, inquiry.ref)
    seconds = []
    chance = random.Random(5)
    for _round in range(SEARCHES):
        name = crowd.planted(chance.choice(people), "name", chance)
        started = time.perf_counter()
        door.search(name, inquiry=inquiry.ref, by=officer)
        seconds.append(time.perf_counter() - started)
    ground.say("vault_first_search_seconds", seconds[0], "s")
    ground.say("vault_search_seconds", statistics.median(seconds), "s")


def fill(people: list[crowd.Invented], inquiry: str) -> None:
    """The rows that 20,000 deposits of names would have made."""
    from witnesses.vault import sealing, store
    from witnesses.vault.models import SealedGroup, SubjectKey

    keys = store.keys()
    kek = keys.key(keys.active())
    for begin in range(0, len(people), 2000):
        rows, wraps = [], []
        for number, person in enumerate(people[begin : begin + 2000], begin):
            cipher, dek = f"W-{number:05d}", sealing.new_key()
            place = sealing.Place(inquiry, cipher, "names", 1)
            content = sealing.Content(person.identity["names"], secrets.token_hex(32), 1)
            wrapped = sealing.wrap(kek, dek, inquiry=inquiry, subject=cipher, kek_id=keys.active())
            wraps.append(SubjectKey(inquiry=inquiry, subject=cipher, kek=keys.active(), wrapped=wrapped))
            rows.append(
                SealedGroup(
                    inquiry=inquiry, subject=cipher, group="names", version=1, sealed=sealing.seal(dek, content, place)
                )
            )
        SubjectKey.objects.bulk_create(wraps)
        SealedGroup.objects.bulk_create(rows)
    store.turn(inquiry)


def names() -> None:
    figures = measure.measure("unseen")
    ground.say("name_recall_unseen", figures.recall, "of 1")
    ground.say("name_false_matches_unseen", figures.false_matches, f"pairs of {figures.others}")


def canaries() -> None:
    from tests.canaries import run, walking

    with tempfile.TemporaryDirectory(prefix="canaries-") as folder:
        outcome = run.whole(Path(folder), walking.A_FEW)
    ground.say("canaries_planted", outcome.planted, "people")
    ground.say("canary_forms_searched", outcome.forms, "byte strings")
    ground.say("canary_bytes_searched", outcome.read / 2**20, "MiB")
    ground.say("canaries_found_outside", len(outcome.outside), "hits")
    for hit in outcome.outside[:20]:
        print(f"  {hit}", file=sys.stderr)
    ground.say("deliberate_leaks_found", outcome.leaks_found, f"of {outcome.leaks}")


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())
