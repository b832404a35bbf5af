"""Locked Office documents: opened with one of the passwords that came along, which is told by its place only."""

from __future__ import annotations

import io
import json

import docx
import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from evidence.ingestion.stage import Outcome, ReadRequest
from tests.evidence.ingestion import make

WORD = "кілт-2022"


def _saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _locked(content: bytes, password: str = WORD) -> bytes:
    made = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, made)
    return made.getvalue()


@pytest.fixture(scope="module")
def letter() -> bytes:
    document = docx.Document()
    document.add_paragraph(make.KAZAKH)
    return _locked(_saved(document))


def test_without_a_password_it_is_said_to_be_locked(letter):
    found = make.read(letter, "a.docx", until="identify")
    assert found.media_type == "application/encrypted"
    assert found.outcome is Outcome.ENCRYPTED


def test_the_password_that_fits_opens_it_and_only_its_place_is_told(letter):
    found = make.read(letter, "a.docx", request=ReadRequest(name="a.docx", passwords=("wrong", "", WORD)))
    assert make.KAZAKH in found.text
    assert found.facts["opened_with"] == 3
    assert found.facts["size"] == len(letter)
    assert not found.extension_lies
    assert WORD not in json.dumps(found.facts, ensure_ascii=False)


def test_a_password_that_does_not_fit_changes_nothing(letter):
    found = make.read(letter, until="identify", request=ReadRequest(passwords=("wrong",)))
    assert found.outcome is Outcome.ENCRYPTED
    assert "opened_with" not in found.facts


def test_a_workbook_locked_with_what_excel_tries_itself_opens_for_everybody():
    book = openpyxl.Workbook()
    book.active["A1"] = "visible to all"
    found = make.read(_locked(_saved(book), "VelvetSweatshop"), "a.xlsx")
    assert "visible to all" in found.text
    assert found.facts["opened_with"] == 0


def test_a_lock_that_would_take_for_ever_is_left_shut(letter):
    turns = letter.find(b'spinCount="')
    assert turns > 0
    slow = letter.replace(b'spinCount="100000"', b'spinCount="999999999"'[: len(b'spinCount="100000"') - 1] + b'"')
    found = make.read(slow, until="identify", request=ReadRequest(passwords=(WORD,)))
    assert "opened_with" not in found.facts
