"""Pages nested beyond all measure are read in a time that grows with their length, and nothing of their words is lost."""

from __future__ import annotations

from evidence.ingestion.formats import _markup, html
from tests.evidence.ingestion.make import read


def test_what_is_nested_too_deeply_is_read_without_its_elements():
    page = "<title>T</title><script>var a = 1</script>" + "<div>" * 200_000 + "the last word &amp; more"
    words = html.visible(_markup.parsed(page))
    assert "the last word & more" in words
    assert "var a" not in words


def test_what_is_long_but_flat_keeps_its_elements():
    page = "<ul>" + "<li>one<p>two" * 20_000 + "</ul>" + "<div><b>three</b></div>" * 5_000
    tree = _markup.parsed(page)
    assert len(tree.css("li")) == 20_000
    assert html.visible(tree).count("three") == 5_000


def test_a_hostile_page_ends_as_a_file():
    found = read(b"<!doctype html><html><body>" + b"<div>" * 200_000 + b"words", "deep.html")
    assert (found.outcome, "words" in found.text) == ("read", True)
