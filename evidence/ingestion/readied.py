"""Files that only a program of the system can take apart, made readable before the sandbox gets them.

A DjVu document becomes its words and a PDF of its pages, in one piece that `formats/djvu` knows. The item keeps its own
bytes, type and digest; without the program the sandbox gets the document as it is and says what is missing.
"""

from __future__ import annotations

import io
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import BinaryIO, cast

from evidence.ingestion import tools
from evidence.ingestion.formats import djvu
from evidence.ingestion.stage import ReadRequest

_WORDS = ["djvutxt", "{input}"]
_PAGES = ["ddjvu", "-format=pdf", "-quality=80", "{input}", "{output}"]


@contextmanager
def readied(file: BinaryIO, request: ReadRequest) -> Iterator[tuple[BinaryIO, ReadRequest]]:
    """(what the sandbox is given, what it is asked): both as they came, unless a program has to go first. OSError."""
    file.seek(0)
    known = djvu.is_djvu(file.read(16))
    file.seek(0)
    if not known or not tools.available(_PAGES[0]) or not tools.available(_WORDS[0]):
        yield file, request
        return
    words, pages = _run(_WORDS, file), _run(_PAGES, file)
    with tempfile.TemporaryFile() as made:
        made.write(djvu.READY + struct.pack(">Q", len(words)) + words + pages)
        made.flush()
        made.seek(0)
        yield cast(BinaryIO, made), replace(request, media_type=djvu.MEDIA_TYPE)


def _run(command: list[str], file: BinaryIO) -> bytes:
    """What a program makes of the file; nothing when it cannot."""
    try:
        return tools.run(command[0], command[1:], file)
    except (tools.ToolFailed, tools.ToolMissing):
        return b""
    finally:
        file.seek(0, io.SEEK_SET)
