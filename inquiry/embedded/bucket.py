"""Make the bucket on an object store that we run ourselves: `python -m inquiry.embedded.bucket`, harmless when it is there."""

from __future__ import annotations

import os
import sys
import time

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from inquiry.embedded.trouble import Trouble

PATIENCE = 60.0  # seconds for the store to answer


def make_bucket() -> None:
    """Make S3_BUCKET with the keys and the address that the settings use.

    Raises:
        Trouble: the store does not answer, or refuses.
    """
    name = os.environ["S3_BUCKET"]
    store = boto3.client(
        "s3",
        endpoint_url=os.environ.get("S3_ENDPOINT_URL") or None,
        aws_access_key_id=os.environ["S3_ACCESS_KEY"],
        aws_secret_access_key=os.environ["S3_SECRET_KEY"],
        region_name=os.environ.get("S3_REGION") or "us-east-1",
    )
    until = time.monotonic() + PATIENCE
    while True:
        try:
            if name not in {bucket["Name"] for bucket in store.list_buckets()["Buckets"]}:
                store.create_bucket(Bucket=name)
            return
        except ClientError as problem:
            raise Trouble(f"The object store refuses to make the bucket {name}: {problem}.") from problem
        except BotoCoreError as problem:
            if time.monotonic() > until:
                raise Trouble(f"The object store does not answer: {problem}.") from problem
            time.sleep(2)


def main() -> int:
    try:
        make_bucket()
    except KeyError as missing:
        sys.stderr.write(f"{missing.args[0]} is not set.\n")
        return 1
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
