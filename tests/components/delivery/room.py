"""A small stack with the room in it, in two regions whose clusters are handed an issuer's key."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws

from components._shared.context import Context
from components._shared.kubernetes_api import KubernetesApi, Workload
from components._shared.network import Network
from components._shared.site import Sites
from components.delivery.wiring import declare_delivery
from settings import CONTROL_REGION, Region, Settings, parse
from tests.components import deployed
from tests.components.site import ACCOUNT, active_site
from tests.test_settings import API, VALID

REGIONS = (
    Region(name="us-east-1", cidr="10.0.0.0/16", weight=70, residency="us"),
    Region(name="eu-west-1", cidr="10.1.0.0/16", weight=30, residency="eu"),
)
HOME, ABROAD = REGIONS
CONTEXT = Context(prefix="groot-room", account_id=ACCOUNT, tags={"owner": "tests"}, protect=True)
DEPLOYER = f"arn:aws:iam::{ACCOUNT}:role/groot-room-pipeline-deploy"
WORKLOAD = Workload(namespace="apps", name="api", operators="room:releases")
CHAIN, KEY = "-----BEGIN CERTIFICATE-----\nissuer and root", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0"
ROOTS = ("-----BEGIN CERTIFICATE-----\nnew", "-----BEGIN CERTIFICATE-----\nold")


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


def settings() -> Settings:
    """Return the stack's settings: valid ones, with an API of its own, while the root is renewed."""
    return parse({**VALID, "api": API, "trustRoots": [2, 1]})


def deploy(endpoint: str, folder: Path) -> Room:
    """Deploy the stack into *endpoint*, twice."""
    room = deployed.deployment(endpoint, folder, program)
    return Room(endpoint, room.up(), room.up(), folder)


def program() -> None:
    """Declare the stack."""
    sites = Sites(
        active={region.name: active_site(region, CONTEXT, REGIONS) for region in REGIONS},
        control=active_site(CONTROL_REGION, CONTEXT),
    )
    networks, apis = {}, {}
    for region in REGIONS:
        vpc_id, subnet_ids = deployed.declare_network(region.name, region)
        networks[region.name] = _network(region, vpc_id, subnet_ids)
        apis[region.name] = _api(region, vpc_id)
    delivery = declare_delivery(
        settings(),
        CONTEXT,
        sites,
        networks=networks,
        apis=apis,
        workload=WORKLOAD,
        key_administrator_arns=[DEPLOYER],
        issuer_chain_pem=CHAIN,
        issuer_key_pem=pulumi.Output.secret(KEY),
        root_pems=ROOTS,
    )
    pulumi.export("feeds", delivery.feeds)
    pulumi.export("publisher", delivery.publish_role_arn)
    pulumi.export("endpoints", {name: network.endpoint_security_group_id for name, network in networks.items()})
    pulumi.export("apis", {name: api.security_group_id for name, api in apis.items()})
    pulumi.export("logs", {name: dict(groups) for name, groups in delivery.log_group_names.items()})


def _network(region: Region, vpc_id: pulumi.Input[str], subnet_ids: list[pulumi.Output[str]]) -> Network:
    endpoints = aws.ec2.SecurityGroup(f"{region.name}-endpoints", region=region.name, name="endpoints", vpc_id=vpc_id)
    storage, tables = (
        aws.ec2.VpcEndpoint(
            f"{region.name}-{service}",
            region=region.name,
            vpc_id=vpc_id,
            service_name=f"com.amazonaws.{region.name}.{service}",
        )
        for service in ("s3", "dynamodb")
    )
    return Network(
        vpc_id=vpc_id,
        private_subnet_ids=subnet_ids,
        isolated_subnet_ids=[],
        endpoint_security_group_id=endpoints.id,
        storage_prefix_list_id=storage.prefix_list_id,
        tables_prefix_list_id=tables.prefix_list_id,
    )


def _api(region: Region, vpc_id: pulumi.Input[str]) -> KubernetesApi:
    group = aws.ec2.SecurityGroup(f"{region.name}-api", region=region.name, name="api", vpc_id=vpc_id)
    return KubernetesApi(
        cluster_name=f"room-{region.name}",
        cluster_arn=f"arn:aws:eks:{region.name}:{ACCOUNT}:cluster/room-{region.name}",
        endpoint=f"https://{region.name}.eks.example.com",
        certificate_authority="Y2VydGlmaWNhdGU=",
        security_group_id=group.id,
    )
