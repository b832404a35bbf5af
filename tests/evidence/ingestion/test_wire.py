"""The receiving side believes nothing: what no honest reader sends is refused, names never become paths."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from evidence.ingestion import wire
from evidence.ingestion.findings import Findings
from evidence.ingestion.stage import Fact, Limits, Member, Outcome, Page, PagesLeft, Trouble, Word, as_json, pack


def _take(into, *frames, limits=None):
    receiver = wire.Receiver(into, limits or Limits())
    for what, content in frames:
        receiver.take(dict(what), content)
    return receiver.findings


def _member(name: bytes, shown: str = "a"):
    return as_json(Member(name, shown, "member", []))


def test_names_of_children_never_become_paths(tmp_path):
    found = _take(tmp_path, (_member(b"../../evil"), b""), ({"is": "Bytes"}, b"x"), ({"is": "MemberEnd"}, b""))
    assert found.children[0].name == b"../../evil"
    assert found.children[0].path == tmp_path / "child-000000"


_REPORT = {"is": "StageReport", "name": "text", "version": "1", "outcome": "read", "problem": "", "seconds": 1.0}


def _png() -> bytes:
    made = io.BytesIO()
    Image.new("L", (1, 1)).save(made, "PNG")
    return made.getvalue()


_PNG = _png()


def _picture():
    return {"is": "Picture", "kind": "page", "page": 1, "width": 1, "height": 1, "media_type": "image/png"}


@pytest.mark.parametrize(
    "frames",
    [
        [({"is": "Nothing"}, b"")],
        [({"is": "Bytes"}, b"x")],
        [({"is": "MemberEnd"}, b"")],
        [({**_member(b"a"), "kind": "evil"}, b"")],
        [({**_member(b"a"), "name": "zz"}, b""), ({"is": "MemberEnd"}, b"")],
        [({"is": "Begin", "stage": "evil"}, b"")],
        [
            (
                {"is": "Picture", "kind": "page", "page": 1, "width": 9, "height": 9, "media_type": "image/svg+xml"},
                b"<svg/>",
            )
        ],
        [({**as_json(Page(1, "x")), "words": '[["w",0,0,2,1,null]]'}, b"")],
        [({**as_json(Page(1, "x")), "number": -1}, b"")],
        [({**as_json(Page(1, "x")), "text": 5}, b"")],
        [({**as_json(Page(1, "x")), "more": 5}, b"")],
        [({**as_json(Page(1, "x")), "confidence": float("nan")}, b"")],
        [({**as_json(Page(1, "x")), "width": float("inf")}, b"")],
        [({"is": "Trouble", "outcome": "fine", "sentence": ""}, b"")],
        [({"is": "Trouble", "outcome": "damaged", "sentence": {"a": 1}}, b"")],
        [({"is": "Identity", "media_type": 5, "extension_lies": False}, b"")],
        [({"is": "Language", "code": ["ru"]}, b"")],
        [({**_REPORT, "name": {"a": 1}}, b"")],
        [({**_REPORT, "name": "evil"}, b"")],
        [({**_REPORT, "problem": 7}, b"")],
        [({"is": "PagesLeft", "stage": "ocr", "pages": [2**70]}, b"")],
        [({"is": "PagesLeft", "stage": "ocr", "pages": [-5]}, b"")],
        [({**_picture(), "page": 2**70}, _PNG)],
        [({**_picture(), "page": True}, _PNG)],
    ],
)
def test_what_no_reader_sends_is_refused(tmp_path, frames):
    with pytest.raises(wire.Hostile):
        _take(tmp_path, *frames)


_WEBM = b"\x1aE\xdf\xa3\x9f\x42\x82\x84webm" + b"\0" * 80


def test_a_preview_is_taken_when_it_is_what_it_says(tmp_path):
    begun = ({"is": "Preview", "media_type": "video/webm"}, b"")
    found = _take(tmp_path, begun, ({"is": "Bytes"}, _WEBM), ({"is": "MemberEnd", "problem": ""}, b""))
    assert found.preview.path.read_bytes() == _WEBM
    assert found.children == []


@pytest.mark.parametrize(("media_type", "content"), [("video/webm", b"<html>" * 20), ("text/html", _WEBM)])
def test_a_preview_that_is_something_else_is_refused(tmp_path, media_type, content):
    begun = ({"is": "Preview", "media_type": media_type}, b"")
    with pytest.raises(wire.Hostile):
        _take(tmp_path, begun, ({"is": "Bytes"}, content), ({"is": "MemberEnd", "problem": ""}, b""))


def test_more_than_allowed_is_refused(tmp_path):
    with pytest.raises(wire.Hostile, match="bytes"):
        _take(tmp_path, (_member(b"a"), b""), ({"is": "Bytes"}, b"x" * 200), limits=Limits(output_bytes=100))
    with pytest.raises(wire.Hostile, match="turn"):
        _take(tmp_path, ({**_member(b"b"), "is": "Member"}, b""), limits=Limits(children=0))


def test_an_endless_line_of_findings_does_not_fill_the_memory(tmp_path):
    large = as_json(Fact("k", ["x" * 90_000] * 100))
    with pytest.raises(wire.Hostile, match="said"):
        _take(tmp_path, *[(large, b"")] * 8)
    with pytest.raises(wire.Hostile, match="StageReport"):
        _take(tmp_path, *[(_REPORT, b"")] * 51)
    trouble = as_json(Trouble(Outcome.DAMAGED, "A member is damaged."))
    assert len(_take(tmp_path, *[(trouble, b"")] * 600).troubles) == wire.MOST_TROUBLES


def test_text_is_cleaned_for_the_database(tmp_path):
    fact = as_json(Fact("k\0", {"x": ["\ud800", float("nan")]}))
    found = _take(tmp_path, (as_json(Page(1, "a\0b\ud800c")), b""), (fact, b""))
    assert found.text == "ab?c"
    assert found.facts == {"k": {"x": ["?", None]}}


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
_kinds = st.sampled_from(
    [
        "Identity",
        "Fact",
        "Member",
        "Bytes",
        "MemberEnd",
        "Page",
        "PageCount",
        "Picture",
        "Preview",
        "PagesLeft",
        "Language",
        "Trouble",
        "StageReport",
        "Begin",
        "Log",
        "End",
    ]
)
_keys = st.sampled_from(
    [
        "name",
        "shown",
        "kind",
        "number",
        "text",
        "words",
        "pages",
        "unit",
        "key",
        "value",
        "outcome",
        "stage",
        "sentence",
        "seconds",
        "page",
        "width",
        "height",
        "media_type",
        "line",
        "confidence",
        "label",
        "source",
    ]
)


@given(st.lists(st.tuples(_kinds, st.dictionaries(_keys, _json, max_size=6), st.binary(max_size=20)), max_size=6))
@settings(max_examples=150, deadline=None)
def test_no_frame_whatever_brings_the_receiver_down(tmp_path_factory, frames):
    into = tmp_path_factory.mktemp("into")
    receiver = wire.Receiver(into, Limits())
    try:
        for kind, what, content in frames:
            if not receiver.take({**what, "is": kind}, content):
                break
    except wire.Hostile:
        pass
    finally:
        receiver.close()
    assert all(path.name.startswith(("child-", "picture-", "preview")) for path in into.iterdir())


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_no_bytes_whatever_bring_the_line_down(data):
    with pytest.raises((wire.Hostile, EOFError)):
        while True:
            wire.receive(io.BytesIO(data))


def test_words_are_packed_inside_their_page():
    page = Page(1, "x", words=pack([Word('a"b', -0.5, 0.1, 1.5, 0.2, 91.25)]))
    assert page.boxes() == [Word('a"b', 0.0, 0.1, 1.0, 0.2, 91.2)]


def test_the_outcome_of_everything_found():
    found = Findings()
    assert found.outcome is Outcome.READ
    found.add(Trouble(Outcome.DAMAGED, "Damaged."))
    assert found.outcome is Outcome.DAMAGED
    found.add(Page(1, "words"))
    assert (found.outcome, found.problem) == (Outcome.PARTLY_READ, "Damaged.")


def test_a_reading_that_left_pages_is_partial():
    found = Findings()
    found.add(PagesLeft("ocr", (2, 3)))
    assert (found.outcome, found.pages_left) == (Outcome.PARTLY_READ, {"ocr": (2, 3)})
