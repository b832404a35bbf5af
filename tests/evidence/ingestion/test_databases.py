"""Databases and data: tables as text, nothing in them executed, everything bounded."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from evidence.ingestion.formats import _tables, access, structured
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Encrypted, Outcome
from tests.evidence.ingestion import make


def _base(folder: Path, *statements: str) -> bytes:
    file = folder / "a.db"
    with sqlite3.connect(file) as made:
        for statement in statements:
            made.execute(statement)
    made.close()
    return file.read_bytes()


def test_every_table_is_a_page(tmp_path):
    rows = "INSERT INTO \"a\"\"b\" VALUES (1, 'тест' || char(9) || 'x', x'0011', NULL)"
    content = _base(tmp_path, 'CREATE TABLE "a""b" (id, words, bytes, none_at_all)', rows, "CREATE TABLE c (d)")
    found = make.read(content, "a.db")
    assert (found.page_unit, found.page_count) == ("sheet", 2)
    assert found.pages[1].text == "id\twords\tbytes\tnone_at_all\n1\tтест x\t[2 bytes]\t"
    assert [page.label for page in found.pages.values()] == ['a"b', "c"]


def test_a_database_with_a_log_of_its_own_opens(tmp_path):
    content = bytearray(_base(tmp_path, "CREATE TABLE a (b)", "INSERT INTO a VALUES ('x')"))
    content[18:20] = b"\2\2"
    found = make.read(bytes(content), "a.db")
    assert found.pages[1].text == "b\nx"
    assert "log" in found.facts["incomplete"]


def test_views_without_end_are_named_and_not_asked(tmp_path):
    endless = "CREATE VIEW v AS WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT x FROM r"
    found = make.read(_base(tmp_path, "CREATE TABLE a (b)", endless), "a.db")
    assert found.facts["views_and_triggers"] == ["view v"]
    assert found.page_count == 1


def test_a_computed_column_without_measure_costs_its_table_only(tmp_path):
    huge = "CREATE TABLE evil (a, b AS (length(hex(zeroblob(100000000)))))"
    content = _base(
        tmp_path, huge, "INSERT INTO evil (a) VALUES (1)", "CREATE TABLE good (a)", "INSERT INTO good VALUES ('y')"
    )
    found = make.read(content, "a.db")
    assert found.outcome is Outcome.PARTLY_READ
    assert found.pages[2].text == "a\ny"


def test_a_damaged_database_says_so(tmp_path):
    content = _base(tmp_path, "CREATE TABLE a (b)")
    with pytest.raises(Damaged):
        make.read(content[:100] + b"\xff" * 4000, "a.db")


def test_a_long_table_is_cut_with_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(_tables, "MOST_ROWS", 3)
    rows = [f"INSERT INTO a VALUES ({n})" for n in range(9)]  # noqa: S608
    found = make.read(_base(tmp_path, "CREATE TABLE a (b)", *rows), "a.db")
    assert found.pages[1].text.split("\n") == ["b", "0", "1", "2"]
    assert "first 3 rows" in found.problem


def test_access_says_what_it_cannot_open():
    head = b"\0\1\0\0Standard Jet DB\0\1" + bytes(11)
    with pytest.raises(Encrypted):
        list(access.text(Source.of(head + bytes(4064) + b"\x77" * 4096, "a.mdb")))
    with pytest.raises(Damaged):
        list(access.text(Source.of(head + bytes(4064) + b"\1" * 4096, "a.mdb")))


def test_json_is_indented_as_it_stands():
    long = {"name": "Қызмет", "list": list(range(200)), "text": 'a "quoted, {bracket}" b', "empty": []}
    shown = structured.indented(json.dumps(long, ensure_ascii=False))
    assert json.loads(shown) == long
    assert '\n  "name": "Қызмет",\n' in shown
    assert '"empty": []' in shown
    assert structured.indented('{"a":1.10,"a":2}') == '{"a":1.10,"a":2}', "short lines stay, and nothing is parsed"


def test_brackets_without_end_stay_as_they_are():
    deep = "[" * 60_000
    assert structured.indented(deep) == deep
    assert make.read(deep.encode(), "deep.json").text.replace("\f", "") == deep


def test_a_onenote_section_gives_its_words_and_says_what_they_are():
    head = b"\xe4R\\{\x8c\xd8\xa7M\xae\xb1Sx\xd0)\x96\xd3"
    words = "Встреча в 10".encode("utf-16-le") + b"\xff\xff\0\0\0" + b"plain words of a page" + b"\0\1\2" + b"\x99" * 40
    found = make.read(head + bytes(40) + words, "a.one")
    assert found.text.split("\n") == ["Встреча в 10", "plain words of a page"]
    assert found.outcome is Outcome.PARTLY_READ
