"""The bucket is made once on an S3-compatible store, and a store that refuses is a sentence."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer

from inquiry.embedded import bucket


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    values = {
        "S3_BUCKET": "evidence",
        "S3_ACCESS_KEY": "a",
        "S3_SECRET_KEY": "b",
        "S3_ENDPOINT_URL": f"http://{host}:{port}",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    yield values["S3_ENDPOINT_URL"]
    server.stop()


def test_a_bucket_is_made_and_found_again(store: str) -> None:
    assert bucket.main() == 0
    assert bucket.main() == 0
    client = boto3.client(
        "s3", endpoint_url=store, aws_access_key_id="a", aws_secret_access_key="b", region_name="us-east-1"
    )
    assert [found["Name"] for found in client.list_buckets()["Buckets"]] == ["evidence"]


def test_a_missing_variable_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("S3_BUCKET", raising=False)
    assert bucket.main() == 1
    assert capsys.readouterr().err == "S3_BUCKET is not set.\n"
