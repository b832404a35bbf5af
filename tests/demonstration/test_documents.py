"""The synthetic documents are what they say: labelled, small, as their maker makes them."""

from __future__ import annotations

import hashlib
import json

import pytest

from inquiry.demonstration.documents import FILES, MANIFEST, __main__, writing
from inquiry.demonstration.documents.paper import WORDS, paper
from inquiry.demonstration.shelf import entries

LISTED = json.loads(MANIFEST.read_text(encoding="utf-8"))


def test_the_manifest_lists_every_file_with_its_digest() -> None:
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FILES.iterdir()}
    assert found == {row["name"]: row["sha256"] for row in LISTED}
    assert sum(row["size"] for row in LISTED) < 1_500_000


def test_every_file_is_handed_over_in_one_batch() -> None:
    handed = [name for batch in entries("batches") for name in batch["files"]]
    assert sorted(handed) == sorted(row["name"] for row in LISTED)
    assert {batch["fields"]["classification"] for batch in entries("batches")} == {"C1", "C2", "C3"}


@pytest.mark.parametrize("path", sorted(WORDS.iterdir()), ids=lambda path: path.stem)
def test_every_paper_is_labelled_at_top_and_bottom(path) -> None:
    lines = paper(path.stem).lines
    assert "SYNTHETIC" in lines[0]
    assert lines[-1] == lines[0]


def test_a_file_is_made_the_same_twice() -> None:
    name = "Исх. 118 о переносе.pdf"
    make = __main__.MAKERS[name][2]
    assert make() == make()
    assert writing.as_docx(paper("acknowledgement.en")) == writing.as_docx(paper("acknowledgement.en"))


@pytest.mark.slow
def test_the_committed_files_are_those_that_the_maker_makes() -> None:
    assert __main__.main(["--check"]) == 0
