"""Content delivery: one CloudFront distribution over the site's buckets in all regions, and the API on the same name.

Buckets answer this distribution alone: origin access control signs every request.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.buckets import only_over_tls
from components._shared.iam import Statement, document
from components._shared.paths import HTTPS_PORT, INTERNET, Path, registered
from components._shared.site import Site
from components.edge.cdn_headers import security_headers
from components.edge.cdn_logs import CdnLogs, CdnLogsArgs
from components.edge.cdn_origins import ApiOrigin, SiteOrigin, api_behaviors, origin_groups, origins, site_behavior
from settings import Objectives

TLS_POLICY = "TLSv1.3_2025"
"""TLS 1.3 only (CloudFront Developer Guide, "Supported protocols and ciphers between viewers and CloudFront")."""


@dataclass(frozen=True, kw_only=True)
class CdnArgs:
    """What content delivery needs."""

    site: Site
    """The control region."""
    objectives: Objectives
    """Promises that the alarm watches over."""
    origins: Sequence[SiteOrigin]
    """The site's buckets, in the order in which they are asked; at least one."""
    api: ApiOrigin | None
    """The API, or None when it asks for client certificates, which CloudFront does not show."""
    aliases: Sequence[str]
    """Names that the distribution answers under."""
    certificate_arn: pulumi.Input[str]
    """Certificate in the control region that covers the aliases."""
    web_acl_arn: pulumi.Input[str]
    """Web ACL of scope CLOUDFRONT."""
    price_class: Literal["PriceClass_100", "PriceClass_200", "PriceClass_All"] = "PriceClass_100"
    """How many edge locations serve."""


class Cdn(pulumi.ComponentResource):
    """The distribution, its access to the origins, its headers, logs and alarm."""

    distribution_id: pulumi.Output[str]
    distribution_arn: pulumi.Output[str]
    domain_name: pulumi.Output[str]
    """What alias records lead to."""
    hosted_zone_id: pulumi.Output[str]
    """Zone of that name."""
    log_group_name: pulumi.Output[str]
    """Log group of requests, in the control region."""

    def __init__(self, name: str, args: CdnArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Cdn", name, {}, opts)
        self._name = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        distribution = self._create_distribution()
        self._let_in(distribution)
        self.log_group_name = self._create_logs(distribution)
        self._create_alarm(distribution)
        self.distribution_id = distribution.id
        self.distribution_arn = distribution.arn
        self.domain_name = distribution.domain_name
        self.hosted_zone_id = distribution.hosted_zone_id
        self.register_outputs(
            {
                "distribution_id": self.distribution_id,
                "distribution_arn": self.distribution_arn,
                "domain_name": self.domain_name,
                "hosted_zone_id": self.hosted_zone_id,
                "log_group_name": self.log_group_name,
                "paths": registered(*self._paths()),
            }
        )

    def _paths(self) -> list[Path]:
        args = self._args
        buckets = [origin.bucket_arn for origin in args.origins]
        site, api = "Visitors get the site.", "The site calls the API under its own name."
        asked = {host: (host, buckets, site) for host in args.aliases}
        if args.api:
            asked["api"] = (f"{args.aliases[0]}/api/", [args.api.host], api)
        return [
            Path(name=name, source=INTERNET, destination=ends, port=HTTPS_PORT, protocol="https", host=host, why=why)
            for name, (host, ends, why) in asked.items()
        ]

    def _create_distribution(self) -> aws.cloudfront.Distribution:
        args = self._args
        access = aws.cloudfront.OriginAccessControl(
            f"{self._name}-access",
            name=args.site.context.physical_name("site", max_length=64),
            description="Signs every request to the site's buckets",
            origin_access_control_origin_type="s3",
            signing_behavior="always",
            signing_protocol="sigv4",
            opts=self._child,
        )
        headers = aws.cloudfront.ResponseHeadersPolicy(
            f"{self._name}-headers",
            name=args.site.context.physical_name("security-headers", max_length=128),
            comment="Security headers of every response",
            security_headers_config=security_headers(),
            opts=self._child,
        )
        return aws.cloudfront.Distribution(
            f"{self._name}-distribution",
            comment=f"{args.site.context.prefix}: site and API",
            enabled=True,
            is_ipv6_enabled=True,
            http_version="http2and3",
            price_class=args.price_class,
            aliases=list(args.aliases),
            default_root_object="index.html",
            origins=origins(args.origins, args.api, access.id),
            origin_groups=origin_groups(args.origins),
            default_cache_behavior=site_behavior(args.origins, headers.id),
            ordered_cache_behaviors=api_behaviors(args.api, headers.id),
            restrictions=aws.cloudfront.DistributionRestrictionsArgs(
                geo_restriction=aws.cloudfront.DistributionRestrictionsGeoRestrictionArgs(restriction_type="none")
            ),
            viewer_certificate=aws.cloudfront.DistributionViewerCertificateArgs(
                acm_certificate_arn=args.certificate_arn,
                minimum_protocol_version=TLS_POLICY,
                ssl_support_method="sni-only",
            ),
            web_acl_id=args.web_acl_arn,
            tags=args.site.context.tagged(f"{self._name}-distribution"),
            opts=self._child,
        )

    def _let_in(self, distribution: aws.cloudfront.Distribution) -> None:
        for origin in self._args.origins:
            read = Statement(
                sid="Distribution",
                actions=["s3:GetObject"],
                principals={"Service": ["cloudfront.amazonaws.com"]},
                resources=[pulumi.Output.concat(origin.bucket_arn, "/*")],
                conditions={"StringEquals": {"aws:SourceArn": distribution.arn}},
            )
            aws.s3.BucketPolicy(
                f"{self._name}-{origin.region}-policy",
                region=origin.region,
                bucket=origin.bucket_name,
                policy=document(read, only_over_tls(origin.bucket_arn)),
                opts=self._child,
            )

    def _create_logs(self, distribution: aws.cloudfront.Distribution) -> pulumi.Output[str]:
        args = self._args
        logs = CdnLogs(
            f"{self._name}-logs",
            CdnLogsArgs(site=args.site, distribution_arn=distribution.arn),
            self._child,
        )
        return logs.log_group_name

    def _create_alarm(self, distribution: aws.cloudfront.Distribution) -> None:
        args = self._args
        promised_percent = args.objectives.error_rate_percent
        declare_alarm(
            f"{self._name}-errors",
            Alarm(
                namespace="AWS/CloudFront",
                metric="5xxErrorRate",
                dimensions={"DistributionId": distribution.id, "Region": "Global"},
                threshold=promised_percent,
                statistic="Average",
                evaluation_periods=5,
                description=(
                    f"More than {promised_percent} % of requests at the edge fail. "
                    "Group the access log by x-edge-detailed-result-type and origin."
                ),
            ),
            site=args.site,
            opts=self._child,
        )
