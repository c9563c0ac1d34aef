"""A lake on the emulator's S3 and Glue: an archive that a world is laid down in, two buckets, two databases."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import boto3
import pyarrow as pa
import pytest
from pyiceberg.catalog.glue import GlueCatalog
from pyiceberg.table import Table as Iceberg

from analytics.tables import tables
from analytics.zones import told
from functions.lake.core import CURATED, SERVED, Lake, Moved
from functions.lake.specification import Table
from functions.lake.specification import tables as parsed
from functions.lake.wiring import S3Archive
from sandbox.emulator import environment
from tests.analytics.world import World

KEY = b"k" * 32
REGION = "us-east-1"
_numbers = itertools.count()


@dataclass
class Waters:
    """A lake, what its tables are, and hands to fill its archive with."""

    s3: Any
    lake: Lake
    bucket: str
    known: Mapping[str, Table] = field(default_factory=lambda: parsed({n: told(t) for n, t in tables().items()}))

    def lay(self, world: World, folder: Path) -> set[date]:
        """Lay *world* down in the archive; return the days on which something arrived."""
        world.archive(folder)
        files = sorted(folder.glob("events/*/*/*.gz"))
        for file in files:
            self.s3.upload_file(str(file), self.bucket, file.relative_to(folder).as_posix())
        return {date.fromisoformat(file.parent.name.removeprefix("date=")) for file in files}

    def put(self, table: str, day: str, content: bytes, name: str = "delivery.gz") -> None:
        """Lay a file of a table down."""
        key = f"events/type={self.known[table].event}/date={day}/{name}"
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=content)

    def moved(self, table: str, day: str | date) -> Moved | None:
        return self.lake.moved(table, self.known[table], date.fromisoformat(str(day)))

    def table(self, zone: str, name: str) -> Iceberg:
        return self.lake.catalog.load_table((self.lake.databases[zone], name))

    def rows(self, zone: str, name: str, **where: Any) -> pa.Table:
        return self.table(zone, name).scan(**where).to_arrow()


@pytest.fixture
def waters(emulator_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Waters:
    known = environment(emulator_endpoint, REGION)
    for name, value in known.items():
        monkeypatch.setenv(name, value)
    number = next(_numbers)
    secrets = {"access-key-id": known["AWS_ACCESS_KEY_ID"], "secret-access-key": known["AWS_SECRET_ACCESS_KEY"]}
    properties = {"glue.endpoint": emulator_endpoint, "s3.endpoint": emulator_endpoint}
    properties |= {f"{service}.{name}": value for service in ("glue", "s3") for name, value in secrets.items()}
    catalog = GlueCatalog("glue", **properties, **{"glue.region": REGION, "s3.region": REGION})
    s3 = boto3.client("s3", region_name=REGION, endpoint_url=emulator_endpoint)
    zones = {zone: f"lake-{number}-{zone}" for zone in ("raw", CURATED, SERVED)}
    for bucket in zones.values():
        s3.create_bucket(Bucket=bucket)
    databases = {zone: f"lake_{number}_{zone}" for zone in (CURATED, SERVED)}
    for database in databases.values():
        catalog.create_namespace(database)
    lake = Lake(
        archive=S3Archive(s3, zones["raw"]),
        catalog=catalog,
        databases=databases,
        locations={zone: f"s3://{zones[zone]}" for zone in (CURATED, SERVED)},
        key=KEY,
    )
    return Waters(s3, lake, zones["raw"])


def day_of(milliseconds: int) -> date:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date()
