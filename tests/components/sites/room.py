"""What every region is given, deployed: three regions in two jurisdictions, all but one archive protected."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi

import settings
from components._shared.context import Context
from components.sites.log_archive import LogArchive, LogArchiveArgs
from components.sites.wiring import declare_sites
from sandbox.state.store import Store
from sandbox.values import Properties, reveal
from settings import DataClass, Region
from tests.components import deployed
from tests.components.site import ACCOUNT

HOME = Region(name="us-east-1", cidr="10.0.0.0/16", weight=40, residency="us")
OTHER = Region(name="us-west-2", cidr="10.1.0.0/16", weight=30, residency="us")
ABROAD = Region(name="eu-west-1", cidr="10.2.0.0/16", weight=30, residency="eu")
PROTECTED = Context(
    prefix="groot-room", account_id=ACCOUNT, tags={"owner": "tests", "cost-center": "tests"}, protect=True
)
OPEN = Context(prefix="groot-open", account_id=ACCOUNT)
ADMINISTRATORS = (f"arn:aws:iam::{ACCOUNT}:role/deploy",)
HELD = frozenset({DataClass.RESTRICTED})
RETENTION_DAYS = 365


def stack(*regions: Region) -> settings.Settings:
    """Return the settings of a stack in *regions* with a private authority; its restricted data stays in its
    jurisdiction."""
    policy = {"retentionDays": RETENTION_DAYS, "backupIntervalMinutes": 5}
    return settings.parse(
        {
            "regions": [region.model_dump() for region in regions],
            "database": {"shards": 1},
            "dataClasses": {
                data_class.value: {**policy, "crossesBorders": data_class not in HELD} for data_class in DataClass
            },
            "domain": "room.example.com",
            "repository": "owner/name",
            "stateBucket": "groot-state",
            "privateAuthority": True,
        }
    )


@dataclass(frozen=True)
class Room(deployed.Room):
    """The deployed stack."""

    resources: Mapping[str, Properties]
    """Outputs in the state by logical name, for what no API tells."""

    def key(self, region: Region, data_class: DataClass) -> Any:
        """Return the ARN of the region's key of *data_class*."""
        return self.output("keys")[region.name][data_class.value]


def deploy(endpoint: str, folder: Path) -> Room:
    """Deploy the stack into *endpoint*, twice."""
    room = deployed.deployment(endpoint, folder, declare)
    result, again = room.up(), room.up()
    with Store(folder / ".sandbox", "groot", "room", "room") as store:
        resources = {state.name: reveal(state.outputs) for state in store.resources}
    return Room(endpoint, result, again, resources)


def declare() -> None:
    """Declare the stack, and an archive that isn't protected."""
    sites = declare_sites(stack(HOME, OTHER, ABROAD), PROTECTED, key_administrator_arns=ADMINISTRATORS).active
    key_arns = sites[ABROAD.name].key_arns
    args = LogArchiveArgs(
        context=OPEN, region=ABROAD, kms_key_arn=key_arns[DataClass.RESTRICTED], retention_days=RETENTION_DAYS
    )
    pulumi.export("openArchive", LogArchive("open-archive", args).bucket_name)
    pulumi.export("topics", {name: site.alarm_topic_arn for name, site in sites.items()})
    pulumi.export("archives", {name: site.archive.bucket_name for name, site in sites.items()})
    pulumi.export("deliveries", {name: site.archive.deliveries_bucket_name for name, site in sites.items()})
    pulumi.export("keys", {name: {c.value: arn for c, arn in site.key_arns.items()} for name, site in sites.items()})
