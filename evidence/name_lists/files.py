"""The table of a list of names as a file: strings only, so that no cell is ever a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable

import xlsxwriter
from django.utils.translation import gettext as _

from evidence.name_lists.reading import Row

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Where a program that takes ; or tabs for what parts cells, or breaks a cell at its lines, would begin a cell with a formula.
_WITHIN = re.compile(r"([;\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029][\s\"]*)(?=[=+\-@＝＋－＠])")
WIDTHS = (8, 40, 12, 60, 40)


def table(found: Iterable[Row]) -> list[list[str]]:
    """Heads, then one row for each name; every cell harmless."""
    heads = [_("Number"), _("Name"), _("Items"), _("First references and pages"), _("Remark")]
    return [heads, *([harmless(cell) for cell in _cells(row)] for row in found)]


def _cells(row: Row) -> list[str]:
    first = "; ".join(f"{ref}: {', '.join(map(str, pages))}" if pages else ref for ref, pages in row.first)
    number = "" if row.number is None else str(row.number)
    return [str(row.line.number), row.line.name, number, first, row.line.problem]


def harmless(cell: str) -> str:
    """The cell with an apostrophe before all that a spreadsheet program would take for the start of a formula, also one that
    parts cells elsewhere than we do."""
    cell = _WITHIN.sub(r"\1'", cell)
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(STARTS) or cell.startswith(STARTS) else cell


def as_csv(lines: list[list[str]]) -> bytes:
    """Comma-separated, UTF-8 with a mark by which spreadsheet programs know it."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(lines: list[list[str]]) -> bytes:
    """One sheet."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    sheet, bold = book.add_worksheet(_("Names")), book.add_format({"bold": True})
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    for at, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write_string(at, column, cell, bold if at == 0 else None)
    sheet.freeze_panes(1, 0)
    book.close()
    return file.getvalue()


KINDS: dict[str, tuple[Callable[[list[list[str]]], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
