"""Tables of databases as text: a page for each, rows of cells between tabs, the first with the columns' names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from evidence.ingestion.stage import Outcome, Page, Trouble

UNIT = "sheet"
MOST_ROWS, MOST_TABLES = 50_000, 2_000
_MOST_CELL = 20_000
_BREAKS = re.compile(r"[\t\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


def cell(value: Any) -> str:
    """A value on one line, without tabs. Bytes are said by their number."""
    if value is None:
        return ""
    if isinstance(value, bytes | bytearray | memoryview):
        return f"[{len(value)} bytes]"
    return _BREAKS.sub(" ", str(value)[:_MOST_CELL])


class Budget:
    """How many letters may still be read of a database."""

    def __init__(self, chars: int) -> None:
        self.left = chars

    def page(
        self, number: int, name: str, columns: Iterable[str], rows: Iterable[Iterable[Any]]
    ) -> Iterator[Page | Trouble]:
        """The page of one table, cut at the limit of rows and letters; a sentence when it was cut."""
        lines, cut = ["\t".join(map(cell, columns))], False
        for count, row in enumerate(rows):
            line = "\t".join(map(cell, row))
            self.left -= len(line) + 1
            if count >= MOST_ROWS or self.left < 0:
                cut = True
                break
            lines.append(line)
        yield Page(number, "\n".join(lines), label=name[:500])
        if cut:
            kept = f"its first {len(lines) - 1:,} rows were read"
            sentence = f"The table “{name[:100]}” is longer than is kept for searching: {kept}."
            yield Trouble(Outcome.PARTLY_READ, sentence)
