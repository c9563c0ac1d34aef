"""What clients reach: content delivery over the site's buckets, and in each region a gateway to its front."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from components._shared.front import Front
from components._shared.site import ActiveSite, Site, Sites
from components.edge.cdn import Cdn, CdnArgs
from components.edge.cdn_origins import SiteOrigin
from components.edge.gateway import ApiGateway, ApiGatewayArgs
from components.edge.gateway_domain import ApiDomain, ApiDomainArgs
from components.edge.private_bucket import PrivateBucket, PrivateBucketArgs
from components.edge.regional_records import RegionalEndpoint, RegionalRecords, RegionalRecordsArgs
from components.edge.site_records import SiteRecords, SiteRecordsArgs
from components.edge.waf import Scope, WebAcl, WebAclArgs
from settings import CONTROL_REGION, DataClass, Settings


@dataclass(frozen=True, kw_only=True)
class Edge:
    """What other rooms, and the stack's outputs, need of this one."""

    site_hosts: Sequence[str]
    """Names that the site answers under."""
    distribution_domain_name: pulumi.Output[str]
    """CloudFront's own name of the distribution."""


def declare_edge(
    settings: Settings,
    sites: Sites,
    *,
    fronts: Mapping[str, Front],
    certificate_arns: Mapping[str, pulumi.Input[str]],
    client_ca_pem: pulumi.Input[str],
    zone_id: pulumi.Input[str],
) -> Edge:
    """Declare the API of every region and the site over all of them, under the names of the zone.

    *certificate_arns* are by region, the control region's among them; clients' certificates are held against
    *client_ca_pem* where the settings ask for them.
    """
    acl = _declare_acl("edge-acl", settings, "CLOUDFRONT", sites.control)
    endpoints: dict[str, RegionalEndpoint] = {}
    origins: list[SiteOrigin] = []
    for name, site in sites.active.items():
        ca_pem = client_ca_pem if settings.mutual_tls else None
        endpoints[name] = _declare_api(settings, site, fronts[name], certificate_arns[name], ca_pem)
        origins.append(_declare_origin(settings, site))
    hosts = [settings.domain, f"www.{settings.domain}"]
    cdn = Cdn(
        "cdn",
        CdnArgs(
            site=sites.control,
            objectives=settings.objectives,
            origins=origins,
            api_host=None if settings.mutual_tls else settings.api_host,
            aliases=hosts,
            certificate_arn=certificate_arns[CONTROL_REGION.name],
            web_acl_arn=acl.web_acl_arn,
        ),
    )
    SiteRecords(
        "site-records",
        SiteRecordsArgs(
            zone_id=zone_id,
            hosts=hosts,
            target_domain_name=cdn.domain_name,
            target_zone_id=cdn.hosted_zone_id,
        ),
    )
    RegionalRecords(
        "api-records",
        RegionalRecordsArgs(control=sites.control, zone_id=zone_id, shared_host=settings.api_host, endpoints=endpoints),
    )
    return Edge(site_hosts=hosts, distribution_domain_name=cdn.domain_name)


def _declare_acl(name: str, settings: Settings, scope: Scope, site: Site) -> WebAcl:
    return WebAcl(
        name,
        WebAclArgs(
            site=site,
            scope=scope,
            requests_per_ip_per_5_minutes=settings.traffic.requests_per_ip_per_5_minutes,
            blocked_per_minute_alarm=settings.traffic.blocked_per_minute_alarm,
        ),
    )


def _declare_api(
    settings: Settings,
    site: ActiveSite,
    front: Front,
    certificate_arn: pulumi.Input[str],
    client_ca_pem: pulumi.Input[str] | None,
) -> RegionalEndpoint:
    """Declare one region's firewall, gateway and names."""
    acl = _declare_acl(f"acl-{site.name}", settings, "REGIONAL", site)
    gateway = ApiGateway(
        f"gateway-{site.name}",
        ApiGatewayArgs(
            site=site,
            objectives=settings.objectives,
            backend_host=settings.api_host,
            front=front,
            web_acl_arn=acl.web_acl_arn,
            mutual_tls=settings.mutual_tls,
            traffic=settings.traffic,
        ),
    )
    regional_host = f"api-{site.name}.{settings.domain}"
    domain = ApiDomain(
        f"api-domain-{site.name}",
        ApiDomainArgs(
            site=site,
            rest_api_id=gateway.rest_api_id,
            stage_name=gateway.stage_name,
            shared_host=settings.api_host,
            regional_host=regional_host,
            certificate_arn=certificate_arn,
            client_ca_pem=client_ca_pem,
        ),
    )
    return RegionalEndpoint(
        target_domain_name=domain.target_domain_name,
        target_zone_id=domain.target_zone_id,
        regional_host=regional_host,
        regional_target_domain_name=domain.regional_target_domain_name,
        health_alarm_name=front.health_alarm_name,
    )


def _declare_origin(settings: Settings, site: ActiveSite) -> SiteOrigin:
    """Declare one region's bucket of the site."""
    bucket = PrivateBucket(
        f"site-{site.name}",
        PrivateBucketArgs(
            site=site,
            role="site",
            data_class=DataClass.PUBLIC,
            noncurrent_retention_days=settings.data_classes[DataClass.PUBLIC].retention_days,
        ),
    )
    return SiteOrigin(
        region=site.name,
        bucket_name=bucket.bucket_name,
        bucket_arn=bucket.bucket_arn,
        domain_name=bucket.domain_name,
    )
