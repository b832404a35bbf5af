"""A register as spreadsheet and as CSV: strings only, so that no cell is ever a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST = 32_000  # a cell of a spreadsheet holds 32,767 characters


def heads() -> list[str]:
    """The columns of the list of steps."""
    return [
        _("Authority"), _("Reference"), _("Kind"), _("Subject"), _("Outcome"), _("Number"), _("Step"), _("When"), _("EDTF"),
        _("Zone"), _("Set for (EDTF)"), _("Notice"), _("Reason given"), _("Reason"), _("Details"), _("Rests on"),
    ]  # fmt: skip


def rows(document: dict[str, Any]) -> Iterator[list[str]]:
    """One row for each step."""
    for party in document["parties"]:
        for line in party["lines"]:
            for row in line["rows"]:
                proofs = "; ".join(proof["label"] for proof in [*row["proofs"], *line["proofs"]])
                yield [
                    party["name"], line["ref"], line["kind"], line["subject"], line["outcome"], str(row["number"]), row["what"],
                    row["when"], row["at"], row["zone"], row["set_for"], row["notice"], row["reason_given"], row["reason"],
                    row["details"], proofs,
                ]  # fmt: skip


def harmless(cell: str) -> str:
    """The cell as no spreadsheet program takes it for a formula: with an apostrophe before what would start one."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(FORMULA) or cell.startswith(FORMULA) else cell


def csv_file(document: dict[str, Any], at: datetime) -> bytes:
    """Comma-separated, UTF-8 with a mark by which spreadsheet programs know it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in (heads(), *rows(document)):
        writer.writerow([harmless(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def xlsx(document: dict[str, Any], at: datetime) -> bytes:
    """Three sheets: the steps, the counts of each authority, and notes. The same bytes for the same input."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, OPTIONS)
    book.set_properties(
        {"title": document["title"], "author": document["commission"], "created": at.replace(tzinfo=None)}
    )
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    _sheet(book.add_worksheet(_("Steps")), [heads(), *rows(document)], bold, plain)
    _sheet(book.add_worksheet(_("Counts")), list(_counts(document)), bold, plain)
    _sheet(book.add_worksheet(_("Notes")), list(_notes(document)), bold, plain)
    book.close()
    return file.getvalue()


def _sheet(sheet: Any, lines: list[list[str]], bold: Any, plain: Any) -> None:
    sheet.freeze_panes(1, 0)
    widest = max(len(line) for line in lines)
    sheet.set_column(0, widest - 1, 22)
    for number, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write_string(number, column, cell[:LONGEST], plain if number else bold)


def _counts(document: dict[str, Any]) -> Iterator[list[str]]:
    yield [_("Authority"), *(label for label, _figure in document["totals"])]
    for party in document["parties"]:
        yield [party["name"], *(str(figure) for _label, figure in party["totals"])]
    yield [_("All"), *(str(figure) for _label, figure in document["totals"])]


def _notes(document: dict[str, Any]) -> Iterator[list[str]]:
    yield [document["title"], document["commission"]]
    yield from ([label, value] for label, value in document["facts"])
    yield [document["method_title"], document["method"]]
    yield from ([ref, text] for ref, text in document["sources"])
