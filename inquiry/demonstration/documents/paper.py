"""A paper as plain text: headers; paragraphs, headings (`# `), tables (`| a | b`), bars (`= a 3 | b 5`), breaks (`---`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

WORDS = Path(__file__).parent / "words"
KINDS = {"# ": "heading", "| ": "table", "= ": "bars"}


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a paper. `kind` is paragraph, heading, table, bars or break; `rows` are the cells of a table or bars."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """What one file says, whatever its format: `head` by lower-case name, `blocks` in order."""

    head: dict[str, str]
    blocks: tuple[Block, ...]

    @property
    def lines(self) -> list[str]:
        """The paper as paragraphs of plain text, label first; a table row is joined by tabs."""
        head = self.head
        top = [head["label"], head["from"], head["to"], f"{head['reference']}, {head['date']}", head["title"]]
        return [*top, *(line for block in self.blocks for line in _lines(block)), head["label"]]


def paper(name: str) -> Paper:
    """Read `words/NAME.txt`."""
    top, _, rest = (WORDS / f"{name}.txt").read_text(encoding="utf-8").partition("\n\n")
    pairs = (line.partition(": ") for line in top.splitlines())
    blocks = tuple(_block(chunk.strip()) for chunk in _chunks(rest))
    return Paper({key.lower(): value for key, _, value in pairs}, blocks)


def _chunks(text: str) -> list[str]:
    spaced = text.replace("\n---\n", "\n\n---\n\n")
    lines = ("\n" + line + "\n" if line.startswith("# ") else line for line in spaced.splitlines())
    return [chunk for chunk in "\n".join(lines).split("\n\n") if chunk.strip()]


def _block(chunk: str) -> Block:
    if chunk == "---":
        return Block("break")
    kind = KINDS.get(chunk[:2], "paragraph")
    if kind == "table":
        return Block(kind, rows=tuple(_cells(line[2:]) for line in chunk.splitlines()))
    if kind == "bars":
        return Block(kind, rows=tuple(tuple(cell.rsplit(" ", 1)) for cell in _cells(chunk[2:])))
    return Block(kind, chunk.removeprefix("# "))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split("|"))


def _lines(block: Block) -> list[str]:
    return ["\t".join(row) for row in block.rows] if block.rows else [block.text] if block.text else []
