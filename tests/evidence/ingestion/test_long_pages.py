"""Pages that are longer than any that was ever printed: in parts, none lost, and pictures keep their numbers."""

from __future__ import annotations

from types import SimpleNamespace

from evidence.ingestion import formats
from evidence.ingestion.findings import Findings
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Page, PageCount, ReadRequest
from evidence.ingestion.stages import text as stage
from tests.evidence.ingestion import make

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LONG = "protest police\n" * 20_000


def test_a_word_document_without_pages_is_read_in_parts():
    words = LONG.replace("\n", " ")
    body = f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    rels = f'<Relationships><Relationship Id="r" Type="{relation}" Target="word/document.xml"/></Relationships>'
    content = make.packed(
        {"[Content_Types].xml": b"<Types/>", "_rels/.rels": rels.encode(), "word/document.xml": body.encode()}
    )
    found = make.read(content, "a.docx")
    assert found.page_count == len(found.pages) > 3
    assert list(found.pages) == list(range(1, len(found.pages) + 1))
    assert max(len(page.text) for page in found.pages.values()) <= stage.LONGEST_PAGE
    assert "".join(page.text for page in found.pages.values()).split() == words.split()


def _read(monkeypatch, *given, **reader) -> Findings:
    monkeypatch.setattr(formats, "reader", lambda _type: SimpleNamespace(text=lambda _source: iter(given), **reader))
    found = Findings()
    for finding in stage.run(Source.of(b"x", "x", ReadRequest(name="x")), found):
        found.add(finding)
    return found


def test_a_page_that_is_drawn_keeps_its_number_and_its_rest_follows_behind_all(monkeypatch):
    given = PageCount(3), Page(1, LONG, words='[["protest",0,0,1,1,null]]'), Page(2, "second")
    found = _read(monkeypatch, *given, PAGED=True, draw=True)
    assert found.page_count == 3
    assert found.pages[2].text == "second"
    assert list(found.pages) == [1, 2, 4, 5, 6]
    assert found.pages[1].text + "".join(found.pages[number].text for number in (4, 5, 6)) == LONG
    assert found.pages[1].words != found.pages[4].words == "[]"
    assert found.pages[5].label == "Page 1, continued"


def test_pages_that_are_not_drawn_move_on(monkeypatch):
    given = PageCount(2, "chapter"), Page(1, LONG, label="One"), Page(2, "second", label="Two"), Page(3, "Links")
    found = _read(monkeypatch, *given, PAGED=True)
    assert (found.page_count, found.page_unit) == (5, "chapter")
    assert [page.label for page in found.pages.values()] == ["One", *["One, continued"] * 3, "Two", ""]
    assert found.pages[5].text == "second"


def test_text_without_pages_is_cut_and_counted(monkeypatch):
    found = _read(monkeypatch, Page(1, LONG), UNIT="part")
    assert (found.page_count, found.page_unit) == (len(found.pages), "part")
    assert max(len(page.text) for page in found.pages.values()) <= stage.PART_CHARS
    assert "".join(page.text for page in found.pages.values()) == LONG
