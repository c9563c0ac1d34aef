"""A small stack with every component of the room: two regions, one with a NAT gateway in each zone, HSMs in one."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws

from components._shared.context import Context
from components._shared.site import ActiveSite, Archive
from components.foundation.certificates import Certificates, CertificatesArgs
from components.foundation.configuration import ConfigRecorder, ConfigRecorderArgs
from components.foundation.guardrails import (
    AccountGuardrails,
    AccountGuardrailsArgs,
    RegionalGuardrails,
    RegionalGuardrailsArgs,
)
from components.foundation.hosted_zone import HostedZone, HostedZoneArgs
from components.foundation.hsm import HsmCluster, HsmClusterArgs
from components.foundation.internal_root import InternalRoot, InternalRootArgs
from components.foundation.network import RegionalNetwork, RegionalNetworkArgs
from components.foundation.private_authority import PrivateAuthority, PrivateAuthorityArgs
from components.foundation.transit_mesh import TransitMesh, TransitMeshArgs, TransitSite
from sandbox.state.store import Store
from sandbox.values import Properties, reveal
from settings import Region
from tests.components import deployed
from tests.components.site import ACCOUNT, active_site

REGIONS = tuple(
    Region(name=name, cidr=f"10.{number}.0.0/16", weight=0, residency=residency)
    for number, (name, residency) in enumerate(
        {"us-east-1": "us", "eu-west-1": "eu", "us-west-2": "us", "eu-central-1": "eu", "ap-south-1": "in"}.items()
    )
)
HOME, ABROAD = REGIONS[:2]
DOMAIN = "room.example.com"
ADMINISTRATORS = (f"arn:aws:iam::{ACCOUNT}:role/deploy",)
CONTEXT = Context(prefix="groot-room", account_id=ACCOUNT, tags={"owner": "tests"})
TRUST_ANCHOR = "-----BEGIN CERTIFICATE-----\nanchor\n-----END CERTIFICATE-----"


def site(region: Region, regions: Sequence[Region] = (), archive: Archive | None = None) -> ActiveSite:
    """Return *region*, one of *regions*, as its components find it."""
    return active_site(region, CONTEXT, regions, archive)


@dataclass(frozen=True)
class Room(deployed.Room):
    """The deployed stack."""

    folder: Path
    resources: Mapping[str, Properties]
    """Outputs in the state by logical name, for what no API tells."""

    def alarm(self, name: str, region: Region = HOME) -> Any:
        """Return the alarm of the component's part called *name*."""
        described = self.boto("cloudwatch", region).describe_alarms(AlarmNames=[f"groot-room-{name}"])
        return described["MetricAlarms"][0]


def deploy(endpoint: str, folder: Path) -> Room:
    """Deploy the stack of two regions into *endpoint*, twice."""
    room = deployed.deployment(endpoint, folder, partial(declare, REGIONS[:2]))
    result, again = room.up(), room.up()
    with Store(folder / ".sandbox", "groot", "room", "room") as store:
        resources = {state.name: reveal(state.outputs) for state in store.resources}
    return Room(endpoint, result, again, folder, resources)


def previewed(folder: Path, program: Callable[[], object]) -> dict[str, int]:
    """Return how many resources of each type a first run of *program* would create, with nobody answering."""
    result = deployed.deployment("http://127.0.0.1:9", folder, program).preview()
    assert not result.failed, [*result.failures, *result.diagnostics]
    return Counter(step.type for step in result.steps)


