"""Two small stacks with every component of the room: `open` in two regions, `closed` in one, with mutual TLS."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws

from components._shared.api_function import ApiFunction
from components._shared.context import Context
from components._shared.front import Front
from components._shared.function import Function
from components._shared.function_args import FunctionArgs
from components._shared.site import ActiveSite, Archive, Site
from components.edge.cdn import Cdn, CdnArgs
from components.edge.cdn_origins import ApiOrigin, SiteOrigin
from components.edge.gateway import ApiGateway, ApiGatewayArgs
from components.edge.gateway_domain import ApiDomain, ApiDomainArgs
from components.edge.origin_token import OriginToken
from components.edge.private_bucket import PrivateBucket, PrivateBucketArgs
from components.edge.regional_records import RegionalEndpoint, RegionalRecords, RegionalRecordsArgs
from components.edge.site_records import SiteRecords, SiteRecordsArgs
from components.edge.waf import Scope, WebAcl, WebAclArgs
from settings import CONTROL_REGION, DataClass, Objectives, Region, Tier, Traffic
from tests.components import deployed
from tests.components.site import ACCOUNT, active_site, archive_of

REGIONS = tuple(
    Region(name=name, cidr=f"10.{number}.0.0/16", weight=0, residency="us")
    for number, name in enumerate(("us-east-1", "eu-west-1", "us-west-2", "eu-central-1", "ap-southeast-2"))
)
HOME, ABROAD = REGIONS[:2]
OBJECTIVES = Objectives(latency_p95_ms=100, latency_p99_ms=500, error_rate_percent=0.1)
TRAFFIC = Traffic(
    requests_per_second=2_000,
    burst_requests=1_000,
    requests_per_ip_per_5_minutes=3_000,
    tiers={"standard": Tier(requests_per_second=50, burst_requests=100, requests_per_day=100_000)},
)
HEALTH_PATH = "/ready"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What differs between the stacks."""

    stack: str
    regions: Sequence[Region]
    mutual_tls: bool = False
    context: Context = field(init=False)

    def __post_init__(self) -> None:
        made = Context(prefix=f"groot-{self.stack}", account_id=ACCOUNT, tags={"owner": "tests"})
        object.__setattr__(self, "context", made)

    @property
    def domain(self) -> str:
        """The stack's domain."""
        return f"{self.stack}.example.com"

    @property
    def api_host(self) -> str:
        """The API's shared name."""
        return f"api.{self.domain}"


OPEN = Plan(stack="open", regions=(HOME, ABROAD))
CLOSED = Plan(stack="closed", regions=(ABROAD,), mutual_tls=True)


@dataclass(frozen=True)
class Room(deployed.Room):
    """The deployed stacks."""

    declared: Mapping[str, dict[str, Any]]
    """What the program declared, by logical name, as the state has it."""

    def inputs(self, name: str) -> dict[str, Any]:
        """Return what the program declared of the resource called *name*."""
        return self.declared[name]


def deploy(endpoint: str, folder: Path) -> Room:
    """Deploy both stacks as one program into *endpoint*, twice."""
    stacks = deployed.deployment(endpoint, folder, partial(declare, OPEN, CLOSED))
    first, second = stacks.up(), stacks.up()
    state = json.loads(next((folder / ".sandbox").rglob("room.json")).read_text())
    resources = (state.get("checkpoint", {}).get("latest") or state["deployment"])["resources"]
    declared = {one["urn"].rsplit("::", 1)[1]: one.get("inputs", {}) for one in resources}
    return Room(endpoint, first, second, declared)


def declare(*plans: Plan) -> None:
    """Declare the stacks of *plans*."""
    for plan in plans:
        _declare(plan)


def _declare(plan: Plan) -> None:
    stack = plan.stack
    control = active_site(CONTROL_REGION, plan.context)
    zone = aws.route53.Zone(f"{stack}-zone", name=plan.domain)
    sites = [active_site(region, plan.context, archive=_archive(plan, region)) for region in plan.regions]
    token = None if plan.mutual_tls else OriginToken(f"{stack}-token").token
    endpoints = {site.name: _endpoint(plan, site, token) for site in sites}
    guard = _guard(f"{stack}-guard", "CLOUDFRONT", control)
    hosts = [plan.domain, f"www.{plan.domain}"]
    cdn = Cdn(
        f"{stack}-cdn",
        CdnArgs(
            site=control,
            objectives=OBJECTIVES,
            origins=[_origin(plan, site) for site in sites],
            api=None if token is None else ApiOrigin(host=plan.api_host, token=token),
            aliases=hosts,
            certificate_arn=_certificate(plan, CONTROL_REGION, "edge"),
            web_acl_arn=guard.web_acl_arn,
        ),
    )
    records = RegionalRecords(
        f"{stack}-api",
        RegionalRecordsArgs(
            control=control,
            zone_id=zone.zone_id,
            shared_host=plan.api_host,
            endpoints=endpoints,
        ),
    )
    SiteRecords(
        f"{stack}-site",
        SiteRecordsArgs(
            zone_id=zone.zone_id,
            hosts=hosts,
            target_domain_name=cdn.domain_name,
            target_zone_id=cdn.hosted_zone_id,
        ),
    )
    pulumi.export(f"{stack}Zone", zone.zone_id)
    pulumi.export(f"{stack}Distribution", cdn.distribution_id)
    pulumi.export(f"{stack}DistributionArn", cdn.distribution_arn)
    pulumi.export(f"{stack}Guard", guard.web_acl_arn)
    pulumi.export(f"{stack}Checks", records.health_check_ids)


