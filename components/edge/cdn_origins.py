"""Where CloudFront gets its answers: the site from buckets in two regions, the API from whichever region is healthy.

The site comes from an origin group of the first two regions: when the first fails, CloudFront asks the second within
the same request. A group holds two origins (CloudFront Developer Guide, "Optimize high availability with CloudFront
origin failover"), so a third region's bucket stands by. Requests to `/api/*` go to the shared API name, which Route 53
spreads over healthy regions: CloudFront refuses an origin group for anything but GET, HEAD and OPTIONS.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudfront

from components.edge.waf_rules import EDGE_HEADER

CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
"""AWS's managed policies (CloudFront Developer Guide, "Use managed cache policies", "Use managed origin request
policies")."""

FAILOVER_STATUS_CODES = (500, 502, 503, 504)
SITE = "site"
API = "api"


@dataclass(frozen=True, kw_only=True)
class SiteOrigin:
    """One region's bucket of the site."""

    region: str
    """Region it stands in."""
    bucket_name: pulumi.Input[str]
    bucket_arn: pulumi.Input[str]
    domain_name: pulumi.Input[str]
    """Regional domain name of the bucket."""


@dataclass(frozen=True, kw_only=True)
class ApiOrigin:
    """The API of all regions."""

    host: str
    """Its shared name."""
    token: pulumi.Input[str]
    """What it knows requests of the distribution by."""


def origins(
    sites: Sequence[SiteOrigin], api: ApiOrigin | None, access_control_id: pulumi.Input[str]
) -> list[cloudfront.DistributionOriginArgs]:
    """Return every bucket, and the API where CloudFront may reach it."""
    buckets = [
        cloudfront.DistributionOriginArgs(
            origin_id=site.region, domain_name=site.domain_name, origin_access_control_id=access_control_id
        )
        for site in sites
    ]
    if api is None:
        return buckets
    https_only = cloudfront.DistributionOriginCustomOriginConfigArgs(
        http_port=80, https_port=443, origin_protocol_policy="https-only", origin_ssl_protocols=["TLSv1.2"]
    )
    token = cloudfront.DistributionOriginCustomHeaderArgs(name=EDGE_HEADER, value=api.token)
    origin = cloudfront.DistributionOriginArgs(
        origin_id=API, domain_name=api.host, custom_origin_config=https_only, custom_headers=[token]
    )
    return [*buckets, origin]


def origin_groups(sites: Sequence[SiteOrigin]) -> list[cloudfront.DistributionOriginGroupArgs]:
    """Return the group of the first two buckets; a single bucket needs none."""
    if len(sites) == 1:
        return []
    return [
        cloudfront.DistributionOriginGroupArgs(
            origin_id=SITE,
            failover_criteria=cloudfront.DistributionOriginGroupFailoverCriteriaArgs(
                status_codes=list(FAILOVER_STATUS_CODES)
            ),
            members=[cloudfront.DistributionOriginGroupMemberArgs(origin_id=site.region) for site in sites[:2]],
        )
    ]


def site_behavior(
    sites: Sequence[SiteOrigin], headers_policy_id: pulumi.Input[str]
) -> cloudfront.DistributionDefaultCacheBehaviorArgs:
    """Return how the site is served: read only, cached, compressed."""
    return cloudfront.DistributionDefaultCacheBehaviorArgs(
        target_origin_id=SITE if len(sites) > 1 else sites[0].region,
        viewer_protocol_policy="redirect-to-https",
        allowed_methods=["GET", "HEAD", "OPTIONS"],
        cached_methods=["GET", "HEAD"],
        compress=True,
        cache_policy_id=CACHING_OPTIMIZED,
        response_headers_policy_id=headers_policy_id,
    )


def api_behaviors(
    api: ApiOrigin | None, headers_policy_id: pulumi.Input[str]
) -> list[cloudfront.DistributionOrderedCacheBehaviorArgs]:
    """Return how the API is passed through: every method, nothing cached."""
    if api is None:
        return []
    return [
        cloudfront.DistributionOrderedCacheBehaviorArgs(
            path_pattern="/api/*",
            target_origin_id=API,
            viewer_protocol_policy="https-only",
            allowed_methods=["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
            cached_methods=["GET", "HEAD"],
            compress=True,
            cache_policy_id=CACHING_DISABLED,
            origin_request_policy_id=ALL_VIEWER_EXCEPT_HOST,
            response_headers_policy_id=headers_policy_id,
        )
    ]
