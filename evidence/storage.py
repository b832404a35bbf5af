"""The write-once store: originals and pictures under the digest of their bytes, over Django's default storage.

Bytes are hashed while they are spooled to an owner-only file, kept, read back, compared, and found under `obj/ab/cd/<sha256>`.
Nothing is ever overwritten; the same bytes are kept once. Whoever opens them gets them only if the digest still holds.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

from inquiry.shared import failpoints

CHUNK = 1024 * 1024
ORIGINALS, PICTURES = "obj", "pic"
INCOMING = "incoming"  # beside them: what is not compared yet, and spools where the scratch folder is on another device


class Readable(Protocol):
    """Anything that gives bytes bit by bit."""

    def read(self, size: int = ..., /) -> bytes: ...


class StoreDamaged(Exception):
    """What is kept under a digest is not what was put there, or is gone. The message names the key only."""


class OtherBytes(Exception):
    """What came is not what was expected: nothing of it was kept. The message is the digest of what came."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What was put: hex digests, size in bytes, key in the store, and whether the same bytes were there already."""

    sha256: str
    sha512: str
    size: int
    key: str
    known: bool = False


class _Spooled(File):  # type: ignore[type-arg]
    """A finished spool file; local storage moves it into its place instead of copying it."""

    def temporary_file_path(self) -> str:
        return str(self.name)


def key_of(sha256: str, kind: str = ORIGINALS) -> str:
    """Where the bytes of this digest are kept. Made of the digest alone: no name ever becomes a path."""
    return f"{kind}/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def put(stream: Readable, *, kind: str = ORIGINALS, expected: str = "") -> Stored:
    """Keep the bytes of `stream`, once. Memory does not grow with them.

    Args:
        expected: hex SHA-256 that they have to have, where it is known.

    Raises:
        OtherBytes: they have another; nothing was kept.
        OSError: the disk is full, the store cannot be reached or did not keep the bytes; nothing is visible then.
        StoreDamaged: the same bytes were there already, and are not what was put then.
    """
    with tempfile.NamedTemporaryFile(dir=_spool(), prefix="spool-", delete=False) as spool:
        path = Path(spool.name)
        fcntl.flock(spool, fcntl.LOCK_SH)  # whoever takes away what was left behind sees that it is in use
        try:
            stored = _hashed(stream, spool, kind)
            if expected and stored.sha256 != expected:
                raise OtherBytes(stored.sha256)
            if kind == ORIGINALS:
                os.fsync(spool.fileno())
            failpoints.reach("store.spooled")
            known = _save(stored.key, path, checked=kind == ORIGINALS, sha256=stored.sha256)
        finally:
            path.unlink(missing_ok=True)
    return Stored(stored.sha256, stored.sha512, stored.size, stored.key, known)


def _spool() -> Path:
    """A folder on the store's own device where there is one, so that a file is moved into its place in one step."""
    scratch = Path(settings.SCRATCH_ROOT)
    if isinstance(default_storage, FileSystemStorage):
        store = Path(default_storage.location)
        store.mkdir(mode=0o700, parents=True, exist_ok=True)
        if store.stat().st_dev != scratch.stat().st_dev:
            scratch = store / INCOMING
            scratch.mkdir(mode=0o700, exist_ok=True)
    return scratch


