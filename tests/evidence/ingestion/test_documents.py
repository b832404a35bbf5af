"""Office documents, web pages, books and structured text: every word, the properties, and nothing followed."""

from __future__ import annotations

import io

import docx
import openpyxl
import pptx
import pytest
from odf import opendocument
from odf import text as odf_text

from evidence.ingestion.stage import Outcome, ReadRequest
from tests.evidence.ingestion import make


def _saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_word_paragraphs_tables_headers_properties():
    document = docx.Document()
    document.core_properties.author = "А. Секретарь"
    document.add_paragraph(make.KAZAKH)
    document.add_table(1, 2).cell(0, 1).text = "in a cell"
    document.sections[0].header.paragraphs[0].text = "in the header"
    found = make.read(_saved(document), "a.docx")
    assert make.KAZAKH in found.text
    assert "in a cell" in found.text
    assert "in the header" in found.text
    assert found.facts["claimed_author"] == "А. Секретарь"


def test_word_lists_keep_their_numbers():
    document = docx.Document()
    for word in ("first", "second"):
        document.add_paragraph(word, style="List Number")
    assert "2. second" in make.read(_saved(document)).text


def test_a_word_document_that_multiplies_entities_is_refused():
    bomb = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    found = make.read(make.packed({"[Content_Types].xml": b"<a/>", "word/document.xml": bomb}), until="identify")
    with pytest.raises(Exception, match="multiply"):
        make.run("text", _source({"[Content_Types].xml": b"<a/>", "word/document.xml": bomb}), found)


def _source(members):
    return make.Source.of(make.packed(members))


def test_every_sheet_is_read_hidden_ones_too():
    book = openpyxl.Workbook()
    book.active["B2"] = 1234
    hidden = book.create_sheet("тайный")
    hidden["A1"], hidden.sheet_state = "скрыто", "hidden"
    found = make.read(_saved(book), "a.xlsx")
    assert "1234" in found.text
    assert "скрыто" in found.text
    assert found.facts["hidden_sheets"] == ["тайный"]


def test_a_cell_in_the_far_corner_costs_nothing():
    book = openpyxl.Workbook()
    book.active["A1"] = "near"
    book.active["XFD1048576"] = "far corner"
    assert "far corner" in make.read(_saved(book)).text


def test_slides_in_order_with_their_notes():
    deck = pptx.Presentation()
    for word in ("one", "two"):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = f"slide {word}"
        slide.notes_slide.notes_text_frame.text = f"note {word}"
    found = make.read(_saved(deck), "a.pptx")
    assert (found.page_count, found.page_unit) == (2, "slide")
    assert "slide two" in found.pages[2].text
    assert "note two" in found.pages[2].text


def test_opendocument_text():
    document = opendocument.OpenDocumentText()
    document.text.addElement(odf_text.P(text=make.RUSSIAN))
    file = io.BytesIO()
    document.write(file)
    assert make.RUSSIAN in make.read(file.getvalue(), "a.odt").text


def test_rtf_in_a_code_page():
    body = "".join(f"\\'{byte:02x}" for byte in "Повестка".encode("cp1251"))
    content = f"{{\\rtf1\\ansi\\ansicpg1251{{\\info{{\\title {body}}}}}{body}\\par}}".encode()
    found = make.read(content, "a.rtf")
    assert "Повестка" in found.text
    assert found.facts["claimed_title"] == "Повестка"


def test_web_page_without_what_is_hidden():
    page = (
        "<html><head><meta charset=windows-1251><title>Заголовок</title></head><body><p>видно</p>"
        "<script>НЕ ТЕКСТ</script><p style='display: none'>НЕ ТЕКСТ</p><p hidden>НЕ ТЕКСТ</p></body></html>"
    )
    found = make.read(page.encode("cp1251"), "a.html")
    assert "видно" in found.text
    assert "НЕ ТЕКСТ" not in found.text
    assert found.facts["claimed_title"] == "Заголовок"


def test_xml_follows_no_definition():
    found = make.read(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>before &x; after</a>', "a.xml")
    assert "root:" not in found.text
    assert "before" in found.text
    assert found.outcome is Outcome.PARTLY_READ


def test_json_with_escaped_letters_is_readable():
    assert "Қ" in make.read(b'{"a": "\\u049a\\u04b1", "b": [[[[]]]]}').text


def test_deep_json_is_only_text():
    assert len(make.read(b"[" * 50_000 + b"]" * 50_000).text) > 90_000


def test_epub_chapters():
    members = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": b'<container><rootfile full-path="OPS/b.opf"/></container>',
        "OPS/b.opf": b'<package><metadata><title>A book</title></metadata><manifest><item id="1" href="c.xhtml"/></manifest>'
        b'<spine><itemref idref="1"/></spine></package>',
        "OPS/c.xhtml": b"<html><body><p>chapter text</p></body></html>",
    }
    found = make.read(make.packed(members))
    assert "chapter text" in found.text
    assert found.facts["claimed_title"] == "A book"


def test_text_beyond_the_limit_is_partly_read():
    limits = make.ReadRequest().limits.__class__(text_chars=30_000)
    found = make.read(b"word " * 20_000, request=ReadRequest(limits=limits))
    assert found.outcome is Outcome.PARTLY_READ
    assert 10_000 < len(found.text) <= 31_000


def test_long_text_is_cut_between_lines():
    found = make.read(("a line of text\n" * 4000).encode())
    assert found.page_count == len(found.pages) > 3
    assert all(page.text.endswith("\n") for page in list(found.pages.values())[:-1])
