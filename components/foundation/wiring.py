"""What the platform stands on: the account's guardrails, networks, names and certificates, authorities, modules, the
keys of tokens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from components._shared.context import Context
from components._shared.logs import LogGroupNames, by_region
from components._shared.network import Network
from components._shared.site import ActiveSite, Sites
from components.foundation.authorities import Issuers, declare_authority
from components.foundation.certificates import Certificates, CertificatesArgs
from components.foundation.configuration import ConfigRecorder, ConfigRecorderArgs
from components.foundation.delegation import is_issued, tell_delegation
from components.foundation.guardrails import (
    AccountGuardrails,
    AccountGuardrailsArgs,
    RegionalGuardrails,
    RegionalGuardrailsArgs,
)
from components.foundation.hosted_zone import HostedZone, HostedZoneArgs
from components.foundation.hsm import HsmCluster, HsmClusterArgs
from components.foundation.network import RegionalNetwork, RegionalNetworkArgs
from components.foundation.private_authority import in_one_file
from components.foundation.shared_account import SharedAccount
from components.foundation.token_key import TokenKey, TokenKeyArgs
from components.foundation.transit_mesh import TransitMesh, TransitMeshArgs, TransitSite
from components.foundation.zones import zones_of
from settings import Settings


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """What tokens of the API's callers are held against."""

    key_arns: Mapping[str, Sequence[pulumi.Output[str]]]
    """The keys that sign them, by active region; the first signs, all are taken."""
    key_set: pulumi.Output[str]
    """The keys' public halves as a JSON Web Key Set."""


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
    """Root that certificates inside the platform, and clients', go back to; two while it is renewed."""
    issuers: Issuers
    """Who issues them."""
    tokens: Tokens
    log_group_names: LogGroupNames
    """Log groups by region, the control region too, and by what they hold."""


def declare_foundation(
    settings: Settings,
    context: Context,
    sites: Sites,
    *,
    key_administrator_arns: Sequence[pulumi.Input[str]],
    hsm_key_store_password: pulumi.Input[str] | None,
) -> Foundation:
    """Declare the room's components; *key_administrator_arns* manage the zone's key, the modules' and those of
    tokens."""
    _guard_account(settings, context, sites)
    networks = {name: _declare_network(settings, site) for name, site in sites.active.items()}
    _join(sites, networks)
    issued = is_issued(settings.domain, sites.home.name)
    zone = HostedZone(
        "zone",
        HostedZoneArgs(site=sites.control, domain=settings.domain, administrators=key_administrator_arns),
    )
    certificates = Certificates(
        "certificates",
        CertificatesArgs(
            sites=list(sites.every.values()),
            domain=settings.domain,
            alternative_names=[f"*.{settings.domain}"],
            zone_id=zone.zone_id,
        ),
    )
    issuers = declare_authority(settings, list(sites.active.values()))
    tokens = TokenKey(
        "token-key",
        TokenKeyArgs(
            sites=sites.active,
            generations=settings.token_keys,
            administrator_arns=key_administrator_arns,
            issuer_arns=[
                pulumi.Output.concat("arn:aws:iam::", context.account_id, f":role/{name}")
                for name in settings.token_issuers
            ],
        ),
    )
    if settings.hsm:
        for name, site in sites.active.items():
            _declare_modules(settings, site, networks[name], key_administrator_arns, hsm_key_store_password)
    return Foundation(
        networks={
            name: Network(
                vpc_id=network.vpc_id,
                private_subnet_ids=network.private_subnet_ids,
                isolated_subnet_ids=network.isolated_subnet_ids,
                isolated_cidrs=network.isolated_cidrs,
                private_cidrs=network.private_cidrs,
                link_subnet_ids=network.link_subnet_ids,
                zone_names=network.zone_names,
                endpoint_security_group_id=network.endpoint_security_group_id,
                storage_prefix_list_id=network.storage_prefix_list_id,
                tables_prefix_list_id=network.tables_prefix_list_id,
            )
            for name, network in networks.items()
        },
        zone_id=zone.zone_id,
        name_servers=zone.name_servers if issued else tell_delegation(settings.domain, zone),
        ds_record=zone.ds_record,
        certificate_arns=certificates.arns,
        internal_root_pem=pulumi.Output.all(*issuers.root_pems).apply(in_one_file),
        issuers=issuers,
        tokens=Tokens(key_arns=tokens.arns, key_set=tokens.key_set),
        log_group_names=by_region(
            {name: network.log_group_names for name, network in networks.items()},
            {sites.control.name: {"names": zone.query_log_group_name}},
        ),
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
    return RegionalNetwork(
        f"network-{site.name}",
        RegionalNetworkArgs(
            site=site,
            zones=zones_of(site.name),
            nat_per_zone=settings.nat_per_zone,
            private_authority=settings.private_authority,
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
