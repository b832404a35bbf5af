"""Pictures: what EXIF claims, sizes refused before a pixel is made, text read with places, photographs only looked at."""

from __future__ import annotations

import time

import pytest
from PIL import Image

from evidence.ingestion import pictures, tesseract
from evidence.ingestion.findings import Findings
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Outcome, Refused
from tests.evidence.ingestion import make

ENGINE = tesseract.engine(("kaz", "rus", "eng"))
needs_ocr = pytest.mark.skipif(
    ENGINE is None or bool(ENGINE.missing), reason="language data of Tesseract are not installed"
)


def _jpeg(exif: dict[int, object], gps: dict[int, object] | None = None) -> bytes:
    made = Image.new("RGB", (60, 40), "red")
    block = made.getexif()
    for tag, value in exif.items():
        block[tag] = value
    for tag, value in (gps or {}).items():
        block.get_ifd(0x8825)[tag] = value
    return make.encoded(made, "JPEG", exif=block)


def test_exif_is_a_claim():
    gps = {1: "S", 2: (33.0, 52.0, 0.0), 3: "E", 4: (151.0, 12.0, 36.0)}
    facts = make.read(_jpeg({0x010F: "Canon", 0x0132: "2024:03:05 10:11:12", 0x0112: 6}, gps), until="metadata").facts
    assert facts["claimed_camera_maker"] == "Canon"
    assert facts["claimed_modified_at"] == "2024-03-05T10:11:12"
    assert facts["claimed_position"] == {"latitude": -33.866667, "longitude": 151.21}
    assert facts["orientation"] == 6


def test_impossible_exif_keeps_what_was_written():
    facts = make.read(
        _jpeg({0x0132: "0000:00:00 00:00:00"}, {1: "N", 2: (999.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}),
        until="metadata",
    ).facts
    assert "claimed_modified_at" not in facts
    assert facts["claimed_modified_at_as_written"] == "0000:00:00 00:00:00"
    assert "claimed_position" not in facts


def test_a_gigapixel_is_refused_by_its_header():
    with pytest.raises(Refused, match="64,000"):
        make.run("metadata", Source.of(make.bomb_png(64_000)), Findings(media_type="image/png"))


def test_page_pictures_are_plain_webp_and_upright():
    found = Findings(media_type="image/jpeg")
    source = Source.of(_jpeg({0x0112: 6}))
    stage = make.stages.load()["page_images"]
    thumbnail = next(iter(stage.run(source, found)))
    assert (thumbnail.width, thumbnail.height) == pictures.measure(thumbnail.content, thumbnail.media_type) == (40, 60)


@needs_ocr
@pytest.mark.parametrize("turn", [0, 90, 180])
def test_text_is_read_however_the_page_lies(turn):
    lines = [*make.KAZAKH.split(". "), *make.RUSSIAN.split(", "), *make.ENGLISH.split(", ")]
    content = make.encoded(make.picture(lines, (2000, 900), turn))
    found = make.read(content, until="ocr")
    assert "құқылы" in found.text
    assert "неприкосновенность" in found.text
    assert "liberty" in found.text
    assert found.ocr_pages == 1
    assert (found.facts.get("turned_pages") is not None) == bool(turn)


@needs_ocr
def test_words_stand_where_they_are_on_the_page():
    found = make.read(
        make.encoded(make.picture(["Memorandum number one", "second line of words", "third line"])), until="ocr"
    )
    word = next(word for word in found.pages[1].boxes() if word.text == "Memorandum")
    assert word.x0 == pytest.approx(0.04, abs=0.02)
    assert word.y0 == pytest.approx(0.09, abs=0.04)
    assert found.pages[1].confidence > 70


@needs_ocr
def test_a_leaning_page_is_straightened_and_its_boxes_lean_back():
    page = make.picture([f"{word} and some more words in a line" for word in make.ENGLISH.split()[:12]], (1400, 900))
    found = make.read(make.encoded(page.rotate(6, fillcolor=255)), until="ocr")
    assert "liberty" in found.text
    word = next(word for word in found.pages[1].boxes() if word.text.startswith("Memorandum"))
    assert (word.x0 + word.x1) / 2 == pytest.approx(0.09, abs=0.05)
    assert word.y0 > 0.08  # the left side of the page went down


@needs_ocr
def test_a_photograph_costs_a_look():
    noise = Image.effect_noise((1600, 1200), 60).convert("RGB")
    started = time.process_time()
    found = make.read(make.encoded(noise, "JPEG"), until="ocr")
    assert found.text == ""
    assert found.outcome is Outcome.READ
    assert time.process_time() - started < 2.5


def test_without_tesseract_it_is_said(monkeypatch):
    monkeypatch.setattr(tesseract, "engine", lambda languages: None)
    found = make.read(make.encoded(make.picture(["x"])), until="ocr")
    assert found.outcome is Outcome.PARTLY_READ
    assert "not installed" in found.problem


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg/>",
        b"\x89PNG\r\n\x1a\n",
        make.bomb_png(10),
        make.encoded(Image.new("L", (9, 9)), pnginfo=None) + b"behind",
    ],
)
def test_what_is_not_a_plain_picture_is_not_believed(content):
    with pytest.raises(pictures.NotAPicture):
        pictures.measure(content, "image/png")
