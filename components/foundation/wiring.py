"""What the platform stands on: the account's guardrails, networks, names and certificates, authorities, modules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.context import Context
from components._shared.network import Network
from components._shared.site import ActiveSite, Sites
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
from components.foundation.shared_account import SharedAccount
from components.foundation.transit_mesh import TransitMesh, TransitMeshArgs, TransitSite
from settings import Settings


@dataclass(frozen=True, kw_only=True)
class Foundation:
    """What other rooms need of this one."""

    networks: Mapping[str, Network]
    """Each active region's network."""
    zone_id: pulumi.Output[str]
    """The platform's public DNS zone."""
    name_servers: pulumi.Output[Sequence[str]]
    """Servers that the parent zone delegates to."""
    ds_record: pulumi.Output[str]
    """Record that the parent zone holds to make the zone's signature count."""
    certificate_arns: Mapping[str, pulumi.Output[str]]
    """Public certificate by region, the control region too; known once it is issued."""
    internal_root_pem: pulumi.Output[str]
    """Root that certificates inside the platform, and clients', go back to."""


def declare_foundation(
    settings: Settings,
    context: Context,
    sites: Sites,
    *,
    key_administrator_arns: Sequence[pulumi.Input[str]],
    hsm_key_store_password: pulumi.Input[str] | None,
) -> Foundation:
    """Declare the room's components; *key_administrator_arns* manage the security modules' key."""
    _guard_account(settings, context, sites)
    networks = {name: _declare_network(settings, site) for name, site in sites.active.items()}
    _join(sites, networks)
    zone = HostedZone("zone", HostedZoneArgs(site=sites.control, domain=settings.domain))
    certificates = Certificates(
        "certificates",
        CertificatesArgs(
            sites=list(sites.every.values()),
            domain=settings.domain,
            alternative_names=[f"*.{settings.domain}"],
            zone_id=zone.zone_id,
        ),
    )
    internal_root_pem = _declare_authority(settings, sites)
    if settings.hsm:
        for name, site in sites.active.items():
            _declare_modules(settings, site, networks[name], key_administrator_arns, hsm_key_store_password)
    return Foundation(
        networks={
            name: Network(
                vpc_id=network.vpc_id,
                private_subnet_ids=network.private_subnet_ids,
                isolated_subnet_ids=network.isolated_subnet_ids,
            )
            for name, network in networks.items()
        },
        zone_id=zone.zone_id,
        name_servers=zone.name_servers,
        ds_record=zone.ds_record,
        certificate_arns=certificates.arns,
        internal_root_pem=internal_root_pem,
    )


def _guard_account(settings: Settings, context: Context, sites: Sites) -> None:
    """Declare what AWS keeps once per account, or per region of one; or mark that another stack does."""
    if not context.owns_account:
        SharedAccount(f"account-of-{settings.account_owner}")
        return
    AccountGuardrails("guardrails", AccountGuardrailsArgs(context=context))
    for name, site in sites.active.items():
        RegionalGuardrails(f"guardrails-{name}", RegionalGuardrailsArgs(site=site))
        ConfigRecorder(f"recorder-{name}", ConfigRecorderArgs(site=site, records_global_resources=site is sites.home))


def _declare_network(settings: Settings, site: ActiveSite) -> RegionalNetwork:
    zones = aws.get_availability_zones_output(state="available", region=site.name)
    return RegionalNetwork(
        f"network-{site.name}",
        RegionalNetworkArgs(
            site=site, zones=[zones.names[index] for index in range(3)], nat_per_zone=settings.nat_per_zone
        ),
    )


def _join(sites: Sites, networks: Mapping[str, RegionalNetwork]) -> None:
    """Lead each region's network to every other one."""
    TransitMesh(
        "transit",
        TransitMeshArgs(
            sites={
                name: TransitSite(
                    site=sites.active[name],
                    vpc_id=network.vpc_id,
                    subnet_ids=network.isolated_subnet_ids,
                    route_table_ids=[*network.private_route_table_ids, network.isolated_route_table_id],
                )
                for name, network in networks.items()
            }
        ),
    )


def _declare_authority(settings: Settings, sites: Sites) -> pulumi.Output[str]:
    if not settings.private_authority:
        return InternalRoot("internal-root", InternalRootArgs(organization=settings.domain)).root_certificate_pem
    args = PrivateAuthorityArgs(sites=list(sites.active.values()), organization=settings.domain)
    return PrivateAuthority("authority", args).root_certificate_pem


def _declare_modules(
    settings: Settings,
    site: ActiveSite,
    network: RegionalNetwork,
    administrator_arns: Sequence[pulumi.Input[str]],
    key_store_password: pulumi.Input[str] | None,
) -> None:
    HsmCluster(
        f"hsm-{site.name}",
        HsmClusterArgs(
            site=site,
            subnet_ids=network.isolated_subnet_ids,
            administrators=administrator_arns,
            trust_anchor=settings.hsm_trust_anchor,
            key_store_password=key_store_password,
        ),
    )
