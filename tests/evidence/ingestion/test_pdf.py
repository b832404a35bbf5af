"""PDF: pages, words with places, properties, and what is wrong with it."""

from __future__ import annotations

import io

import pypdfium2
import pytest

from evidence.ingestion import scans
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Outcome
from tests.evidence.ingestion import make


def test_text_page_by_page():
    found = make.read(make.pdf(["Hello words"], pages=3))
    assert found.page_count == 3
    assert found.pages[2].text.strip() == "Hello words 2"


def test_words_have_places_in_fractions():
    page = make.read(make.pdf(["Hello"])).pages[1]
    word = page.boxes()[0]
    assert word.text == "Hello"
    assert 0.1 < word.x0 < word.x1 < 0.25
    assert 0.04 < word.y0 < word.y1 < 0.09


def test_words_of_a_turned_page_stand_where_they_are_shown():
    turned = make.pdf(["Hello"]).replace(b"/MediaBox[0 0 612 792]", b"/Rotate 90/MediaBox[0 0 612 792]")
    word = make.read(turned).pages[1].boxes()[0]
    assert word.x0 > 0.9
    assert 0.1 < word.y0 < 0.25


def test_properties_and_dates():
    found = make.read(make.pdf(["x"], info="/Title(A title)/CreationDate(D:20240305101112+05'00')/ModDate(D:99999999)"))
    assert found.facts["claimed_title"] == "A title"
    assert found.facts["claimed_created_at"] == "2024-03-05T10:11:12+05:00"
    assert found.facts["claimed_modified_at_as_written"] == "D:99999999"


def test_what_could_act_is_noted():
    found = make.read(make.pdf(["x"], extra="/OpenAction<</S/JavaScript/JS(app.alert(1))>>"))
    assert found.facts["active_content"] == ["a script"]


def test_half_a_pdf_is_damaged():
    content = make.pdf(["x"])[:200]
    with pytest.raises(Damaged):
        make.run("metadata", Source.of(content), make.read(content, until="identify"))


def test_embedded_files_become_children():
    document = pypdfium2.PdfDocument.new()
    document.new_page(100, 100)
    document.new_attachment("приложение.csv").set_data(b"a;b")
    file = io.BytesIO()
    document.save(file)
    found = make.read(file.getvalue(), until="unpack")
    assert found.facts["members"] == [("приложение.csv".encode(), "приложение.csv", b"a;b", "embedded")]


def test_a_page_too_large_is_drawn_small():
    huge = make.pdf(["x"]).replace(b"[0 0 612 792]", b"[0 0 9612 9792]")
    found = make.read(huge, until="page_images")
    assert found.outcome is Outcome.READ


def test_a_note_on_the_page_is_read():
    note = b"<</Type/Page/Annots[<</Type/Annot/Subtype/Text/Rect[10 10 30 30]/Contents(a remark)>>]/Parent"
    content = make.pdf(["words"]).replace(b"<</Type/Page/Parent", note)
    assert "a remark" in make.read(content).text


@pytest.mark.parametrize(
    ("layer", "usable"),
    [
        ("Chapter one . . . . . . . . . . . . . . . . . . . . . . . . . . 12", True),
        (make.KAZAKH, True),
        ("\ue001\ue002\ue003\ue004\ue005 \ue006\ue007\ue008 abc \ue009", False),
        ("12", False),
        ("", False),
    ],
)
def test_whether_a_text_layer_can_be_used(layer, usable):
    assert scans.usable(layer) is usable