def spools() -> list[Path]:
    """The folders in which something of ours may have been left behind: the scratch folder, and the store's own."""
    folders = [Path(settings.SCRATCH_ROOT)]
    if isinstance(default_storage, FileSystemStorage):
        folders.append(Path(default_storage.location) / INCOMING)
    return [folder for folder in folders if folder.is_dir()]


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """While this lasts, whoever takes away what was left behind sees that the folder is in use."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def _hashed(stream: Readable, spool: IO[bytes], kind: str) -> Stored:
    short, long, size = hashlib.sha256(), hashlib.sha512(), 0
    while chunk := stream.read(CHUNK):
        short.update(chunk)
        long.update(chunk)
        spool.write(chunk)
        size += len(chunk)
    spool.flush()
    return Stored(short.hexdigest(), long.hexdigest(), size, key_of(short.hexdigest(), kind))


def _save(key: str, path: Path, *, checked: bool, sha256: str) -> bool:
    """True when the same bytes were there already."""
    known, placed = default_storage.exists(key), False
    if not known and checked and isinstance(default_storage, FileSystemStorage):
        placed = _placed(key, path, sha256)
        known = not placed
    elif not known:
        _sent(key, path)
        failpoints.reach("store.put")
    if checked and not placed:  # what was placed was compared before
        _compare(key, sha256, known=known)
    failpoints.reach("store.compared")
    return known


def _sent(key: str, path: Path) -> None:
    with path.open("rb") as file:
        saved = default_storage.save(key, _Spooled(file, name=str(path)))
    if saved != key:  # somebody put the same bytes in the same moment
        default_storage.delete(saved)


def _placed(key: str, path: Path, sha256: str) -> bool:
    """Keep the file under a name of its own, compare it there, and only then give it its place; False when it was taken.

    What has its place is never taken away again here: others may have read it there a moment ago and rely on it.
    """
    own = f"{INCOMING}/{path.name}-kept"
    _sent(own, path)
    failpoints.reach("store.put")
    try:
        _compare(own, sha256, known=False)
        return _linked(Path(default_storage.path(own)), Path(default_storage.path(key)))
    finally:
        default_storage.delete(own)


def _linked(own: Path, place: Path) -> bool:
    for folder in reversed(place.parents):
        folder.mkdir(mode=0o700, exist_ok=True)
    try:
        os.link(own, place)
    except FileExistsError:
        return False
    _settle(place.parent)
    return True


def _compare(key: str, sha256: str, *, known: bool) -> None:
    """Read back what was put, twice before it is called another.

    Raises:
        StoreDamaged: it was there before, and is not what its digest says.
        OSError: the store kept other bytes than came. Whoever deposits them again clears them away first.
    """
    for look in range(2):
        try:
            with opened(key, sha256):
                return
        except StoreDamaged as lie:
            if look and known:
                raise
            if look:
                raise OSError(errno.EIO, "The store did not keep what was put into it") from lie


def present(sha256: str) -> bool:
    """Whether the store has an original of this digest; its bytes are not compared."""
    return default_storage.exists(key_of(sha256))


def clear(sha256: str) -> bool:
    """Take away an original that twice is not what its digest says; whether it was so.

    To be called by whoever made sure, under the lock of the digest, that nobody has a record of it.
    """
    for _look in range(2):
        try:
            with opened(key_of(sha256), sha256):
                return False
        except StoreDamaged:
            continue
    default_storage.delete(key_of(sha256))
    return True


def _settle(folder: Path) -> None:
    """Make the new name itself last: a power cut must not forget it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def opened(key: str, sha256: str) -> Iterator[Any]:
    """The bytes under `key` as a regular file at its start, after all of them were compared with `sha256`.

    Raises:
        StoreDamaged: they are gone or are others.
    """
    try:
        file = default_storage.open(key, "rb")
        found = _digest(file)
    except FileNotFoundError as missing:
        raise StoreDamaged(key) from missing
    with file:
        if found != sha256:
            raise StoreDamaged(key)
        file.seek(0)
        yield file


def _digest(file: Any) -> str:
    found = hashlib.sha256()
    while chunk := file.read(CHUNK):
        found.update(chunk)
    return found.hexdigest()


def content(sha256: str, kind: str = PICTURES) -> bytes:
    """Small content (a picture) whole.

    Raises:
        StoreDamaged: it is gone or is another.
    """
    with opened(key_of(sha256, kind), sha256) as file:
        found: bytes = file.read()
    return found


def chunks(file: Any) -> Iterator[bytes]:
    """What is left of an open file, bit by bit."""
    while chunk := file.read(CHUNK):
        yield chunk
