"""A small stack with every component of the room: two regions, a cluster and a mesh in each."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import yaml

from components._shared.context import Context
from components._shared.site import ActiveSite
from components.compute.admission import Admission, AdmissionArgs
from components.compute.cluster import Cluster, ClusterArgs
from components.compute.east_west import EastWest, EastWestArgs
from components.compute.ingress import Ingress, IngressArgs
from components.compute.manifests import manifests_provider
from components.compute.mesh import MeshRouting, MeshRoutingArgs
from components.compute.node_autoscaler import NodeAutoscaler, NodeAutoscalerArgs
from components.compute.rollout import ApiRollout, ApiRolloutArgs
from components.compute.rollout_controller import RolloutController, RolloutControllerArgs
from components.compute.target_registrar import TargetRegistrar, TargetRegistrarArgs
from settings import Api, Objectives, Region
from settings import Cluster as ClusterSettings
from settings.api import Paths, Replicas
from tests.components import deployed
from tests.components.site import ACCOUNT, active_site

HOME = Region(name="us-east-1", cidr="10.0.0.0/16", weight=70, residency="us")
ABROAD = Region(name="eu-west-1", cidr="10.1.0.0/16", weight=30, residency="eu")
REGIONS = (HOME, ABROAD)
OBJECTIVES = Objectives(error_rate_percent=0.5, latency_p95_ms=120, latency_p99_ms=400)
SETTINGS = ClusterSettings(instance_types=("t4g.large",), min_nodes=3, max_nodes=6)
HOST = "api.example.com"
API = Api(
    image=f"registry.example.com/team/api:1@sha256:{'0' * 64}",
    arguments=("serve",),
    port=9000,
    paths=Paths(live="/alive", ready="/able"),
    replicas=Replicas(min=2, max=5),
)
STORE_CIDRS = {"us-east-1": "10.0.192.0/20", "eu-west-1": "10.1.192.0/20"}
TRUST_ROOTS = {"us-east-1": 1, "eu-west-1": 2}
"""Generations; in a stack they are one in all regions."""
TABLE_CIDR = "52.94.0.0/22"
KEY_SET = json.dumps({"keys": []})
CONTEXT = Context(prefix="groot-room", account_id=ACCOUNT, tags={"owner": "tests"}, protect=True)


def arn(service: str, region: Region, what: str) -> str:
    """Return an ARN that stands for something of another room."""
    return f"arn:aws:{service}:{region.name}:{ACCOUNT}:{what}"


@dataclass(frozen=True)
class Room(deployed.Room):
    """The deployed stack."""

    folder: Path

    def declared(self, type_token: str, region: Region = HOME) -> list[dict[str, Any]]:
        """Return what the program declared of a type in a region, as the state has it."""
        state = json.loads(next((self.folder / ".sandbox").rglob("room.json")).read_text())
        resources = (state.get("checkpoint", {}).get("latest") or state["deployment"])["resources"]
        of_type = [one["inputs"] for one in resources if one["type"] == type_token]
        return [inputs for inputs in of_type if inputs.get("region") == region.name]

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
    return active_site(region, CONTEXT, REGIONS)


def issuer_arn(region: Region) -> str | None:
    """Return the region's private authority: the home has one, the other region is handed a key."""
    return arn("acm-pca", region, "certificate-authority/1") if region is HOME else None


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
                store_cidrs=[*STORE_CIDRS.values()],
                issuer_arn=issuer_arn(region),
            ),
        )
        RolloutController(
            f"rollouts-{region.name}",
            RolloutControllerArgs(site=here, cluster_name=cluster.name, cluster_arn=cluster.arn),
        )
        NodeAutoscaler(
            f"autoscaler-{region.name}",
            NodeAutoscalerArgs(site=here, cluster_name=cluster.name, cluster_arn=cluster.arn),
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
                link_subnet_ids=subnet_ids[:2],
                target_security_group_id=cluster.security_group_id,
                certificate_arn=_certificate(region),
                health_path=API.paths.ready,
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


def _certificate(region: Region) -> pulumi.Output[str]:
    return aws.acm.Certificate(
        f"certificate-{region.name}", region=region.name, domain_name=HOST, validation_method="DNS"
    ).arn


def _mesh(region: Region, cluster: Cluster, ingress: Ingress, doors: dict[str, EastWest]) -> None:
    groups = {
        "https": ingress.gateway_target_group_arn,
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
    manifests = pulumi.ResourceOptions(
        providers=[manifests_provider(f"manifests-{region.name}", f"manifests/{region.name}")]
    )
    Admission(f"admission-{region.name}", AdmissionArgs(), manifests)
    routing = MeshRouting(
        f"mesh-{region.name}",
        MeshRoutingArgs(
            site=site(region),
            weights={one.name: one.weight for one in REGIONS},
            host=HOST,
            token_key_set=KEY_SET,
            api=API,
            issuer_arn=issuer_arn(region),
            trust_root=TRUST_ROOTS[region.name],
            east_west_addresses={name: door.address for name, door in doors.items()},
            nodes_security_group_id=cluster.security_group_id,
            table_cidrs=[TABLE_CIDR],
            store_cidrs=[*STORE_CIDRS.values()],
            target_groups=groups,
        ),
        manifests,
    )
    promised = ApiRolloutArgs(
        namespace=routing.application_namespace, objectives=OBJECTIVES, balancer_arn=ingress.load_balancer_arn
    )
    ApiRollout(f"rollout-{region.name}", promised, manifests)
