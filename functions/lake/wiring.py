"""Clients of the job's environment: the archive, Glue's catalogue, what the tables are, and the key of tokens."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import boto3
from pyiceberg.catalog.glue import GlueCatalog

from functions.lake.core import CURATED, SERVED, Lake, Moved
from functions.lake.raw import CHUNK_BYTES
from functions.lake.specification import Table, tables

TABLES: Final = "tables.json"
"""Object of the curated zone's bucket that says what the tables are."""


@dataclass(frozen=True)
class S3Archive:
    """The archive's bucket, as `components/data/event_archive.py` has Firehose fill it."""

    client: Any
    bucket: str

    def files(self, event: str, day: date) -> Mapping[str, str]:
        """Return the tags of the day's objects, by key."""
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=f"events/type={event}/date={day}/"
        )
        return {each["Key"]: each["ETag"] for page in pages for each in page.get("Contents", [])}

    def content(self, name: str) -> Iterable[bytes]:
        """Return an object in pieces."""
        return self.client.get_object(Bucket=self.bucket, Key=name)["Body"].iter_chunks(CHUNK_BYTES)


def lake() -> Lake:
    """Return the lake of the environment."""
    region, endpoint = os.environ["AWS_REGION"], os.environ.get("AWS_ENDPOINT_URL")
    stores = {"glue.region": region, "s3.region": region}
    stores |= {"glue.endpoint": endpoint, "s3.endpoint": endpoint} if endpoint else {}
    return Lake(
        archive=S3Archive(boto3.client("s3"), os.environ["ARCHIVE"]),
        catalog=GlueCatalog("glue", **stores),
        databases={zone: os.environ[f"{zone.upper()}_DATABASE"] for zone in (CURATED, SERVED)},
        locations={zone: f"s3://{os.environ[f'{zone.upper()}_BUCKET']}" for zone in (CURATED, SERVED)},
        key=_key(),
    )


def told() -> Mapping[str, Table]:
    """Return what the tables are.

    Raises:
        MalformedError: the object isn't of their form.
    """
    found = boto3.client("s3").get_object(Bucket=os.environ["CURATED_BUCKET"], Key=TABLES)
    return tables(json.load(found["Body"]))


def kept_days() -> int:
    """Return for how many days a day of events is kept."""
    return int(os.environ["KEPT_DAYS"])


def measured(moved: Moved) -> None:
    """Tell CloudWatch what became of a day of some table: how much there is, how much was unfit, how fresh it is."""
    values: dict[str, float] = {"Stopped": float(bool(moved.broken)), "Rows": moved.rows, "Unfit": moved.unfit}
    if moved.newest_ms is not None:
        values["AgeSeconds"] = datetime.now(UTC).timestamp() - moved.newest_ms / 1000
    boto3.client("cloudwatch").put_metric_data(
        Namespace=os.environ["METRICS"],
        MetricData=[{"MetricName": name, "Value": value} for name, value in values.items()],
    )


def _key() -> bytes:
    """Return the key of tokens: a MAC by a key of KMS that nobody has."""
    mac = boto3.client("kms").generate_mac(
        KeyId=os.environ["TOKEN_KEY"], MacAlgorithm="HMAC_SHA_256", Message=b"groot/lake/served"
    )
    return mac["Mac"]
