"""Who watches over the platform: the audit trail, threat detection, and the search of each jurisdiction's logs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pulumi

from components._shared.context import Context
from components._shared.left_out import LeftOut
from components._shared.logs import LogGroupNames, by_region
from components._shared.network import Network
from components._shared.site import Site, Sites
from components.security.detection import ThreatDetection, ThreatDetectionArgs
from components.security.log_shipping import LogShipping, LogShippingArgs
from components.security.service_roles import ServiceRoles, ServiceRolesArgs
from components.security.siem import Siem, SiemArgs
from components.security.trail import AuditTrail, AuditTrailArgs
from settings import Settings


@dataclass(frozen=True, kw_only=True)
class Security:
    """What the stack's outputs need of this room."""

    search_endpoints: Mapping[str, pulumi.Output[str]]
    """Host name of the search domain inside its network, by jurisdiction."""


def declare_security(
    settings: Settings,
    context: Context,
    sites: Sites,
    *,
    networks: Mapping[str, Network],
    log_group_names: Iterable[LogGroupNames],
    audited_table_arns: Mapping[str, pulumi.Input[str]],
) -> Security:
    """Declare audit, detection and search; *log_group_names* are searched, calls on items of the tables audited."""
    if "security" in settings.leave_out:
        LeftOut("security")
        return Security(search_endpoints={})
    service_roles: list[pulumi.Resource] = []
    own: dict[str, Mapping[str, pulumi.Output[str]]] = {}
    if context.owns_account:
        service_roles.append(ServiceRoles("service-roles", ServiceRolesArgs(context=context)))
        own[sites.home.name] = {"trail": _declare_trail(sites, audited_table_arns).log_group_name}
        _declare_detection(settings, sites)
    siems = _declare_siems(settings, sites, networks, service_roles)
    for name, names in by_region(*log_group_names, own).items():
        _ship(sites.active.get(name, sites.control), names, siems)
    return Security(search_endpoints={residency: siem.domain_endpoint for residency, siem in siems.items()})


def _declare_trail(sites: Sites, audited_table_arns: Mapping[str, pulumi.Input[str]]) -> AuditTrail:
    log_bucket_arns = [
        arn for site in sites.active.values() for arn in (site.archive.bucket_arn, site.archive.deliveries_bucket_arn)
    ]
    return AuditTrail(
        "trail",
        AuditTrailArgs(
            site=sites.home, log_bucket_arns=log_bucket_arns, audited_table_arns=list(audited_table_arns.values())
        ),
    )


def _declare_detection(settings: Settings, sites: Sites) -> None:
    """Declare detectors in every region; the home's gathers what the others find."""
    for name, site in sites.active.items():
        ThreatDetection(
            f"detection-{name}",
            ThreatDetectionArgs(
                site=site,
                frameworks=settings.frameworks,
                linked_regions=[peer.name for peer in site.peers] if site is sites.home else [],
            ),
        )


def _declare_siems(
    settings: Settings, sites: Sites, networks: Mapping[str, Network], service_roles: list[pulumi.Resource]
) -> dict[str, Siem]:
    """Declare one for each jurisdiction, in its first region."""
    return {
        residency: Siem(
            f"siem-{residency}",
            SiemArgs(site=sites.active[region.name], network=networks[region.name], search=settings.search),
            pulumi.ResourceOptions(depends_on=service_roles),
        )
        for residency, region in settings.search_regions.items()
    }


def _ship(site: Site, log_group_names: Mapping[str, pulumi.Input[str]], siems: Mapping[str, Siem]) -> None:
    """Send the logs of a region to the search of its jurisdiction, which the control region alone may be without.

    Logs tell of data of every class, so that they leave their jurisdiction for no search: then they stay in their
    groups, and the run says so.
    """
    siem = siems.get(site.region.residency)
    if siem is None:
        pulumi.log.info(
            f"logs in {site.name} ({', '.join(sorted(log_group_names))}) are not searched: no active region has its "
            f"residency, {site.region.residency}"
        )
        return
    LogShipping(
        f"shipping-{site.name}",
        LogShippingArgs(site=site, stream_arn=siem.stream_arn, log_group_names=log_group_names),
    )
