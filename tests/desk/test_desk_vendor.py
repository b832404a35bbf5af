"""What others made is what VENDOR.md says, and nothing is fetched from elsewhere."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from PIL import ImageFont

STATIC = Path(__file__).parents[2] / "static"
VENDOR = STATIC / "vendor"
KAZAKH = "әғқңөұүһіӘҒҚҢӨҰҮҺІ"
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ№"
LATIN = "ABCXYZabcxyzéşğıß0123456789«»“”—…"
SUBSETS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext")


def test_every_vendored_file_is_listed_with_its_digest() -> None:
    listed = dict(re.findall(r"^([0-9a-f]{64})  (.+)$", (VENDOR / "VENDOR.md").read_text(), re.MULTILINE))
    found = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path.relative_to(VENDOR).as_posix()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "VENDOR.md"
    }
    assert found == listed


@pytest.mark.parametrize("family", ["inter-{}-wght-normal", "ibm-plex-mono-{}-400-normal"])
def test_the_fonts_carry_three_languages(family: str) -> None:
    carried = set()
    for subset in SUBSETS:
        font = ImageFont.truetype(VENDOR / "fonts" / f"{family.format(subset)}.woff2", 40)
        nothing = bytes(font.getmask("\U000f1234"))
        carried |= {letter for letter in KAZAKH + RUSSIAN + LATIN if bytes(font.getmask(letter)) != nothing}
    assert set(KAZAKH + RUSSIAN + LATIN) - carried == set()


def test_no_stylesheet_or_script_of_ours_names_another_host() -> None:
    ours = [*STATIC.glob("css/*"), *STATIC.glob("js/*"), VENDOR / "tabler" / "tabler.min.css"]
    for path in ours:
        fetched = re.findall(r"(?:url\(|@import|fetch\(|import )\s*[\"']?(https?:|//)", path.read_text())
        assert fetched == [], path.name


def test_our_own_css_stays_under_400_lines() -> None:
    assert sum(len(path.read_text().splitlines()) for path in STATIC.glob("css/*.css")) < 400
