"""What clients reach: content delivery over the site's buckets, and in each region a gateway to its front."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi

from components._shared.api_function import ApiFunction
from components._shared.front import Front
from components._shared.left_out import LeftOut
from components._shared.logs import LogGroupNames, by_region
from components._shared.site import ActiveSite, Sites
from components.edge.cdn import Cdn, CdnArgs
from components.edge.cdn_origins import ApiOrigin, SiteOrigin
from components.edge.gateway import ApiGateway, ApiGatewayArgs
from components.edge.gateway_domain import ApiDomain, ApiDomainArgs
from components.edge.origin_token import OriginToken
from components.edge.private_bucket import PrivateBucket, PrivateBucketArgs
from components.edge.regional_records import RegionalEndpoint, RegionalRecords, RegionalRecordsArgs
from components.edge.site_records import SiteRecords, SiteRecordsArgs
from components.edge.waf import WebAcl, WebAclArgs
from settings import CONTROL_REGION, DataClass, Settings


@dataclass(frozen=True, kw_only=True)
class Edge:
    """What the stack's outputs need of this room."""

    api_host: str | None = None
    """Name that the API answers under."""
    site_hosts: Sequence[str] = ()
    """Names that the site answers under."""
    distribution_domain_name: pulumi.Output[str] | None = None
    """CloudFront's own name of the distribution."""
    log_group_names: LogGroupNames = field(default_factory=dict)
    """Log groups by region, the control region too, and by what they hold."""
    alarm_arns: Mapping[str, Sequence[pulumi.Output[str]]] = field(default_factory=dict)
    """By region, the alarms of its API's promises."""


def declare_edge(
    settings: Settings,
    sites: Sites,
    *,
    fronts: Mapping[str, Front],
    authorizers: Mapping[str, ApiFunction],
    functions: Mapping[str, Mapping[str, ApiFunction]],
    certificate_arns: Mapping[str, pulumi.Input[str]],
    client_ca_pem: pulumi.Input[str],
    zone_id: pulumi.Input[str],
) -> Edge:
    """Declare the API of every region and the site over all of them, under the names of the zone.

    *functions* are by region and by what the contract calls them. *certificate_arns* are by region, the control
    region's among them; clients' certificates are held against *client_ca_pem* where the settings ask for them.
    """
    if "edge" in settings.leave_out:
        LeftOut("edge")
        return Edge()
    acl = WebAcl("edge-acl", WebAclArgs(site=sites.control, scope="CLOUDFRONT", traffic=settings.traffic))
    token = None if settings.mutual_tls else OriginToken("origin-token").token
    endpoints: dict[str, RegionalEndpoint] = {}
    log_group_names: dict[str, Mapping[str, pulumi.Output[str]]] = {}
    alarm_arns: dict[str, Sequence[pulumi.Output[str]]] = {}
    origins: list[SiteOrigin] = []
    for name, site in sites.active.items():
        ca_pem = client_ca_pem if settings.mutual_tls else None
        endpoints[name], log_group_names[name], alarm_arns[name] = _declare_api(
            settings, site, fronts[name], authorizers[name], functions[name], certificate_arns[name], ca_pem, token
        )
        origins.append(_declare_origin(settings, site))
    hosts = [settings.domain, f"www.{settings.domain}"]
    cdn = Cdn(
        "cdn",
        CdnArgs(
            site=sites.control,
            objectives=settings.objectives,
            origins=origins,
            api=None if token is None else ApiOrigin(host=settings.api_host, token=token),
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
    edge_logs = {"edge-firewall": acl.log_group_name, "site-requests": cdn.log_group_name}
    return Edge(
        api_host=settings.api_host,
        site_hosts=hosts,
        distribution_domain_name=cdn.domain_name,
        log_group_names=by_region(log_group_names, {sites.control.name: edge_logs}),
        alarm_arns=alarm_arns,
    )


def _declare_api(
    settings: Settings,
    site: ActiveSite,
    front: Front,
    authorizer: ApiFunction,
    functions: Mapping[str, ApiFunction],
    certificate_arn: pulumi.Input[str],
    client_ca_pem: pulumi.Input[str] | None,
    edge_token: pulumi.Input[str] | None,
) -> tuple[RegionalEndpoint, Mapping[str, pulumi.Output[str]], Sequence[pulumi.Output[str]]]:
    """Declare one region's firewall, gateway and names; returns where they lead, their log groups, and the alarms of
    what is promised."""
    acl = WebAcl(
        f"acl-{site.name}",
        WebAclArgs(site=site, scope="REGIONAL", traffic=settings.traffic, edge_token=edge_token),
    )
    gateway = ApiGateway(
        f"gateway-{site.name}",
        ApiGatewayArgs(
            site=site,
            objectives=settings.objectives,
            backend_host=settings.api_host,
            front=front,
            authorizer=authorizer,
            functions=functions,
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
    endpoint = RegionalEndpoint(
        target_domain_name=domain.target_domain_name,
        target_zone_id=domain.target_zone_id,
        regional_host=regional_host,
        regional_target_domain_name=domain.regional_target_domain_name,
        health_alarm_name=front.health_alarm_name,
    )
    logs = {"api-firewall": acl.log_group_name, **gateway.log_group_names}
    return endpoint, logs, gateway.alarm_arns


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
