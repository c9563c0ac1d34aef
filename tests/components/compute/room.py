"""A small stack with every component of the room: two regions, a cluster and a mesh in each."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import yaml

from components._shared.context import Context
from components._shared.site import ActiveSite, Archive
from components.compute.cluster import Cluster, ClusterArgs
from components.compute.east_west import EastWest, EastWestArgs
from components.compute.ingress import Ingress, IngressArgs
from components.compute.manifests import manifests_provider
from components.compute.mesh import MeshRouting, MeshRoutingArgs
from components.compute.target_registrar import TargetRegistrar, TargetRegistrarArgs
from settings import Cluster as ClusterSettings
from settings import DataClass, Region
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


def site(region: Region) -> ActiveSite:
    """Return *region* as its components find it."""
    return ActiveSite(
        context=CONTEXT,
        region=region,
        key_arns={
            DataClass.CONFIDENTIAL: arn("kms", region, "key/mrk-1"),
            DataClass.INTERNAL: arn("kms", region, "key/mrk-2"),
        },
        alarm_topic_arn=arn("sns", region, "alarms"),
        log_retention_days=365,
        archive=_archive(region),
        peers=[other for other in REGIONS if other != region],
    )


def program() -> None:
    """Declare the stack."""
    clusters, doors, ways_in = {}, {}, {}
    for region in REGIONS:
        here = site(region)
        vpc_id, subnet_ids = deployed.declare_network(region.name, region)
        clusters[region.name] = cluster = Cluster(
            f"cluster-{region.name}",
            ClusterArgs(
                site=here,
                settings=SETTINGS,
                vpc_id=vpc_id,
                private_subnet_ids=subnet_ids,
                administrator_role_arns={"deploy": f"arn:aws:iam::{ACCOUNT}:role/deploy"},
            ),
        )
        doors[region.name] = EastWest(
            f"east-west-{region.name}",
            EastWestArgs(
                site=here, vpc_id=vpc_id, subnet_ids=subnet_ids, nodes_security_group_id=cluster.security_group_id
            ),
        )
        ways_in[region.name] = Ingress(
            f"ingress-{region.name}",
            IngressArgs(
                site=here,
                vpc_id=vpc_id,
                subnet_ids=subnet_ids,
                target_security_group_id=cluster.security_group_id,
                certificate_arn=_certificate(region),
            ),
        )
    for region in REGIONS:
        _mesh(region, clusters[region.name], ways_in[region.name], doors)
    pulumi.export("clusters", {name: cluster.name for name, cluster in clusters.items()})
    pulumi.export("endpoints", {name: cluster.endpoint for name, cluster in clusters.items()})
    pulumi.export("groups", {name: cluster.security_group_id for name, cluster in clusters.items()})
    pulumi.export("doors", {name: door.address for name, door in doors.items()})
    pulumi.export("balancers", {name: ingress.load_balancer_arn for name, ingress in ways_in.items()})
    pulumi.export("healthAlarms", {name: ingress.health_alarm_name for name, ingress in ways_in.items()})


def _archive(region: Region) -> Archive:
    name = f"logs-{region.name}"
    return Archive(
        bucket_name="", bucket_arn="", deliveries_bucket_name=name, deliveries_bucket_arn=f"arn:aws:s3:::{name}"
    )


def _certificate(region: Region) -> pulumi.Output[str]:
    return aws.acm.Certificate(
        f"certificate-{region.name}", region=region.name, domain_name=HOSTS[0], validation_method="DNS"
    ).arn


def _mesh(region: Region, cluster: Cluster, ingress: Ingress, doors: dict[str, EastWest]) -> None:
    groups = {
        "https": ingress.gateway_target_group_arn,
        "status": ingress.status_target_group_arn,
        "tls-mesh": doors[region.name].target_group_arn,
    }
    TargetRegistrar(
        f"targets-{region.name}",
        TargetRegistrarArgs(
            site=site(region),
            cluster_name=cluster.name,
            cluster_arn=cluster.arn,
            target_group_arns=list(groups.values()),
        ),
    )
    MeshRouting(
        f"mesh-{region.name}",
        MeshRoutingArgs(
            site=site(region),
            weights={one.name: one.weight for one in REGIONS},
            hosts=HOSTS,
            east_west_addresses={name: door.address for name, door in doors.items()},
            target_groups=groups,
        ),
        pulumi.ResourceOptions(
            providers=[manifests_provider(f"manifests-{region.name}", f"manifests/{region.name}")],
        ),
    )
