"""Names as they are shown: nothing in one turns it round, hides in it or breaks it."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from evidence.items import names

JOINERS = "\u200c\u200d"
HIDDEN = [chr(code) for code in range(sys.maxunicode) if unicodedata.category(chr(code)) in {"Cc", "Cf", "Zl", "Zp"}]
FILLERS = list("\u115f\u1160\u3164\uffa0\u17b4\u17b5\u034f")


def test_whatever_is_shown_as_nothing_or_turns_a_line_is_marked():
    through = [char for char in (*HIDDEN, *FILLERS) if char in names.shown(f"invoice{char}fdp.exe".encode())]
    assert through == []


@pytest.mark.parametrize("name", ["می\u200cخواهم.pdf", "क्\u200dष.txt", "ලා\u0dca\u200dක", "письмо ә ғ қ", "報告書"])
def test_a_joiner_that_is_part_of_a_word_stays_and_letters_do(name):
    assert names.shown(name.encode()) == name


@pytest.mark.parametrize("name", ["in\u200cvoice", "\u200dab", "می\u200c", "a\u200cخ"])
def test_a_joiner_elsewhere_is_marked(name):
    assert not set(JOINERS) & set(names.shown(name.encode()))
