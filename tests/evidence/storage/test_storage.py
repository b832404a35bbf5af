"""The store: once, never overwritten, compared on the way in and on the way out; on files and on an S3 server."""

from __future__ import annotations

import hashlib
import io
import os
import resource
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, default_storage

from evidence import storage

S3 = "127.0.0.1"


@pytest.fixture(scope="session")
def s3_server():
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address=S3, port=0, verbose=False)
    server.start()
    assert server._server is not None
    yield f"http://{S3}:{server._server.server_port}"
    server.stop()


@pytest.fixture(params=["files", "s3"])
def store(request, settings):
    if request.param == "s3":
        import boto3

        address = request.getfixturevalue("s3_server")
        keys = {"aws_access_key_id": "x", "aws_secret_access_key": "y"}
        boto3.client("s3", endpoint_url=address, region_name="eu-west-1", **keys).create_bucket(
            Bucket="originals", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )
        options = {
            "bucket_name": "originals", "access_key": "x", "secret_key": "y", "region_name": "eu-west-1",
            "endpoint_url": address, "default_acl": None, "file_overwrite": False, "addressing_style": "path",
            "max_memory_size": 1024 * 1024,
        }  # fmt: skip
        backend = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
        settings.STORAGES = {**settings.STORAGES, "default": backend}
    yield request.param
    if request.param == "s3":
        bucket = boto3.resource("s3", endpoint_url=address, region_name="eu-west-1", **keys).Bucket("originals")
        bucket.objects.all().delete()
        bucket.delete()


def overwrite(key: str, content: bytes) -> None:
    """What a thief or a failing disk does."""
    default_storage.delete(key)
    default_storage.save(key, io.BytesIO(content))


def test_what_is_put_is_got_back(store):
    stored = storage.put(io.BytesIO(b"an original"))
    assert stored.sha256 == hashlib.sha256(b"an original").hexdigest()
    assert stored.sha512 == hashlib.sha512(b"an original").hexdigest()
    assert (stored.size, stored.known) == (11, False)
    assert stored.key == f"obj/{stored.sha256[:2]}/{stored.sha256[2:4]}/{stored.sha256}"
    with storage.opened(stored.key, stored.sha256) as file:
        assert file.read() == b"an original"
        assert os.fstat(file.fileno()).st_size == 11


def test_the_same_bytes_are_kept_once(store):
    storage.put(io.BytesIO(b"twice"))
    assert storage.put(io.BytesIO(b"twice")).known
    folders, files = default_storage.listdir("obj/" + "/".join(_shards(b"twice")))
    assert len(files) == 1
    assert not folders


def test_other_bytes_under_the_key_are_never_given_out_and_never_replaced(store):
    stored = storage.put(io.BytesIO(b"original"))
    overwrite(stored.key, b"0riginal")
    with pytest.raises(storage.StoreDamaged), storage.opened(stored.key, stored.sha256):
        pass
    with pytest.raises(storage.StoreDamaged):
        storage.put(io.BytesIO(b"original"))
    assert default_storage.open(stored.key).read() == b"0riginal"


def test_what_is_gone_is_said_to_be_gone(store):
    with pytest.raises(storage.StoreDamaged), storage.opened(storage.key_of("0" * 64), "0" * 64):
        pass


def test_nothing_is_left_in_the_spool(store, settings):
    storage.put(io.BytesIO(b"x"))
    with pytest.raises(RuntimeError):
        storage.put(Breaking())
    assert list(Path(settings.SCRATCH_ROOT).iterdir()) == []


def test_pictures_are_kept_apart(store):
    digest = storage.put(io.BytesIO(b"picture"), kind=storage.PICTURES).sha256
    assert storage.content(digest) == b"picture"


def test_a_large_file_never_sits_in_memory(store):
    size = 256 * 2**20 if store == "files" else 48 * 2**20
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    stored = storage.put(Zeros(size))
    with storage.opened(stored.key, stored.sha256) as file:
        assert sum(len(chunk) for chunk in storage.chunks(file)) == size
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert store == "s3" or grown < 32 * 2**20, "moto keeps its objects in this very process"


def test_files_are_for_their_owner_only(settings):
    stored = storage.put(io.BytesIO(b"closed"))
    path = Path(default_storage.path(stored.key))
    assert path.stat().st_mode & 0o777 == 0o400
    assert path.parent.stat().st_mode & 0o777 == 0o700


def _shards(content: bytes) -> tuple[str, str]:
    digest = hashlib.sha256(content).hexdigest()
    return digest[:2], digest[2:4]


class Breaking:
    def __init__(self):
        self.parts = [b"some"]

    def read(self, size=-1):
        if self.parts:
            return self.parts.pop()
        raise RuntimeError


class Zeros:
    def __init__(self, size):
        self.left = size

    def read(self, size=-1):
        part = min(self.left, size)
        self.left -= part
        return bytes(part)


def test_whoever_reads_wrongly_takes_nothing_away_that_another_keeps(store, monkeypatch):
    content = b"two send the same bytes in the same moment"
    first = storage.put(io.BytesIO(content))
    monkeypatch.setattr(storage, "_digest", lambda _file: "0" * 64)
    with pytest.raises(storage.StoreDamaged):
        storage.put(io.BytesIO(content))
    monkeypatch.undo()
    with storage.opened(first.key, first.sha256) as file:
        assert file.read() == content


def test_what_the_store_did_not_keep_has_no_place(store, monkeypatch):
    content = b"the store keeps other bytes than these"
    monkeypatch.setattr(storage, "_digest", lambda _file: "0" * 64)
    with pytest.raises(OSError, match="did not keep"):
        storage.put(io.BytesIO(content))
    monkeypatch.undo()
    digest = hashlib.sha256(content).hexdigest()
    if isinstance(default_storage, FileSystemStorage):
        assert not storage.present(digest)
        assert not any(path.is_file() for path in Path(default_storage.location).rglob("*"))
    assert storage.put(io.BytesIO(content)).sha256 == digest


def test_of_two_who_place_the_same_bytes_one_finds_them_there(store, monkeypatch):
    content = b"the same bytes, placed between the look and the link"
    other = storage.put(io.BytesIO(content))
    kept, looks = default_storage._wrapped, iter([False])
    look = kept.exists
    monkeypatch.setattr(kept, "exists", lambda name: next(looks, None) is None and look(name))
    again = storage.put(io.BytesIO(content))
    assert again.key == other.key
    with storage.opened(again.key, again.sha256) as file:
        assert file.read() == content
