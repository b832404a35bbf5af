"""Old Office files: every word in its order, what is hidden or deleted said as such, what is embedded taken out."""

from __future__ import annotations

import io
import struct

import olefile
import pytest

from evidence.ingestion.formats import _metafile
from evidence.ingestion.formats._ole import Compound
from evidence.ingestion.formats._ole_writing import rebuilt
from evidence.ingestion.stage import Outcome, Unreadable
from tests.evidence.ingestion import make, office


def _labelled(found, label):
    return next((page.text for page in found.pages.values() if page.label == label), "")


@pytest.mark.parametrize("size", [0, 100, 4096, 9_000_000])
def test_a_rebuilt_compound_file_holds_its_streams(size):
    streams = {("a",): b"x" * size, ("folder", "b"): b"small", ("folder", "inner", "Word"): b"y" * 5000}
    made = rebuilt(streams)
    ours, other = Compound(made), olefile.OleFileIO(io.BytesIO(made))
    for path, content in streams.items():
        assert ours.read(*path) == content
        assert other.openstream(list(path)).read() == content


def test_word_pieces_footnotes_and_properties():
    more = {("\x05SummaryInformation",): office.properties({2: "Повестка", 4: "Секретарь"})}
    found = make.read(office.word("In English. ", f"{make.KAZAKH}\r", "a footnote\r", more=more), "a.doc")
    assert found.media_type == "application/msword"
    assert f"In English. {make.KAZAKH}" in found.text
    assert _labelled(found, "Footnotes") == "a footnote"
    assert (found.facts["claimed_title"], found.facts["claimed_author"]) == ("Повестка", "Секретарь")


def test_word_fields_are_shown_as_their_result_and_links_keep_their_address():
    field = '\x13 HYPERLINK "http://example.org/a" \x14here\x15 and \x13PAGE\x14 7\x15\r'
    found = make.read(office.word("See ", field))
    assert "See here and  7" in found.text
    assert _labelled(found, "Links") == "here: http://example.org/a"


def test_what_was_deleted_in_word_is_no_longer_in_the_text_but_beside_it():
    found = make.read(office.word("He ", "did not sign.\r", deleted=(4, 8)))
    assert found.pages[1].text.strip() == "He did sign."
    assert _labelled(found, "Tracked changes") == "deleted by Ақсай on 2022-01-05T10:30: not"
    assert found.facts["claimed_tracked_changes"][0]["by"] == "Ақсай"


def test_rows_of_a_table_without_their_marks_stay_readable():
    found = make.read(office.word("a\x07b\x07", "\r"))
    assert "a\tb" in found.text


def test_word_6_in_the_russian_code_page():
    found = make.read(office.word_6(f"{make.RUSSIAN}\r"), "a.doc")
    assert make.RUSSIAN in found.text
    assert "6" in found.facts["format_version"]


def test_a_locked_word_document_is_said_to_be_locked():
    source = make.Source.of(office.word("x", "y", flags=0x300))
    found = make.run("identify", source)
    with pytest.raises(Unreadable) as caught:
        make.run("text", source, found)
    assert caught.value.outcome is Outcome.ENCRYPTED


def test_files_and_pictures_in_a_word_document_are_children():
    png = make.encoded(make.picture(["x"]))
    more = {
        ("ObjectPool", "_1", "\x01Ole10Native"): office.native("список.txt", b"the list"),
        ("Data",): office.blip(png),
    }
    more[("ObjectPool", "_2", "WordDocument")] = Compound(office.word("inner ", "words\r")).read("WordDocument")
    members = make.read(office.word("x", "y\r", more=more)).facts["members"]
    assert [(shown, kind) for _, shown, _, kind in members] == [
        ("список.txt", "embedded"),
        ("object 2.doc", "embedded"),
        ("picture 1.png", "embedded"),
    ]
    assert members[0][2] == b"the list"
    assert members[2][2] == png
    assert make.read(members[1][2]).media_type == "application/msword"


def test_slides_in_their_order_with_notes_and_hidden_ones_said():
    found = make.read(office.slides(), "a.ppt")
    assert (found.page_count, found.page_unit) == (2, "slide")
    assert found.pages[1].text == "первый"
    assert found.pages[2].text == "екінші\n\nзаметка"
    assert found.facts["hidden_slides"] == [2]


def test_a_locked_presentation_is_said_to_be_locked():
    source = make.Source.of(office.slides(office.LOCKED_PPT))
    found = make.run("identify", source)
    with pytest.raises(Unreadable) as caught:
        make.run("text", source, found)
    assert caught.value.outcome is Outcome.ENCRYPTED


def test_old_workbooks_tell_hidden_sheets_and_comments():
    found = make.read(office.workbook("Жұмабаев", "пометка"), "a.xls")
    assert found.pages[1].text == "лист\nЖұмабаев"
    assert found.facts["hidden_sheets"] == ["лист"]
    assert _labelled(found, "Comments") == "пометка"
    assert found.page_unit == "sheet"


def test_a_bare_object_gives_the_file_it_holds():
    found = make.read(rebuilt({("\x01Ole10Native",): office.native("a.pdf", make.pdf(["x"]))}), "oleObject1.bin")
    assert [shown for _, shown, _, _ in found.facts["members"]] == ["a.pdf"]


@pytest.mark.parametrize(
    "make_one", [office.slides, lambda: office.word("a", make.RUSSIAN), lambda: office.workbook("a", "b")]
)
def test_a_cut_file_ends_in_a_sentence(make_one):
    whole = make_one()
    for size in (600, 1024, 2048, len(whole) - 700):
        source = make.Source.of(whole[:size])
        found = make.run("identify", source)
        for stage in ("unpack", "metadata", "text"):
            assert _sentence(stage, source, found).endswith(".")


def _sentence(stage, source, found):
    """What a stage that gives up says; a full stop when it reads on."""
    try:
        make.run(stage, source, found)
    except Unreadable as error:
        return str(error)
    return "."


def test_words_in_a_drawing():
    said = "слово".encode("utf-16-le")
    head = struct.pack("<II", 1, 88) + bytes(32) + b" EMF" + bytes(44)
    text = struct.pack("<II", 84, 76 + len(said)) + bytes(36) + struct.pack("<II", 5, 76) + bytes(24) + said
    assert _metafile.words(head + text) == "слово"
    assert _metafile.words(b"anything else") == ""
