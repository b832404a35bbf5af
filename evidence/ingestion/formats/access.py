"""Access databases (MDB, ACCDB): every table of the user's as text. Queries, forms and programs in them are not read."""

from __future__ import annotations

import logging
import re
import struct
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from access_parser import access_parser as library
from construct import ConstructError

from evidence.ingestion.formats import _tables
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Encrypted, Fact, Outcome, Page, PageCount, Refused, Trouble

READS = frozenset({"application/x-msaccess"})
VERSION = "1"
_MOST = 96 * 2**20  # the parser holds each page several times
_WRONG = (
    ConstructError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    struct.error,
    OverflowError,
    EOFError,
)
_ITS_OWN = re.compile(r"MSys|f_[0-9A-F]{32}_")  # tables that the program keeps for itself
_VERSIONS = {
    0: "Access 97",
    1: "Access 2000–2003",
    2: "Access 2007",
    3: "Access 2010",
    4: "Access 2013",
    5: "Access 2016",
}
logging.getLogger("access_parser").setLevel(logging.CRITICAL)
library.read_db_file = bytes  # the library would open a path; here it is given what it holds


def metadata(source: Source) -> Iterator[Fact]:
    """The version that the header claims."""
    head = source.head(32)
    if len(head) > 20:
        yield Fact("claimed_software", _VERSIONS.get(head[20], f"Access, file version {head[20]}"))


def text(source: Source) -> Iterator[Page | PageCount | Fact | Trouble]:
    """A page for each table. Damaged, Encrypted or Refused where it cannot be opened."""
    if source.size > _MOST:
        raise Refused(f"The database is larger than {_MOST // 2**20} MB; it is kept as it is.")
    base = _opened(source)
    names = [name for name in base.catalog if not _ITS_OWN.match(name)][: _tables.MOST_TABLES]
    yield PageCount(len(names), _tables.UNIT)
    yield Fact("tables", names[:500])
    budget, broken = _tables.Budget(source.limits.text_chars), list[str]()
    for number, name in enumerate(names, 1):
        try:
            held = base.parse_table(name) or {}
        except _WRONG:
            broken.append(name)
            continue
        yield from budget.page(number, name, list(map(str, held)), zip_longest(*held.values()))
    if broken:
        some = ", ".join(f"“{name[:60]}”" for name in broken[:5])
        yield Trouble(Outcome.PARTLY_READ, f"{len(broken)} of {len(names)} tables could not be read: {some}.")


def _opened(source: Source) -> Any:
    try:
        return library.AccessParser(source.bytes(_MOST))
    except _WRONG as error:
        if _looks_locked(source):
            raise Encrypted("The Access database is locked with a password.") from error
        raise Damaged("The Access database is damaged and could not be opened.") from error


def _looks_locked(source: Source) -> bool:
    """Whether the second page, which begins with 1 in every open database, is something else: it is encoded."""
    size = 2048 if source.head(32)[20:21] == b"\0" else 4096
    page = source.head(2 * size)[size : size + 1]
    return bool(page) and page != b"\1"
