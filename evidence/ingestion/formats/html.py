"""Web pages: what a reader would see, and the title. Scripts, styles and hidden elements are left out; nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from evidence.ingestion import charsets
from evidence.ingestion.formats import _chat, _telegram
from evidence.ingestion.formats._markup import parsed
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Page, PageCount

READS = frozenset({"text/html", "application/xhtml+xml"})
VERSION = "1"
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)", re.I)
_SAVED = (
    re.compile(r"<!--\s*saved from url=\(\d+\)(?P<address>\S+)", re.I),
    re.compile(
        r"Page saved with (?P<software>SingleFile)\s+url:\s*(?P<address>\S+)\s+saved date:\s*(?P<captured_at>[^\n<]+)"
    ),
    re.compile(
        r"<!--\s*Mirrored from (?P<address>\S+) by (?P<software>HTTrack[^\[<,]*)[^,<]*,\s*(?P<captured_at>[^<]+?)\s*-->"
    ),
)
_GONE = (
    "script",
    "style",
    "template",
    "noscript",
    "svg",
    "object",
    "iframe",
    "head",
    "select",
    "[hidden]",
    "input[type=hidden]",
    '[style*="display:none"]',
    '[style*="display: none"]',
    '[style*="visibility:hidden"]',
    '[style*="visibility: hidden"]',
)
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "br",
        "tr",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "section",
        "article",
        "header",
        "footer",
        "blockquote",
        "pre",
        "hr",
        "dt",
        "dd",
        "title",
        "option",
        "body",
        "main",
        "aside",
        "nav",
        "figure",
        "form",
    }
)
_FACTS = {
    "author": "author",
    "description": "description",
    "keywords": "keywords",
    "generator": "software",
    "article:published_time": "published_at",
    "og:title": "title",
    "date": "published_at",
    "og:url": "address",
    "og:site_name": "publisher",
    "article:modified_time": "modified_at",
    "dc.date": "published_at",
}


def decode(data: bytes) -> tuple[str, str]:
    """(markup, encoding): by its own word when that holds, else by looking."""
    claimed = _XML.search(data[:1000]) or _META.search(data[:8192])
    return charsets.decode(data, claimed[1].decode("ascii", "replace") if claimed else None)


def _tree(source: Source) -> tuple[LexborHTMLParser, str]:
    def make() -> tuple[LexborHTMLParser, str]:
        markup, encoding = decode(source.bytes(128 * 2**20))
        return parsed(markup), encoding

    return source.once("html", make)


def metadata(source: Source) -> Iterator[Fact]:
    """Title, encoding, and what the meta elements claim."""
    tree, encoding = _tree(source)
    yield Fact("encoding", encoding)
    yield from claims_of(tree)
    yield from _saved_from(source.head(16_384) + source.tail(4096))


def _saved_from(data: bytes) -> Iterator[Fact]:
    """Where and when a program that saved the page says that it did: browsers, SingleFile, HTTrack."""
    said = charsets.decode(data)[0]
    for pattern in _SAVED:
        found = pattern.search(said)
        if found:
            yield from (
                Fact(f"claimed_{key}", value.strip()[:2000]) for key, value in found.groupdict().items() if value
            )
            return


def claims_of(tree: LexborHTMLParser) -> Iterator[Fact]:
    """Title, and what the meta elements claim."""
    title = tree.css_first("title")
    if title is not None and title.text(strip=True):
        yield Fact("claimed_title", title.text(strip=True))
    for meta in tree.css("meta"):
        key = (meta.attributes.get("name") or meta.attributes.get("property") or "").lower()
        value = meta.attributes.get("content")
        if key in _FACTS and value and not (key == "og:title" and title is not None):
            yield Fact(f"claimed_{_FACTS[key]}", value)
    canonical = tree.css_first("link[rel=canonical]")
    if canonical is not None and canonical.attributes.get("href"):
        yield Fact("claimed_address", canonical.attributes["href"])


def text(source: Source) -> Iterator[Page | PageCount | Fact]:
    """The visible text as one part, the title first; of a messenger's exported page the conversation."""
    tree = _tree(source)[0]
    if _telegram.is_page(tree):
        yield from _chat.told(_telegram.PROGRAM, [_telegram.page_talk(tree)])
    else:
        yield Page(1, visible(tree))


def visible(tree: LexborHTMLParser) -> str:
    """The text of a parsed page, a line per block. Changes the tree: what is hidden is removed."""
    title = tree.css_first("title")
    first = title.text(strip=True) if title is not None else ""
    for selector in _GONE:
        for node in tree.css(selector):
            node.decompose()
    body = tree.body
    parts = [first, "\n"] if first else []
    if body is not None:
        parts += _pieces(body)
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _pieces(body: LexborNode) -> Iterator[str]:
    for node in body.traverse(include_text=True):
        if node.tag == "-text":
            parent = node.parent.tag if node.parent is not None else ""
            content = node.text_content or ""
            yield content if parent in ("pre", "textarea") else re.sub(r"\s+", " ", content)
        elif node.tag in _BLOCKS:
            yield "\n"
        elif node.tag in ("td", "th"):
            yield "\t"
        elif node.tag == "img" and node.attributes.get("alt"):
            yield f" {node.attributes['alt']} "
