"""The manifests of each region's mesh, and the values of its charts, as the components render them for a stack.

Only what clusters get is declared, so nothing of AWS is asked: what comes of other rooms is plain values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final

import pulumi
import yaml

from components._shared.context import Context
from components.compute.manifests import manifests_provider
from components.compute.mesh import MeshRouting, MeshRoutingArgs
from components.delivery.charts import charts
from sandbox.providers.standard import standard_providers
from settings import Region
from settings.api import SAMPLE, Replicas
from tests.components import deployed
from tests.components.site import ACCOUNT, active_site
from tests.mesh.regions.tokens import HOST, KEY_SET

API: Final = SAMPLE.model_copy(update={"replicas": Replicas(min=2, max=2)})
"""What a stack without an API of its own runs: it answers with the name of its pod."""
TABLE_CIDR: Final = "203.0.113.0/24"
"""Where DynamoDB is, of addresses that are nobody's (RFC 5737)."""
_NOWHERE: Final = "http://127.0.0.1:1"


@dataclass(frozen=True)
class Rendered:
    """What one region's cluster gets."""

    manifests: Sequence[Mapping[str, Any]]
    charts: Sequence[Mapping[str, Any]]
    """As `groot feed` renders them: release, chart, namespace and values."""


def door(region: str) -> str:
    """Return the name of the load balancer before the east-west gateway of *region*."""
    return f"door.{region}.example.com"


def store_cidr(region: Region) -> str:
    """Return the block of the subnets for stores of *region*: the upper half of its own."""
    *_, upper = ip_network(region.cidr).subnets()
    return str(upper)


def render(regions: Sequence[Region], folder: Path, root_pems: Sequence[str]) -> dict[str, Rendered]:
    """Return what the clusters of *regions*, which trust *root_pems*, get; rendered below *folder*."""

    def program() -> None:
        context = Context(prefix="groot-mesh", account_id=ACCOUNT, tags={}, protect=False)
        for region in regions:
            _declare(region, regions, context, root_pems)

    result = deployed.deployment_by(standard_providers(_NOWHERE, folder), folder, program).up()
    assert not result.failed, (result.failures, result.diagnostics)
    return {
        region.name: Rendered(_read(folder / "manifests" / region.name), result.outputs[f"charts-{region.name}"])
        for region in regions
    }


def _declare(region: Region, regions: Sequence[Region], context: Context, root_pems: Sequence[str]) -> None:
    site = active_site(region, context, regions)
    others = [other.name for other in regions if other != region]
    group = f"arn:aws:elasticloadbalancing:{region.name}:{ACCOUNT}:targetgroup"
    ports = ("https", "tls-mesh") if others else ("https",)
    MeshRouting(
        f"mesh-{region.name}",
        MeshRoutingArgs(
            site=site,
            weights={one.name: one.weight for one in regions},
            host=HOST,
            token_key_set=KEY_SET,
            api=API,
            issuer_arn=None,
            east_west_addresses={other: door(other) for other in others},
            nodes_security_group_id="sg-0",
            table_cidrs=[TABLE_CIDR],
            store_cidrs=[store_cidr(one) for one in regions],
            target_groups={port: f"{group}/{port}/0" for port in ports},
        ),
        pulumi.ResourceOptions(
            providers=[manifests_provider(f"manifests-{region.name}", f"manifests/{region.name}")],
        ),
    )
    rendered = charts(site, cluster_name=region.name, vpc_id="vpc-0", root_pems=root_pems)
    pulumi.export(f"charts-{region.name}", [vars(chart) for chart in rendered])


def _read(folder: Path) -> list[Mapping[str, Any]]:
    files = sorted(folder.rglob("*.yaml"))
    return [manifest for file in files for manifest in yaml.safe_load_all(file.read_text(encoding="utf-8")) if manifest]
