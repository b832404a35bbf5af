"""Papers as files that programs for letters write: PDF, DOCX, ODT, RTF, HTML, text."""

from __future__ import annotations

import html
import io
import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import docx
import typst
from docx.document import Document

from inquiry.demonstration.documents.packing import packed, settled
from inquiry.demonstration.documents.paper import Block, Paper

TEMPLATE = Path(__file__).with_name("paper.typ")
MADE_AT = datetime(2023, 3, 1, 9, 0)  # noqa: DTZ001 - Word's own properties carry no zone


def as_pdf(paper: Paper) -> bytes:
    """A PDF with text, in DejaVu Serif, dated 1 March 2023."""
    inputs = {"paper": json.dumps({"head": paper.head, "blocks": [asdict(block) for block in paper.blocks]})}
    made = typst.compile(str(TEMPLATE), format="pdf", sys_inputs=inputs, timestamp=int(MADE_AT.timestamp()))
    return bytes(made)


def as_docx(paper: Paper) -> bytes:
    """A Word document with the label in header and footer."""
    word, head = docx.Document(), paper.head
    about = word.core_properties
    about.title, about.author, about.language = head["title"], head["author"], head["language"]
    about.created = about.modified = MADE_AT
    about.last_modified_by, about.revision = head["author"], 1
    for edge in (word.sections[0].header, word.sections[0].footer):
        edge.paragraphs[0].text = head["label"]
    for line in (head["from"], head["to"], f"{head['reference']}\n{head['date']}"):
        word.add_paragraph(line)
    word.add_heading(head["title"], level=1)
    for block in paper.blocks:
        _into_word(word, block)
    file = io.BytesIO()
    word.save(file)
    return settled(file.getvalue())


def _into_word(word: Document, block: Block) -> None:
    if block.kind == "heading":
        word.add_heading(block.text, level=2)
    elif block.rows:
        table = word.add_table(0, len(block.rows[0]), style="Table Grid")
        for row in block.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    else:
        word.add_paragraph(block.text)


def as_odt(paper: Paper) -> bytes:
    """An OpenDocument text, written out by hand: the library orders its name spaces differently each time."""
    title = paper.head["title"]
    body = "".join(
        f"<text:{tag}>{html.escape(line)}</text:{tag[0]}>" for line in paper.lines for tag in [_tag(line, title)]
    )
    content = f"<office:body><office:text>{body}</office:text></office:body>"
    about = (
        f"<office:meta><dc:title>{html.escape(title)}</dc:title><dc:creator>{html.escape(paper.head['author'])}</dc:creator>"
        f"<dc:language>{paper.head['language']}</dc:language><dc:date>{MADE_AT.isoformat()}</dc:date></office:meta>"
    )
    files = {"content.xml": _office("content", content), "meta.xml": _office("meta", about)}
    entries = "".join(f'<m:file-entry m:full-path="{name}" m:media-type="text/xml"/>' for name in files)
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{ODT}"/>{entries}</m:manifest>'
    )
    return packed({"mimetype": ODT.encode(), **files, "META-INF/manifest.xml": manifest.encode()})


ODT = "application/vnd.oasis.opendocument.text"


def _tag(line: str, title: str) -> str:
    return 'h text:outline-level="1"' if line == title else "p"


def _office(part: str, inside: str) -> bytes:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "meta")
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-{part}{names} xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' office:version="1.2">{inside}</office:document-{part}>'
    ).encode()


def as_rtf(paper: Paper) -> bytes:
    """Rich text: every character outside ASCII as an escape."""
    paragraphs = "".join(f"{{\\pard {_escaped(line)}\\par}}\n" for line in paper.lines)
    title = _escaped(paper.head["title"])
    return f"{{\\rtf1\\ansi\\ansicpg1252\\uc1{{\\info{{\\title {title}}}}}\n{paragraphs}}}".encode("ascii")


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}").replace("\t", "\\tab ")
    return "".join(letter if ord(letter) < 128 else f"\\u{ord(letter)}?" for letter in plain)


def as_html(paper: Paper) -> bytes:
    """A page as a browser saves it, with what the address was."""
    head = {name: html.escape(value) for name, value in paper.head.items()}
    body = "\n".join(_marked_up(block) for block in paper.blocks)
    return (
        f'<!DOCTYPE html>\n<!-- saved from url=(0045)https://{head["reference"]} -->\n<html lang="{head["language"]}">\n'
        f'<head><meta charset="utf-8"><title>{head["title"]}</title></head>\n<body>\n<p><b>{head["label"]}</b></p>\n'
        f"<p>{head['from']} · {head['date']}</p>\n<h1>{head['title']}</h1>\n{body}\n<p><b>{head['label']}</b></p>\n"
        "</body>\n</html>\n"
    ).encode()


def _marked_up(block: Block) -> str:
    if not block.rows:
        return f"<p>{html.escape(block.text)}</p>"
    rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in block.rows)
    return "<table>\n" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</table>"


def as_text(paper: Paper, encoding: str) -> bytes:
    """Plain text with Windows line ends, in any encoding that has the letters."""
    return "\r\n\r\n".join(paper.lines).encode(encoding, errors="replace")
