"""Office documents of today, OpenDocument, RTF and books: what stands beside the text, and what is inside."""

from __future__ import annotations

import io

import docx
import openpyxl
import pptx
import pytest
from openpyxl.comments import Comment

from evidence.ingestion.formats import docx as docx_reader
from evidence.ingestion.formats._ole_writing import rebuilt
from evidence.ingestion.stage import Limits, Outcome, ReadRequest, Unreadable
from tests.evidence.ingestion import make, office

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def _saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _labelled(found, label):
    return next((page.text for page in found.pages.values() if page.label == label), "")


def _word(body: str, relations: str = "", more: dict[str, bytes] | None = None) -> bytes:
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    related = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'
    members = {"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()}
    return make.packed({**members, "word/_rels/document.xml.rels": related.encode(), **(more or {})})


def _odf(kind: str, content: str, extra: dict[str, bytes] | None = None) -> bytes:
    body = f"<office:document-content {ODF}>{content}</office:document-content>"
    members = {"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(), "META-INF/manifest.xml": b"<m/>"}
    return make.packed({**members, "content.xml": body.encode(), **(extra or {})})


# --- Word ---------------------------------------------------------------------------------------------------------------


def test_word_changes_are_told_apart_from_the_text():
    said = '<w:del w:author="Б" w:date="2022-01-05T10:00:00Z"><w:r><w:delText>not </w:delText></w:r></w:del>'
    said += '<w:ins w:author="А"><w:r><w:t>gladly </w:t></w:r></w:ins>'
    found = make.read(_word(f"<w:p><w:r><w:t>He did </w:t></w:r>{said}<w:r><w:t>sign.</w:t></w:r></w:p>"))
    assert found.pages[1].text.strip() == "He did gladly sign."
    assert _labelled(found, "Tracked changes").splitlines() == [
        "deleted by Б on 2022-01-05T10:00:00Z: not",
        "inserted by А: gladly",
    ]
    assert found.facts["tracked_changes"] == {"inserted": 1, "deleted": 1}


def test_word_comments_links_and_hidden_text():
    comments = f'<w:comments {W}><w:comment w:author="А"><w:p><w:r><w:t>why?</w:t></w:r></w:p></w:comment></w:comments>'
    relations = f'<Relationship Id="1" Type="{RELATIONS}/comments" Target="comments.xml"/>'
    relations += (
        f'<Relationship Id="2" Type="{RELATIONS}/hyperlink" Target="http://example.org/" TargetMode="External"/>'
    )
    body = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r></w:p>"
    found = make.read(_word(body, relations, {"word/comments.xml": comments.encode()}))
    assert _labelled(found, "Comments") == "А: why?"
    assert _labelled(found, "Links") == "http://example.org/"
    assert found.facts["hidden_text"] == ["unseen"]


def test_rows_of_word_tables_are_lines():
    document = docx.Document()
    table = document.add_table(2, 2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"c{number}"
    assert "c0\tc1\nc2\tc3\n" in make.read(_saved(document)).text


def test_files_and_pictures_in_word_are_children_under_their_own_names():
    wrapped = rebuilt({("\x01Ole10Native",): office.native("счёт.pdf", make.pdf(["x"]))})
    png = make.encoded(make.picture(["x"]))
    content = _word("<w:p/>", "", {"word/embeddings/oleObject1.bin": wrapped, "word/media/image1.png": png})
    members = make.read(content).facts["members"]
    assert [(shown, kind) for _, shown, _, kind in members] == [("счёт.pdf", "embedded"), ("image1.png", "embedded")]


def test_pictures_of_a_document_that_lies_too_deep_are_its_pages():
    png = make.encoded(make.picture(["x"]))
    request = ReadRequest(depth=Limits().depth)
    source = make.Source.of(_word("<w:p/>", "", {"word/media/image1.png": png}), request=request)
    found = make.run("identify", source)
    assert make.run("unpack", source, found).facts["members"] == []
    assert docx_reader.scan_pages(source, found) == [1]
    assert docx_reader.scan(source, 1, 300).size == (1000, 500)


def test_word_as_one_xml_file():
    space = "http://schemas.microsoft.com/office/word/2003/wordml"
    body = "<w:body><w:p><w:r><w:t>flat</w:t></w:r></w:p></w:body>"
    content = f'<?xml version="1.0"?><w:wordDocument xmlns:w="{space}">{body}</w:wordDocument>'
    found = make.read(content.encode(), "a.doc")
    assert found.text.strip() == "flat"
    assert "Word" in found.facts["written_as"]


# --- sheets and slides --------------------------------------------------------------------------------------------------


def test_comments_in_sheets_say_where_and_who():
    book = openpyxl.Workbook()
    book.active["B2"] = 5
    book.active["B2"].comment = Comment("check this", "Ревизор")
    found = make.read(_saved(book))
    assert _labelled(found, "Comments") == "B2 Ревизор: check this"
    assert found.page_unit == "sheet"


def test_a_cell_with_line_ends_stays_one_cell():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"] = "one\ntwo", 0
    assert "one two\t0" in make.read(_saved(book)).text


def test_hidden_slides_titles_and_pictures():
    deck = pptx.Presentation()
    for word in ("one long enough title", "two long enough title"):
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = word
    deck.slides[1]._element.set("show", "0")
    deck.slides[0].shapes.add_picture(io.BytesIO(make.encoded(make.picture(["x"]))), 0, 0)
    found = make.read(_saved(deck))
    assert found.facts["hidden_slides"] == [2]
    assert found.facts["claimed_slide_titles"][1] == "two long enough title"
    assert [shown for _, shown, _, _ in found.facts["members"]] == ["image1.png"]


# --- OpenDocument -------------------------------------------------------------------------------------------------------


def test_opendocument_changes_comments_and_links():
    info = "<office:change-info><dc:creator>А</dc:creator><dc:date>2022-01-05T10:00:00</dc:date></office:change-info>"
    gone = f"<text:deletion>{info}<text:p>not</text:p></text:deletion>"
    changes = f'<text:changed-region text:id="1">{gone}</text:changed-region>'
    changes += f'<text:changed-region text:id="2"><text:insertion>{info}</text:insertion></text:changed-region>'
    note = "<office:annotation><dc:creator>Б</dc:creator><text:p>why?</text:p></office:annotation>"
    inserted = '<text:change-start text:change-id="2"/>gladly <text:change-end text:change-id="2"/>'
    link = '<text:a xlink:href="http://example.org/">here</text:a>'
    body = f"<text:tracked-changes>{changes}</text:tracked-changes><text:p>He did {inserted}sign {note}{link}.</text:p>"
    found = make.read(_odf("text", f"<office:body><office:text>{body}</office:text></office:body>"))
    assert found.pages[1].text.strip() == "He did gladly sign here."
    assert "deleted by А on 2022-01-05T10:00:00: not" in _labelled(found, "Tracked changes")
    assert "inserted by А on 2022-01-05T10:00:00: gladly" in _labelled(found, "Tracked changes")
    assert _labelled(found, "Comments") == "Б: why?"
    assert _labelled(found, "Links") == "http://example.org/"


def test_opendocument_sheets_hidden_ones_and_repeated_cells():
    style = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    cells = (
        '<table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>x</text:p></table:table-cell>'
    )
    sheet = f'<table:table table:name="тайный" table:style-name="h"><table:table-row>{cells}</table:table-row></table:table>'
    body = f"<office:automatic-styles>{style}</office:automatic-styles>"
    body += f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    found = make.read(_odf("spreadsheet", body))
    assert found.facts["hidden_sheets"] == ["тайный"]
    assert found.pages[1].text == "тайный\n\t\tx\n"
    assert (found.page_count, found.page_unit) == (1, "sheet")


def test_a_locked_opendocument_is_said_to_be_locked():
    content = _odf("text", "", {"META-INF/manifest.xml": b"<manifest:encryption-data/>"})
    source = make.Source.of(content)
    found = make.run("identify", source)
    with pytest.raises(Unreadable) as caught:
        make.run("text", source, found)
    assert caught.value.outcome is Outcome.ENCRYPTED


# --- RTF ----------------------------------------------------------------------------------------------------------------


def _hexed(text: str, page: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(page))


def test_rtf_letters_by_the_code_page_of_their_font():
    fonts = "{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}{\\f2\\fcharset161 C;}}"
    body = f"{{\\f1 {_hexed('приказ', 'cp1251')}}} {{\\f2 {_hexed('λόγος', 'cp1253')}}} {{\\f0 caf\\'e9}}"
    assert make.read(f"{{\\rtf1\\ansi{fonts}{body}\\par}}".encode()).text.strip() == "приказ λόγος café"


def test_rtf_letters_outside_the_code_page_and_what_stands_in_for_them():
    content = (
        "{\\rtf1\\ansi\\ansicpg1251\\uc1 \\u1178?\\u1241?\\u1179 ? {\\uc2 \\u1170\\'c3\\'3fx} \\u-10179?\\u-8704?}"
    )
    assert make.read(content.encode()).text.strip() == "Қәқ Ғx 😀"


def test_rtf_footnotes_changes_links_and_hidden_destinations():
    field = '{\\field{\\*\\fldinst{HYPERLINK "http://example.org/"}}{\\fldrslt{here}}}'
    revised = "{\\*\\revtbl{Unknown;}{Author;}}"
    deleted = "{\\deleted\\revauthdel1\\revdttmdel128002718 not }"
    body = f"{revised}He did {deleted}sign{{\\footnote a note}} {field}.{{\\*\\secret invisible}}"
    found = make.read(f"{{\\rtf1\\ansi {body}\\par}}".encode())
    assert found.pages[1].text.strip() == "He did sign here."
    assert _labelled(found, "Footnotes") == "a note"
    assert _labelled(found, "Links") == "http://example.org/"
    assert _labelled(found, "Tracked changes").startswith("deleted by Author on 2022-01-05T10:30")


def test_rtf_pictures_and_files_are_children():
    png = make.encoded(make.picture(["x"]))
    wrapped = office.native("a.txt", b"the file")[4:]
    old = b"\1\5\0\0\2\0\0\0\x08\0\0\0Package\0" + bytes(8) + len(wrapped).to_bytes(4, "little") + wrapped
    body = f"{{\\object\\objemb{{\\*\\objdata {old.hex()}}}{{\\result shown}}}}{{\\pict\\pngblip {png.hex()}}}"
    found = make.read(f"{{\\rtf1 {body}\\par}}".encode())
    assert [(shown, content) for _, shown, content, _ in found.facts["members"]] == [
        ("a.txt", b"the file"),
        ("picture 1.png", png),
    ]
    assert found.text.strip() == "shown"


def test_rtf_of_a_hundred_thousand_groups_ends():
    assert "deep" in make.read(b"{\\rtf1 " + b"{" * 100_000 + b"deep").text


# --- books --------------------------------------------------------------------------------------------------------------


def _book(extra: dict[str, bytes] | None = None) -> bytes:
    package = (
        b'<package><metadata><title>A book</title></metadata><manifest><item id="1" href="c%201.xhtml"/>'
        b'<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
        b'<spine><itemref idref="1"/></spine></package>'
    )
    point = b'<navLabel><text>First part</text></navLabel><content src="c%201.xhtml#a"/>'
    contents = b"<ncx><navMap><navPoint>" + point + b"</navPoint></navMap></ncx>"
    members = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": b'<container><rootfile full-path="OPS/b.opf"/></container>',
        "OPS/b.opf": package,
        "OPS/toc.ncx": contents,
        "OPS/c 1.xhtml": b"<html><body><p>chapter text</p></body></html>",
    }
    return make.packed({**members, **(extra or {})})


def test_chapters_stand_under_their_titles():
    found = make.read(_book({"OPS/cover.png": make.encoded(make.picture(["x"]))}))
    assert found.pages[1].label == "First part"
    assert [shown for _, shown, _, _ in found.facts["members"]] == ["cover.png"]


def test_a_book_locked_by_its_seller_is_said_to_be_locked():
    lock = b'<encryption><EncryptedData><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>'
    lock += b'<CipherData><CipherReference URI="OPS/c%201.xhtml"/></CipherData></EncryptedData></encryption>'
    source = make.Source.of(_book({"META-INF/encryption.xml": lock}))
    found = make.run("identify", source)
    with pytest.raises(Unreadable) as caught:
        make.run("text", source, found)
    assert caught.value.outcome is Outcome.ENCRYPTED
