"""HTML parsed in a time that grows with its length: what is nested beyond all measure is read without its elements.

The parser looks through everything that is open at each element, so two hundred thousand open ones would take minutes.
"""

from __future__ import annotations

import html
import re

from selectolax.lexbor import LexborHTMLParser

DEEPEST = 3000
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)")
_ANY = re.compile(r"<[^<>]*>")
_SILENT = ("script", "style")
_ENDED_BY_OTHERS = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "tr",
        "option",
        "optgroup",
        "thead",
        "tbody",
        "tfoot",
        "colgroup",
        "rt",
        "rp",
        "html",
        "head",
        "body",
    ]
)


def parsed(markup: str) -> LexborHTMLParser:
    """The tree of a page; of one that is nested too deeply a tree of its text alone."""
    return LexborHTMLParser(f"<pre>{html.escape(_bare(markup))}</pre>" if _depth(markup) > DEEPEST else markup)


def _depth(markup: str) -> int:
    """How many elements are open at most, as far as their tags tell."""
    depth = most = 0
    for closes, name in _TAG.findall(markup):
        if name.lower() in _ENDED_BY_OTHERS:
            continue
        depth = max(0, depth - 1) if closes else depth + 1
        most = max(most, depth)
    return most


def _bare(markup: str) -> str:
    """The text without tags, a line for each run of them."""
    for name in _SILENT:
        markup = _without(markup, name)
    return re.sub(r"\s*\n\s*", "\n", html.unescape(_ANY.sub("\n", markup)))


def _without(markup: str, name: str) -> str:
    """Without everything between the tags of this name."""
    small, kept, at = markup.lower(), [], 0
    while (begins := small.find(f"<{name}", at)) >= 0:
        kept.append(markup[at:begins])
        ends = small.find(f"</{name}", begins)
        at = ends if ends >= 0 else len(markup)
    return "".join([*kept, markup[at:]])
