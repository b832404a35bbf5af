"""One input file as the stages see it: read-only, seekable, opened as often as they like."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any, BinaryIO, TypeVar, cast

from evidence.ingestion.stage import ReadRequest, Refused

T = TypeVar("T")


class _Window(io.RawIOBase):
    """A reader with its own position over a shared descriptor (pread), so that formats never disturb one another."""

    def __init__(self, fd: int, size: int) -> None:
        super().__init__()
        self._fd, self._size, self._at = fd, size, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` from the position; 0 at the end."""
        data = os.pread(self._fd, len(buffer), self._at)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """New position in bytes; ValueError when negative."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("negative seek position")
        self._at = start + offset
        return self._at


class Source:
    """The file under reading, with the request's name, passwords and limits, and a memory for opened documents."""

    def __init__(self, fd: int, request: ReadRequest | None = None) -> None:
        """fd: an open regular file; it stays the caller's."""
        self._fd = fd
        self.size = os.fstat(fd).st_size
        self.request = request or ReadRequest()
        self.limits = self.request.limits
        self._made: dict[object, Any] = {}
        self._content: bytes | None = None

    @classmethod
    def of(cls, content: bytes, name: str = "", request: ReadRequest | None = None) -> Source:
        """A source over bytes, for tests and for parts of a file."""
        held = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the source
        held.write(content)
        held.flush()
        source = cls(held.fileno(), request or ReadRequest(name=name))
        source._made["held"] = held
        return source

    def become(self, content: bytes) -> None:
        """From now on be the document that was found under a lock: all stages read `content`, in memory."""
        self._content, self.size = content, len(content)
        self._made.clear()

    @property
    def name(self) -> str:
        """As given by whoever sent it."""
        return self.request.name

    @property
    def extension(self) -> str:
        """Lower case, without the dot; empty when there is none."""
        return PurePosixPath(self.name.replace("\\", "/")).suffix[1:].lower()

    def open(self) -> BinaryIO:
        """A fresh buffered reader from the start."""
        if self._content is not None:
            return io.BytesIO(self._content)
        return cast(BinaryIO, io.BufferedReader(_Window(self._fd, self.size), 1 << 16))

    def head(self, size: int = 4096) -> bytes:
        """The first bytes."""
        return os.pread(self._fd, size, 0) if self._content is None else self._content[:size]

    def tail(self, size: int = 4096) -> bytes:
        """The last bytes."""
        start = max(0, self.size - size)
        return os.pread(self._fd, size, start) if self._content is None else self._content[start:]

    def bytes(self, most: int = 256 * 2**20) -> bytes:
        """All of it; Refused when larger than `most` bytes."""
        if self.size > most:
            raise Refused(f"The file is larger than {most // 2**20} MB and cannot be read in one piece.")
        if self._content is not None:
            return self._content
        return os.pread(self._fd, self.size, 0) if self.size < 2**30 else self.open().read()

    def once(self, key: object, make: Callable[[], T]) -> T:
        """`make()` the first time, the same object afterwards: a document is opened once for all stages."""
        if key not in self._made:
            self._made[key] = make()
        return cast(T, self._made[key])
