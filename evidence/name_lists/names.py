"""The names in a file: one to a line, or the first column of a table of comma-, semicolon- or tab-separated values. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable


def cleaned(names: Iterable[str]) -> list[str]:
    """The names without blanks and repetitions, in their order."""
    return list(dict.fromkeys(name for line in names if (name := " ".join(line.replace("\0", "").split()))))


def in_file(content: bytes, name: str) -> list[str]:
    """The names in a file: of a table the first column, of a text its lines."""
    text = _text(content)
    if not name.casefold().endswith((".csv", ".tsv")):
        return cleaned(text.splitlines())
    first = next(iter(text.splitlines()), "")
    cut = max(";\t,", key=first.count)
    return cleaned(row[0] for row in csv.reader(io.StringIO(text), delimiter=cut) if row)


def _text(content: bytes) -> str:
    """UTF-8, UTF-16 where a mark says so, else the code page of Russian and Kazakh spreadsheets."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", "replace")
