"""Encodings: what was written in the old code pages of the region comes back letter for letter."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.ingestion import charsets
from tests.evidence.ingestion import make

UKRAINIAN = "Кожна людина має право на життя, на свободу і на особисту недоторканність; її гідність є недоторканною."


@pytest.mark.parametrize(
    "encoding",
    [
        "cp1251",
        "koi8_r",
        "cp866",
        "iso8859_5",
        "mac_cyrillic",
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "kz1048",
    ],
)
def test_russian_in_every_code_page(encoding):
    text, _ = charsets.decode(make.RUSSIAN.encode(encoding))
    assert text == make.RUSSIAN


@pytest.mark.parametrize("encoding", ["kz1048", "utf-8", "utf-16-le", "utf-16-be"])
def test_kazakh(encoding):
    assert charsets.decode(make.KAZAKH.encode(encoding))[0] == make.KAZAKH


def test_ukrainian_is_not_taken_for_kazakh():
    assert charsets.decode(UKRAINIAN.encode("cp1251"))[0] == UKRAINIAN


@pytest.mark.parametrize("text", ["Je prépare mon été zéro complexe !", "Müller grüßt aus Köln", "naïve café"])
def test_western_text_stays_western(text):
    assert charsets.decode(text.encode("cp1252"))[0] == text


def test_broken_utf8_keeps_the_rest():
    data = make.RUSSIAN.encode() + b"\xff\xfe end"
    assert make.RUSSIAN in charsets.decode(data)[0]


def test_a_claim_that_lies_is_not_believed():
    assert charsets.decode(make.RUSSIAN.encode("koi8-r"), "windows-1251")[0] == make.RUSSIAN


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_text_that_a_database_takes(data):
    text, _ = charsets.decode(data)
    assert "\0" not in text
    text.encode("utf-8")


_words = st.lists(
    st.sampled_from(make.RUSSIAN.lower().replace(".", "").replace(",", "").split()), min_size=6, max_size=60
)


@given(_words, st.sampled_from(["cp1251", "koi8_r", "cp866", "iso8859_5"]))
@settings(max_examples=80, deadline=None)
def test_any_russian_words_come_back(words, encoding):
    line = " ".join(words)
    assert charsets.decode(line.encode(encoding))[0] == line