def declare(regions: Sequence[Region]) -> None:
    """Declare the stack. The first region has a NAT gateway in each zone, and the HSMs."""
    sites = [site(region, regions) for region in regions]
    networks = {here.name: _network(here) for here in sites}
    _mesh(sites, networks)
    _certificates(sites)
    _guardrails(regions)
    _hsm(sites[0], networks[regions[0].name])
    root = InternalRoot("internal", InternalRootArgs(organization="groot"))
    pulumi.export("internalRoot", root.root_certificate_pem)
    pulumi.export("internalIssuer", root.issuer_certificate_pem)
    pulumi.export("internalIssuerKey", root.issuer_key_pem)
    for name, network in networks.items():
        pulumi.export(
            f"network-{name}",
            {
                "vpc": network.vpc_id,
                "public": network.public_subnet_ids,
                "private": network.private_subnet_ids,
                "isolated": network.isolated_subnet_ids,
                "linked": network.link_subnet_ids,
                "privateTables": network.private_route_table_ids,
                "isolatedTable": network.isolated_route_table_id,
                "endpointGroup": network.endpoint_security_group_id,
                "addresses": network.nat_public_ips,
            },
        )


def _network(here: ActiveSite) -> RegionalNetwork:
    zones = pulumi.Output.from_input([(f"{here.name}{letter}", f"zone-{letter}") for letter in "abc"])
    args = RegionalNetworkArgs(
        site=here, zones=zones, nat_per_zone=here.region == HOME, private_authority=here.region == HOME
    )
    return RegionalNetwork(f"network-{here.name}", args)


def _mesh(sites: Sequence[ActiveSite], networks: dict[str, RegionalNetwork]) -> None:
    joined = {}
    for here in sites:
        network = networks[here.name]
        joined[here.name] = TransitSite(
            site=here,
            vpc_id=network.vpc_id,
            subnet_ids=network.private_subnet_ids,
            route_table_ids=[*network.private_route_table_ids, network.isolated_route_table_id],
        )
    mesh = TransitMesh("mesh", TransitMeshArgs(sites=joined))
    pulumi.export("transitGateways", mesh.transit_gateway_ids)
    pulumi.export("peers", mesh.peer_prefix_list_ids)


def _certificates(sites: Sequence[ActiveSite]) -> None:
    zone = HostedZone("zone", HostedZoneArgs(site=sites[0], domain=DOMAIN, administrators=ADMINISTRATORS))
    args = CertificatesArgs(sites=sites, domain=DOMAIN, alternative_names=[f"api.{DOMAIN}"], zone_id=zone.zone_id)
    authority = PrivateAuthority("authority", PrivateAuthorityArgs(sites=sites, organization="groot"))
    pulumi.export("zone", zone.zone_id)
    pulumi.export("certificates", Certificates("certificates", args).arns)
    pulumi.export("root", authority.root_arn)
    pulumi.export("rootCertificate", authority.root_certificate_pems[0])
    pulumi.export("issuers", authority.issuer_arns)
    pulumi.export("chain", authority.chain_pem)


def _guardrails(regions: Sequence[Region]) -> None:
    bucket = aws.s3.Bucket("archive", bucket="groot-room-archive", region=regions[0].name)
    archive = Archive(
        bucket_name="",
        bucket_arn="",
        deliveries_bucket_name=bucket.bucket,
        deliveries_bucket_arn=bucket.arn,
    )
    AccountGuardrails("guardrails", AccountGuardrailsArgs(context=CONTEXT))
    recorders = {}
    for region in regions:
        here = site(region, regions, archive)
        RegionalGuardrails(f"guardrails-{region.name}", RegionalGuardrailsArgs(site=here))
        args = ConfigRecorderArgs(site=here, records_global_resources=region == HOME)
        recorders[region.name] = ConfigRecorder(f"recorder-{region.name}", args).recorder_name
    pulumi.export("recorders", recorders)


def _hsm(here: ActiveSite, network: RegionalNetwork) -> None:
    args = HsmClusterArgs(
        site=here,
        subnet_ids=network.isolated_subnet_ids,
        administrators=ADMINISTRATORS,
        trust_anchor=TRUST_ANCHOR,
        key_store_password="kmsuser-password",
        key_store_connected=True,
    )
    cluster = HsmCluster("hsm", args)
    pulumi.export("hsm", cluster.cluster_id)
    pulumi.export("hsmKeyStore", cluster.key_store_id)
    pulumi.export("hsmKey", cluster.key_arn)
