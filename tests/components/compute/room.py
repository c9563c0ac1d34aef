"""A small stack with every component of the room: two regions, a cluster and a mesh in each."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi
import yaml

from components._shared.context import Context
from components.compute.cluster import Cluster, ClusterArgs
from components.compute.east_west import EastWest, EastWestArgs
from components.compute.manifests import manifests_provider
from components.compute.mesh import MeshRouting, MeshRoutingArgs
from components.compute.target_registrar import TargetRegistrar, TargetRegistrarArgs
from settings import Cluster as ClusterSettings
from settings import Region
from tests.components import deployed

ACCOUNT = "123456789012"
HOME = Region(name="us-east-1", cidr="10.0.0.0/16", weight=70, residency="us")
ABROAD = Region(name="eu-west-1", cidr="10.1.0.0/16", weight=30, residency="eu")
REGIONS = (HOME, ABROAD)
SETTINGS = ClusterSettings(instance_types=("t4g.large",), min_nodes=3, max_nodes=6)
HOSTS = ("api.example.com",)
CONTEXT = Context(prefix="groot-room", account_id=ACCOUNT, tags={"owner": "tests"}, protect=True)


def arn(service: str, region: Region, what: str) -> str:
    """Return an ARN that stands for something of another room."""
    return f"arn:aws:{service}:{region.name}:{ACCOUNT}:{what}"


@dataclass(frozen=True)
class Room(deployed.Room):
    """The deployed stack."""

    folder: Path

    def manifests(self, region: Region = HOME) -> dict[str, Any]:
        """Return the manifests rendered for a region's cluster, by kind and name."""
        files = (self.folder / "manifests" / region.name).rglob("*.yaml")
        found = [yaml.safe_load(file.read_text()) for file in files]
        return {f"{one['kind']}/{one['metadata']['name']}": one for one in found}


def deploy(endpoint: str, folder: Path) -> Room:
    """Deploy the stack into *endpoint*, twice."""
    room = deployed.deployment(endpoint, folder, program)
    return Room(endpoint, room.up(), room.up(), folder)


def program() -> None:
    """Declare the stack."""
    clusters, doors = {}, {}
    for region in REGIONS:
        vpc_id, subnet_ids = deployed.declare_network(region.name, region)
        peers = [other.cidr for other in REGIONS if other != region]
        clusters[region.name] = _cluster(region, vpc_id, subnet_ids, peers)
        doors[region.name] = _door(region, vpc_id, subnet_ids, peers, clusters[region.name])
    for region in REGIONS:
        _mesh(region, clusters[region.name], doors)
    pulumi.export("clusters", {name: cluster.name for name, cluster in clusters.items()})
    pulumi.export("endpoints", {name: cluster.endpoint for name, cluster in clusters.items()})
    pulumi.export("groups", {name: cluster.security_group_id for name, cluster in clusters.items()})
    pulumi.export("doors", {name: door.address for name, door in doors.items()})


def _cluster(
    region: Region, vpc_id: pulumi.Output[str], subnet_ids: list[pulumi.Output[str]], peers: list[str]
) -> Cluster:
    args = ClusterArgs(
        context=CONTEXT,
        region=region,
        settings=SETTINGS,
        vpc_id=vpc_id,
        private_subnet_ids=subnet_ids,
        peer_cidrs=peers,
        kms_key_arn=arn("kms", region, "key/mrk-1"),
        logs_key_arn=arn("kms", region, "key/mrk-2"),
        log_retention_days=365,
        alarm_topic_arn=arn("sns", region, "alarms"),
        administrator_role_arns={"deploy": f"arn:aws:iam::{ACCOUNT}:role/deploy"},
    )
    return Cluster(f"cluster-{region.name}", args)


def _door(
    region: Region,
    vpc_id: pulumi.Output[str],
    subnet_ids: list[pulumi.Output[str]],
    peers: list[str],
    cluster: Cluster,
) -> EastWest:
    args = EastWestArgs(
        context=CONTEXT,
        region=region,
        vpc_id=vpc_id,
        subnet_ids=subnet_ids,
        nodes_security_group_id=cluster.security_group_id,
        peer_cidrs=peers,
        alarm_topic_arn=arn("sns", region, "alarms"),
    )
    return EastWest(f"east-west-{region.name}", args)


def _mesh(region: Region, cluster: Cluster, doors: dict[str, EastWest]) -> None:
    groups = {
        "https": arn("elasticloadbalancing", region, "targetgroup/gateway/1"),
        "status": arn("elasticloadbalancing", region, "targetgroup/status/1"),
        "tls-mesh": doors[region.name].target_group_arn,
    }
    TargetRegistrar(
        f"targets-{region.name}",
        TargetRegistrarArgs(
            context=CONTEXT,
            region=region,
            cluster_name=cluster.name,
            cluster_arn=cluster.arn,
            target_group_arns=list(groups.values()),
        ),
    )
    MeshRouting(
        f"mesh-{region.name}",
        MeshRoutingArgs(
            context=CONTEXT,
            region=region,
            weights={one.name: one.weight for one in REGIONS},
            hosts=HOSTS,
            east_west_addresses={name: door.address for name, door in doors.items()},
            target_groups=groups,
        ),
        pulumi.ResourceOptions(
            providers=[manifests_provider(f"manifests-{region.name}", f"manifests/{region.name}")],
        ),
    )
