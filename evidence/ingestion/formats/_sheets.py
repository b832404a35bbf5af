"""Workbooks of any kind through calamine: which sheets there are, which are hidden, and every cell as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import python_calamine

from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Encrypted, Fact, Outcome, Page, Trouble

_MACROS = (python_calamine.SheetTypeEnum.MacroSheet, python_calamine.SheetTypeEnum.Vba)


def book(source: Source) -> python_calamine.CalamineWorkbook:
    """The workbook, opened once. Encrypted, Damaged."""
    return source.once("book", lambda: _open(source))


def _open(source: Source) -> python_calamine.CalamineWorkbook:
    try:
        with _unpanicked():
            return python_calamine.load_workbook(source.open())
    except python_calamine.PasswordError as error:
        raise Encrypted("The workbook is locked with a password.") from error
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise Damaged("The workbook is damaged and could not be opened.") from error


@contextmanager
def _unpanicked() -> Iterator[None]:
    """The library's own defects on damaged files are panics, which are no Exception: here they become one."""
    try:
        yield
    except Exception:
        raise
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        raise ValueError("the workbook is damaged") from panic


def facts(source: Source) -> Iterator[Fact]:
    """The sheets' names, which of them are hidden, and whether one holds macros."""
    sheets = book(source).sheets_metadata
    yield Fact("sheets", [sheet.name for sheet in sheets])
    hidden = [sheet.name for sheet in sheets if sheet.visible is not python_calamine.SheetVisibleEnum.Visible]
    if hidden:
        yield Fact("hidden_sheets", hidden)
    if any(sheet.typ in _MACROS for sheet in sheets):
        yield Fact("active_content", ["macros"])


def text(source: Source) -> Iterator[Page | Trouble]:
    """One page per sheet: its name, then rows as lines, cells parted by tabs."""
    opened = book(source)
    for number, name in enumerate(opened.sheet_names, 1):
        try:
            with _unpanicked():
                rows = opened.get_sheet_by_name(name).iter_rows()
                filled = (row for row in rows if row.count("") < len(row))  # a far cell leaves a million empty rows
                lines = ["\t".join("" if value == "" else shown(value) for value in row).rstrip() for row in filled]
        except (python_calamine.CalamineError, ValueError):
            yield Trouble(Outcome.PARTLY_READ, f"The sheet “{name}” could not be read.")
            continue
        yield Page(number, "\n".join([name, *(line for line in lines if line)]), label=name)


def shown(value: Any) -> str:
    """A cell as text: whole numbers without a point, dates in ISO 8601, no line ends or tabs of its own."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    return " ".join(value.split()) if isinstance(value, str) and ("\n" in value or "\t" in value) else str(value)
