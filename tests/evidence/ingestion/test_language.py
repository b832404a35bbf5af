"""The language of a text: Kazakh, Russian and English right, nothing said of too little."""

from __future__ import annotations

import pytest

from evidence.ingestion.stages import language
from tests.evidence.ingestion import make
from tests.evidence.ingestion.test_charsets import UKRAINIAN


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (make.KAZAKH, "kk"),
        (make.RUSSIAN, "ru"),
        (make.ENGLISH, "en"),
        (UKRAINIAN, "uk"),
        ("Мамай", ""),
        ("12 345,67", ""),
        ("", ""),
        (f"{make.KAZAKH} https://example.org/some/english/path/of/words", "kk"),
    ],
)
def test_language(text, code):
    assert language.guess(text) == code
