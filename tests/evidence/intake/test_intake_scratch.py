"""What killed processes leave in plain text is taken away, and nothing that somebody is at work on."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from evidence import storage
from evidence.intake import scratch, uploads

OLD = time.time() - scratch.LEFT_BEHIND - 60


def left(path: Path, inside: str = "", when: float = OLD) -> Path:
    """A file, or a folder with one, that was last changed at `when`."""
    file = path / inside if inside else path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"plain text")
    for one in (file, path):
        os.utime(one, (when, when))
    return path


def test_every_name_of_ours_goes_once_it_is_old(settings):
    root, incoming = settings.SCRATCH_ROOT, settings.STORAGE_ROOT / "incoming"
    gone = [
        left(root / "spool-abc"),
        left(root / "read-abc", "children-1"),
        left(root / "tmpx1y2.upload.pdf"),
        left(incoming / "spool-def"),
    ]
    (root / "read-link").symlink_to(settings.UPLOAD_ROOT)
    os.utime(root / "read-link", (OLD, OLD), follow_symlinks=False)
    assert scratch.clean() == 5
    assert not [path for path in gone if path.exists()]
    assert settings.UPLOAD_ROOT.is_dir()


def test_what_is_new_in_use_or_not_ours_stays(settings):
    root = settings.SCRATCH_ROOT
    kept = [
        left(root / "spool-new", when=time.time()),
        left(root / "somebody-elses"),
        left(root / "read-new", "children-1"),
        left(root / "read-held", "children-1"),
    ]
    (kept[2] / "children-1").touch()
    with storage.held(kept[3]):
        assert scratch.clean() == 0
    assert all(path.exists() for path in kept)


def test_a_spool_that_is_being_written_stays(settings):
    class Slow:
        """Bytes of which the last come hours after the first."""

        def __init__(self) -> None:
            self.parts = [b"first", b"last", b""]

        def read(self, size: int = 0) -> bytes:
            for spool in settings.SCRATCH_ROOT.glob("spool-*"):
                os.utime(spool, (OLD, OLD))
                assert scratch.clean() == 0
            return self.parts.pop(0)

    assert storage.put(Slow()).size == 9


@pytest.mark.django_db
def test_the_hourly_clean_up_of_uploads_does_it(settings):
    path = left(settings.SCRATCH_ROOT / "read-abc", "children-1")
    uploads.clean()
    assert not path.exists()