def _endpoint(plan: Plan, site: ActiveSite, token: pulumi.Input[str] | None) -> RegionalEndpoint:
    name = f"{plan.stack}-{site.name}"
    front = _front(name, site.region)
    guard = _guard(f"{name}-guard", "REGIONAL", site, token)
    gateway = ApiGateway(
        f"{name}-gateway",
        ApiGatewayArgs(
            site=site,
            objectives=OBJECTIVES,
            backend_host=plan.api_host,
            front=front,
            functions={
                folder: _function(f"{name}-{role}", site)
                for folder, role in {
                    "consent": "consents",
                    "event_store": "events",
                    "health": "health",
                    "records": "records",
                }.items()
            },
            authorizer=_function(f"{name}-authorizer", site),
            web_acl_arn=guard.web_acl_arn,
            mutual_tls=plan.mutual_tls,
            traffic=TRAFFIC,
        ),
    )
    host = f"api-{site.name}.{plan.domain}"
    domain = ApiDomain(
        f"{name}-domain",
        ApiDomainArgs(
            site=site,
            rest_api_id=gateway.rest_api_id,
            stage_name=gateway.stage_name,
            shared_host=plan.api_host,
            regional_host=host,
            certificate_arn=_certificate(plan, site.region, "api"),
            client_ca_pem="-----BEGIN CERTIFICATE-----" if plan.mutual_tls else None,
        ),
    )
    pulumi.export(f"{name}Api", gateway.rest_api_id)
    pulumi.export(f"{name}Balancer", front.load_balancer_arn)
    pulumi.export(f"{name}Guard", guard.web_acl_arn)
    pulumi.export(f"{name}Target", domain.target_domain_name)
    return RegionalEndpoint(
        target_domain_name=domain.target_domain_name,
        target_zone_id=domain.target_zone_id,
        regional_host=host,
        regional_target_domain_name=domain.regional_target_domain_name,
        health_alarm_name=front.health_alarm_name,
    )


def _function(name: str, site: Site) -> ApiFunction:
    """Declare a function; whose code it is doesn't matter to a gateway."""
    made = Function(
        name, FunctionArgs(site=site, function="authorizer", description="Stands for another", failure="It failed.")
    )
    return ApiFunction(name=made.name, alias=made.alias, invoke_arn=made.invoke_arn)


def _guard(name: str, scope: Scope, site: Site, token: pulumi.Input[str] | None = None) -> WebAcl:
    return WebAcl(name, WebAclArgs(site=site, scope=scope, traffic=TRAFFIC, edge_token=token))


def _origin(plan: Plan, site: ActiveSite) -> SiteOrigin:
    bucket = PrivateBucket(
        f"{plan.stack}-site-{site.name}",
        PrivateBucketArgs(site=site, role="site", data_class=DataClass.PUBLIC, noncurrent_retention_days=30),
    )
    pulumi.export(f"{plan.stack}-{site.name}Site", bucket.bucket_name)
    return SiteOrigin(
        region=site.name,
        bucket_name=bucket.bucket_name,
        bucket_arn=bucket.bucket_arn,
        domain_name=bucket.domain_name,
    )


def _front(name: str, region: Region) -> Front:
    _, subnet_ids = deployed.declare_network(name, region)
    balancer = aws.lb.LoadBalancer(
        f"{name}-balancer", region=region.name, name=f"{name}-lb"[-32:].strip("-"), internal=True, subnets=subnet_ids
    )
    return Front(
        load_balancer_arn=balancer.arn,
        vpc_link_id=f"link-{name}",
        health_path=HEALTH_PATH,
        health_alarm_name=f"{name}-unhealthy",
    )


def _certificate(plan: Plan, region: Region, role: str) -> pulumi.Output[str]:
    return aws.acm.Certificate(
        f"{plan.stack}-{region.name}-{role}-certificate",
        region=region.name,
        domain_name=plan.domain,
        validation_method="DNS",
    ).arn


def _archive(plan: Plan, region: Region) -> Archive:
    """Declare the bucket that takes server access logs; S3 is told to write only where it may."""
    name = f"{plan.stack}-{region.name}-logs"
    bucket = aws.s3.Bucket(name, region=region.name, bucket=name)
    deliver = {
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{name}/*",
    }
    text = json.dumps({"Version": "2012-10-17", "Statement": [deliver]})
    policy = aws.s3.BucketPolicy(f"{name}-policy", region=region.name, bucket=bucket.bucket, policy=text)
    return replace(archive_of(region), deliveries_bucket_name=policy.bucket)
