"""Every fact of the first case is represented, in words of our own, and cites where it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from inquiry.demonstration.shelf import FACTS, entries

PACKAGE = FACTS.parent
SUBJECTS = sorted(path.stem for path in FACTS.glob("*.json") if path.stem not in ("batches", "items"))
LATER = {
    "P09": "named in the article only as whom demonstrators criticised; takes part in no dealing of the commission",
    "G12": "the secretariat's own staff, not named",
    "E01": "background without a chronology to stand in yet",
    "E02": "background without a chronology to stand in yet",
    "E08": "custody: the room of detainees",
    "AL07": "a criticism by demonstrators; claims have no room yet",
    "X03": "name variant: the room of names",
    "X11": "wordings of the trigger; claims have no room yet",
    "X17": "custody: the room of detainees",
    **dict.fromkeys(("K01", "K02", "K03", "K04", "K05", "K06"), "custody and charges: the room of detainees"),
}
LINES = {
    "A": {4: "title", 6: "standfirst", 34: "source line", **{line: f"paragraph {line // 2 - 3}" for line in range(8, 34, 2)}},
    "B": {
        3: "title", **{line: f"paragraph {line // 2 - 1}" for line in range(5, 44, 2)}, 47: "press conference, paragraph 1",
        49: "press conference, times", 50: "press conference, times", 56: "notes, paragraph 1", 58: "notes, paragraph 2",
        60: "notes, area 1", 61: "notes, area 2", 62: "notes, area 2, point 1", 63: "notes, area 2, point 2",
        64: "notes, area 2, point 3", 66: "notes, paragraph 3", 68: "notes, paragraph 4", 70: "notes, paragraph 5",
    },
}  # fmt: skip
KINDS = ("persons", "places", "events", "figures", "statements", "mandate")


def rows(entry: Any) -> list[Any]:
    return [entry, *entry.get("legs", ()), *entry.get("steps", ())]


def test_each_fact_is_represented_or_said_to_wait(facts: dict[str, Any]) -> None:
    listed = {row["id"] for name, group in facts.items() if name != "seeds" for row in group}
    ours = {
        one for subject in SUBJECTS for entry in entries(subject) for row in rows(entry) for one in row.get("facts", ())
    }
    assert listed - ours == set(LATER)
    assert ours <= listed


def cited() -> dict[str, set[str]]:
    """The places of the sources that the records of each fact cite."""
    found: dict[str, set[str]] = {}
    for entry in (entry for subject in SUBJECTS for entry in entries(subject)):
        facts = {one for row in rows(entry) for one in row.get("facts", ())}
        places = {key.partition(" @")[0] for row in rows(entry) for key in row.get("cites", {})}
        for one in facts:
            found.setdefault(one, set()).update(places)
    return found


def test_each_fact_cites_the_paragraphs_that_the_list_names(facts: dict[str, Any]) -> None:
    listed = {row["id"]: row.get("cites", ()) for kind in KINDS for row in facts[kind]}
    listed |= {row["id"]: [one for step in row["transitions"] for one in step["cites"]] for row in facts["requests"]}
    ours = cited()
    missing = {
        f"{one} {place['doc']}: {LINES[place['doc']][place['line']]}"
        for one, places in listed.items()
        for place in places
        if one not in LATER and f"{place['doc']}: {LINES[place['doc']][place['line']]}" not in ours[one]
    }
    assert missing == set()


def test_every_locator_is_a_place_in_its_source() -> None:
    wrong = []
    for subject in SUBJECTS:
        for entry in entries(subject):
            for key in (key for row in rows(entry) for key in row.get("cites", {})):
                source, _, where = key.partition(": ")
                if where.partition(" @")[0] not in LINES[source].values():
                    wrong.append(f"{entry['key']}: {key}")
    assert wrong == []


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def shingles(text: str) -> set[tuple[str, ...]]:
    words = words_of(text)
    return {tuple(words[start : start + 8]) for start in range(len(words) - 7)}


def test_no_text_of_the_package_is_copied_from_the_documents(seeds: dict[str, str]) -> None:
    theirs = set().union(*map(shingles, seeds.values()))
    titles = set().union(*(shingles(entry["fields"]["title"]) for entry in entries("sources")))
    files = [path for path in PACKAGE.rglob("*") if path.suffix in {".json", ".py", ".txt", ".typ", ".html", ".csv"}]
    copied = {path.name: sorted(found) for path in files if (found := shingles(_text(path)) & (theirs - titles))}
    assert files
    assert copied == {}


def _text(path: Path) -> str:
    return path.read_text(encoding="cp1251" if path.parent.name == "files" and path.suffix == ".txt" else "utf-8")
