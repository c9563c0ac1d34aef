"""The room as a stack wires it: three regions in two jurisdictions, deployed into an emulator."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pulumi
import pulumi_aws as aws

import settings
from components._shared.context import Context
from components._shared.network import Network
from components._shared.site import ActiveSite, Archive, Sites
from components.security.wiring import declare_security
from sandbox.state.store import Store
from sandbox.values import Properties, reveal
from settings import DataClass, Region
from tests.components import deployed as small
from tests.components.deployed import declare_network, deployment
from tests.components.site import ACCOUNT, active_site, key
from tests.conftest import own_emulator

HOME = Region(name="us-east-1", cidr="10.0.0.0/16", weight=40, residency="us")
OTHER = Region(name="us-west-2", cidr="10.1.0.0/16", weight=30, residency="us")
ABROAD = Region(name="eu-west-1", cidr="10.2.0.0/16", weight=30, residency="eu")
REGIONS = (HOME, OTHER, ABROAD)
CONTEXT = Context(
    prefix="groot-room", account_id=ACCOUNT, tags={"owner": "tests", "cost-center": "tests"}, protect=True
)
TABLE = f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/shard-map"
STACK = settings.parse(
    {
        "regions": [region.model_dump() for region in REGIONS],
        "database": {"shards": 1},
        "dataClasses": {each.value: {"retentionDays": 365, "backupIntervalMinutes": 5} for each in DataClass},
        "frameworks": ["soc2", "pci-dss"],
        "search": {"dedicatedMasters": True, "administrators": ["security-operations"]},
        "domain": "room.example.com",
        "repository": "owner/name",
        "stateBucket": "groot-state",
    }
)


def log_key(region: Region) -> str:
    """Return the ARN that stands for the key that logs of *region* rest under."""
    return key(region, DataClass.RESTRICTED)


def archive_bucket(region: Region) -> str:
    """Return the name of the bucket that stands for the region's archive."""
    return f"archive-{region.name}"


@dataclass(frozen=True)
class Room(small.Room):
    """The deployed stack."""

    declared: Mapping[str, Properties]
    """What the program declared, by logical name, for what no API tells."""


@contextmanager
def deployed(program: Callable[[], object], folder: Path) -> Iterator[Room]:
    """Deploy what *program* declares into an emulator of its own, twice."""
    with own_emulator(folder) as endpoint:
        room = deployment(endpoint, folder, program)
        result, again = room.up(), room.up()
        with Store(folder / ".sandbox", "groot", "room", "room") as store:
            declared = {state.name: reveal(state.inputs) for state in store.resources}
        yield Room(endpoint, result, again, declared)


def declare() -> None:
    """Declare the stack."""
    sites = Sites(active={region.name: _site(region) for region in REGIONS}, control=active_site(HOME, CONTEXT))
    security = declare_security(
        STACK,
        CONTEXT,
        sites,
        networks={region.name: _network(region) for region in (HOME, ABROAD)},
        log_group_names=[{region.name: _log_groups(region) for region in REGIONS}],
        audited_table_arns={HOME.name: TABLE},
    )
    pulumi.export("search", security.search_endpoints)


def _site(region: Region) -> ActiveSite:
    bucket = aws.s3.Bucket(f"archive-{region.name}", bucket=archive_bucket(region), region=region.name)
    archive = Archive(
        bucket_name=bucket.bucket,
        bucket_arn=bucket.arn,
        deliveries_bucket_name=f"deliveries-{region.name}",
        deliveries_bucket_arn=f"arn:aws:s3:::deliveries-{region.name}",
    )
    return active_site(region, CONTEXT, REGIONS, archive)


def _network(region: Region) -> Network:
    vpc_id, subnet_ids = declare_network(f"search-{region.name}", region)
    return Network(vpc_id=vpc_id, private_subnet_ids=[], isolated_subnet_ids=subnet_ids)


def _log_groups(region: Region) -> Mapping[str, pulumi.Input[str]]:
    group = aws.cloudwatch.LogGroup(f"cluster-{region.name}", name=f"/cluster/{region.name}", region=region.name)
    return {"control-plane": group.name}
