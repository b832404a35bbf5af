"""Office documents locked with a password: opened with one of the passwords that came along, in memory.

The key is derived and the bytes are deciphered by msoffcrypto-tool; the opened document is then read like any other. Which
password opened it is said by its place in the list, never by itself.
"""

from __future__ import annotations

import io
import re
import struct
import time
import xml.dom.expatbuilder  # noqa: F401  what the library would import only when it is too late
from types import SimpleNamespace

import msoffcrypto
from cryptography.hazmat.backends import default_backend
from msoffcrypto import exceptions
from msoffcrypto.format import doc97, ooxml, ppt97, xls97

from evidence.ingestion.formats._ole import SIGNATURE, Compound
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged

_KEPT_BY_EXCEL = "VelvetSweatshop"  # what Excel itself tries: such a workbook opens for everybody
_MOST = 192 * 2**20
_SECONDS = 60.0
_TURNS = re.compile(rb'spinCount="(\d{1,12})"')
_MOST_TURNS = 2_000_000

default_backend()  # loaded now: later there are no files to load it from
# The library keeps its work in temporary files, which the sandbox has none of.
for _module in (doc97, ppt97, xls97, ooxml):
    vars(_module)["tempfile"] = SimpleNamespace(TemporaryFile=io.BytesIO)


def opened(source: Source) -> tuple[bytes, int] | None:
    """(the document without its lock, place of the password from 1; 0 for the one that Excel tries itself).

    None when it is not a locked Office document, or no password fits.
    """
    if source.head(8) != SIGNATURE or source.size > _MOST or not _is_locked(source):
        return None
    content, began = source.bytes(_MOST), time.monotonic()
    for place, password in enumerate((_KEPT_BY_EXCEL, *source.request.passwords)):
        if not password or time.monotonic() - began > _SECONDS:
            continue
        made = _with(content, password)
        if made is not None:
            return made, place
    return None


def _is_locked(source: Source) -> bool:
    """Whether this compound file says that it is locked. The formats say it each in their own way."""
    try:
        file = Compound.of(source)
    except (Damaged, struct.error):
        return False
    if file.has("EncryptedPackage"):
        information = file.read("EncryptionInfo")
        turns = _TURNS.search(information)
        return b"<!" not in information and int(turns[1] if turns else 0) <= _MOST_TURNS
    word = file.read("WordDocument")
    if len(word) > 12:
        return bool(struct.unpack_from("<H", word, 10)[0] & 0x100)
    user = file.read("Current User")
    if len(user) >= 16 and struct.unpack_from("<I", user, 12)[0] == 0xF3D1C4DF:
        return True
    return b"\x2f\0" in file.read("Workbook")[:4096]  # FILEPASS stands near the start


def _with(content: bytes, password: str) -> bytes | None:
    """The opened document; None when the password does not fit, or the lock is of a kind that nobody here knows."""
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(content))
        if not office.is_encrypted():
            return None
        if isinstance(office, ooxml.OOXMLFile):
            office.load_key(password=password, verify_password=True)
        else:
            office.load_key(password=password)
        made = io.BytesIO()
        office.decrypt(made)
    except exceptions.InvalidKeyError:
        return None
    except Exception:  # the library raises anything on damaged files; what cannot be opened stays locked
        return None
    return made.getvalue() or None
