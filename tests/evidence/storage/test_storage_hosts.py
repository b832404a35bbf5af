"""Several hosts share the work: one takes a folder in, two read it, each under roots of its own. What they have in common
is PostgreSQL, Valkey and a store that speaks S3; nothing local is needed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import zipfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import boto3
import pytest
from django.db import connection
from django.db.models import Count

from evidence import storage
from evidence.custody import ledger as custody
from evidence.custody.models import Act, CustodyEntry
from evidence.ingestion import local
from evidence.ingestion.models import StageRun
from evidence.intake.models import Batch
from evidence.items.models import Item, Page
from inquiry.embedded.processes import end
from inquiry.embedded.testing import _valkey
from inquiry.jobs.models import Job
from tests.evidence.storage.test_storage import s3_server as s3_server

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[3]
BUCKET = "shared-by-hosts"
KEYS = {"aws_access_key_id": "x", "aws_secret_access_key": "y", "region_name": "us-east-1"}
FILES, MEMBERS = 60, 12
WITHIN = 240  # seconds


@pytest.fixture
def bucket(s3_server):
    client = boto3.client("s3", endpoint_url=s3_server, **KEYS)
    client.create_bucket(Bucket=BUCKET)
    yield client
    found = boto3.resource("s3", endpoint_url=s3_server, **KEYS).Bucket(BUCKET)
    found.objects.all().delete()
    found.delete()


@pytest.fixture
def common(s3_server, bucket, tmp_path):
    """What every host is told by its environment."""
    url = urlsplit(os.environ["DATABASE_URL"])
    with ExitStack() as stack:
        queue = tmp_path / "queue"
        (queue / "run").mkdir(parents=True)
        yield {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "inquiry.settings",
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": urlunsplit(url._replace(path=f"/{connection.settings_dict['NAME']}")),
            "REDIS_URL": _valkey(queue, stack),
            "STORAGE": "s3",
            "S3_BUCKET": BUCKET,
            "S3_ACCESS_KEY": "x",
            "S3_SECRET_KEY": "y",
            "S3_REGION": "us-east-1",
            "S3_ENDPOINT_URL": s3_server,
            "S3_PLAIN_HTTP": "yes",
        }


class Host:
    """A state root of its own, and one worker that may run on it."""

    def __init__(self, name: str, common: dict[str, str], where: Path) -> None:
        self.name, self.state, self.log = name, where / name, where / f"{name}.log"
        roots = {"STATE_DIR": self.state, "STORAGE_ROOT": self.state / "store"}
        roots |= {"UPLOAD_ROOT": self.state / "uploads", "SCRATCH_ROOT": self.state / "scratch"}
        for root in roots.values():
            root.mkdir(mode=0o700, exist_ok=True)
        self.env = {**common, **{name: str(root) for name, root in roots.items()}}

    def works(self, stack: ExitStack) -> None:
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "inquiry",
            "worker",
            "-Q",
            "ingest,default",
            "-c",
            "1",
            "-l",
            "INFO",
        ]
        options = [
            "-n",
            f"{self.name}@%h",
            "--without-gossip",
            "--without-mingle",
            "--prefetch-multiplier",
            "1",
            "-O",
            "fair",
        ]
        log = stack.enter_context(self.log.open("wb"))
        child = subprocess.Popen(
            [*command, *options], env=self.env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )
        stack.callback(end, child, [(15, 10.0), (3, 5.0)])

    def said(self, words: str) -> int:
        return len(re.findall(words, self.log.read_text(errors="replace")))

    def manages(self, *arguments: object) -> str:
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.run(
            command, env=self.env, cwd=ROOT, capture_output=True, text=True, check=True, timeout=WITHIN
        ).stdout

    def holds(self) -> list[Path]:
        """What of evidence lies under its roots."""
        kept = (self.state / "store", self.state / "uploads", self.state / "scratch")
        return [path for folder in kept for path in folder.rglob("*") if path.is_file()]


def until(true, seconds: float = WITHIN) -> None:
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit, list(
            Job.objects.exclude(status="done").values_list("about_ref", "status", "problem")
        )
        time.sleep(0.2)


def left(batch: Batch) -> list[object]:
    """What keeps the batch from being over: items that are not there yet, or work that is open."""
    missing = FILES + MEMBERS - Item.objects.filter(batch=batch).count()
    return [*(["missing"] * missing), *local.open_jobs(batch.pk)]


def folder(where: Path) -> Path:
    """Sixty files that are all different; two of them hold a dozen more together."""
    where.mkdir()
    for number in range(FILES - 2):
        words = " ".join(f"word{number}x{n}" for n in range(200))
        (where / f"{number:02}.txt").write_text(f"Letter {number}. {words}", encoding="utf-8")
    for number in range(2):
        with zipfile.ZipFile(where / f"{number}.zip", "w") as archive:
            for member in range(MEMBERS // 2):
                archive.writestr(f"{number}-{member}.txt", f"member {number} {member} of an archive")
    return where


@pytest.fixture
def over_s3(settings, s3_server):
    """This process reads the same store, to look at it."""
    options = {
        "bucket_name": BUCKET, "access_key": "x", "secret_key": "y", "region_name": "us-east-1", "endpoint_url": s3_server,
        "default_acl": None, "file_overwrite": False, "addressing_style": "path",
    }  # fmt: skip
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options},
    }


def test_two_hosts_read_what_a_third_took_in_and_nothing_local_is_needed(inquiry, secretary, common, over_s3, tmp_path):
    door, first, second = (Host(name, common, tmp_path) for name in ("door", "first", "second"))
    with ExitStack() as stack:
        for host in (first, second):
            host.works(stack)
        until(lambda: first.said(" ready\\.") and second.said(" ready\\."), 60)
        door.manages("ingest", folder(tmp_path / "given"), "--inquiry", inquiry.ref, "--classification", "C1")
        batch = Batch.objects.get()
        until(lambda: not left(batch))
        done = [host.said(r"evidence\.tasks\.ingest\[[-0-9a-f]+\] succeeded") for host in (first, second)]
    assert min(done) >= 1, done
    items = Item.objects.filter(batch=batch)
    assert set(items.values_list("status", flat=True)) == {"read"}
    reads = CustodyEntry.objects.filter(act=Act.READ).values("item").annotate(times=Count("pk"))
    assert [row["times"] for row in reads] == [1] * (FILES + MEMBERS)
    assert not StageRun.objects.values("item", "stage").annotate(times=Count("pk")).filter(times__gt=1).exists()
    assert not Page.objects.values("item", "number").annotate(times=Count("pk")).filter(times__gt=1).exists()
    assert list(custody.problems()) == []
    for item in items:
        with storage.opened(storage.key_of(item.sha256), item.sha256) as file:
            assert len(file.read()) == item.size
    assert [host.holds() for host in (door, first, second)] == [[], [], []]
