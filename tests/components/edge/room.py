"""Two small stacks with every component of the room: `open` in two regions, `closed` in one, with mutual TLS."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from components._shared.context import Context
from components.edge.cdn import Cdn, CdnArgs
from components.edge.cdn_origins import SiteOrigin
from components.edge.gateway import ApiGateway, ApiGatewayArgs, Tier
from components.edge.gateway_domain import ApiDomain, ApiDomainArgs
from components.edge.hosted_zone import HostedZone, HostedZoneArgs
from components.edge.ingress import Ingress, IngressArgs
from components.edge.private_bucket import PrivateBucket, PrivateBucketArgs
from components.edge.regional_records import RegionalEndpoint, RegionalRecords, RegionalRecordsArgs
from components.edge.site_records import SiteRecords, SiteRecordsArgs
from components.edge.waf import WebAcl, WebAclArgs
from settings import CONTROL_REGION, DataClass, Objectives, Region
from tests.components import deployed

ACCOUNT = "123456789012"
REGIONS = tuple(
    Region(name=name, cidr=f"10.{number}.0.0/16", weight=0, residency="us")
    for number, name in enumerate(("us-east-1", "eu-west-1", "us-west-2", "eu-central-1", "ap-southeast-2"))
)
HOME, ABROAD = REGIONS[:2]
CONTROL = CONTROL_REGION.name
LOG_DAYS = 90
OBJECTIVES = Objectives(latency_p95_ms=100, latency_p99_ms=500, error_rate_percent=0.1)
TIERS = {"standard": Tier(requests_per_second=50, burst_requests=100, requests_per_day=100_000)}


def key(region: str) -> str:
    """Return the ARN that stands for the region's key."""
    return f"arn:aws:kms:{region}:{ACCOUNT}:key/mrk-1"


def topic(region: str) -> str:
    """Return the ARN that stands for the region's alarm topic."""
    return f"arn:aws:sns:{region}:{ACCOUNT}:alarms"


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
    zone = HostedZone(
        f"{stack}-zone",
        HostedZoneArgs(
            context=plan.context, domain=plan.domain, log_kms_key_arn=key(CONTROL), log_retention_days=LOG_DAYS
        ),
    )
    endpoints = {region.name: _endpoint(plan, region) for region in plan.regions}
    guard = _guard(plan, f"{stack}-guard", "CLOUDFRONT", CONTROL)
    hosts = [plan.domain, f"www.{plan.domain}"]
    cdn = Cdn(
        f"{stack}-cdn",
        CdnArgs(
            context=plan.context,
            objectives=OBJECTIVES,
            origins=[_origin(plan, region) for region in plan.regions],
            api_host=None if plan.mutual_tls else plan.api_host,
            aliases=hosts,
            certificate_arn=_certificate(plan, CONTROL, "edge"),
            web_acl_arn=guard.web_acl_arn,
            log_kms_key_arn=key(CONTROL),
            log_retention_days=LOG_DAYS,
            alarm_topic_arn=topic(CONTROL),
        ),
    )
    records = RegionalRecords(
        f"{stack}-api",
        RegionalRecordsArgs(
            context=plan.context,
            zone_id=zone.zone_id,
            shared_host=plan.api_host,
            endpoints=endpoints,
            alarm_topic_arn=topic(CONTROL),
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


def _endpoint(plan: Plan, region: Region) -> RegionalEndpoint:
    name = f"{plan.stack}-{region.name}"
    vpc_id, subnet_ids, group_id = _network(name, region)
    logs = _log_bucket(name, region)
    certificate_arn = _certificate(plan, region.name, "api")
    guard = _guard(plan, f"{name}-guard", "REGIONAL", region.name)
    ingress = Ingress(
        f"{name}-ingress",
        IngressArgs(
            context=plan.context,
            region=region,
            vpc_id=vpc_id,
            subnet_ids=subnet_ids,
            target_security_group_id=group_id,
            certificate_arn=certificate_arn,
            access_log_bucket=logs,
            alarm_topic_arn=topic(region.name),
        ),
    )
    gateway = ApiGateway(
        f"{name}-gateway",
        ApiGatewayArgs(
            context=plan.context,
            region=region,
            objectives=OBJECTIVES,
            backend_host=plan.api_host,
            load_balancer_arn=ingress.load_balancer_arn,
            vpc_link_id=ingress.vpc_link_id,
            web_acl_arn=guard.web_acl_arn,
            mutual_tls=plan.mutual_tls,
            requests_per_second=2_000,
            burst_requests=1_000,
            tiers=TIERS,
            log_kms_key_arn=key(region.name),
            log_retention_days=LOG_DAYS,
            alarm_topic_arn=topic(region.name),
        ),
    )
    host = f"api-{region.name}.{plan.domain}"
    domain = ApiDomain(
        f"{name}-domain",
        ApiDomainArgs(
            context=plan.context,
            region=region,
            rest_api_id=gateway.rest_api_id,
            stage_name=gateway.stage_name,
            shared_host=plan.api_host,
            regional_host=host,
            certificate_arn=certificate_arn,
            client_ca_pem="-----BEGIN CERTIFICATE-----" if plan.mutual_tls else None,
            kms_key_arn=key(region.name),
            access_log_bucket=logs,
        ),
    )
    pulumi.export(f"{name}Api", gateway.rest_api_id)
    pulumi.export(f"{name}Balancer", ingress.load_balancer_arn)
    pulumi.export(f"{name}Guard", guard.web_acl_arn)
    pulumi.export(f"{name}Target", domain.target_domain_name)
    pulumi.export(f"{name}Alarm", ingress.health_alarm_name)
    return RegionalEndpoint(
        target_domain_name=domain.target_domain_name,
        target_zone_id=domain.target_zone_id,
        regional_host=host,
        regional_target_domain_name=domain.regional_target_domain_name,
        health_alarm_name=ingress.health_alarm_name,
    )


def _guard(plan: Plan, name: str, scope: Literal["CLOUDFRONT", "REGIONAL"], region: str) -> WebAcl:
    args = WebAclArgs(
        context=plan.context,
        scope=scope,
        region=region,
        requests_per_ip_per_5_minutes=2_000,
        blocked_per_minute_alarm=500,
        log_kms_key_arn=key(region),
        log_retention_days=LOG_DAYS,
        alarm_topic_arn=topic(region),
    )
    return WebAcl(name, args)


def _origin(plan: Plan, region: Region) -> SiteOrigin:
    bucket = PrivateBucket(
        f"{plan.stack}-site-{region.name}",
        PrivateBucketArgs(
            context=plan.context,
            region=region,
            role="site",
            data_class=DataClass.PUBLIC,
            kms_key_arn=key(region.name),
            noncurrent_retention_days=30,
            access_log_bucket=_log_bucket(f"{plan.stack}-site-{region.name}", region),
        ),
    )
    pulumi.export(f"{plan.stack}-{region.name}Site", bucket.bucket_name)
    return SiteOrigin(
        region=region.name,
        bucket_name=bucket.bucket_name,
        bucket_arn=bucket.bucket_arn,
        domain_name=bucket.domain_name,
    )


def _network(name: str, region: Region) -> tuple[pulumi.Output[str], list[pulumi.Output[str]], pulumi.Output[str]]:
    vpc_id, subnet_ids = deployed.declare_network(name, region)
    pods = aws.ec2.SecurityGroup(f"{name}-pods", region=region.name, name=f"{name}-pods", vpc_id=vpc_id)
    pulumi.export(f"{name}Pods", pods.id)
    return vpc_id, subnet_ids, pods.id


def _certificate(plan: Plan, region: str, role: str) -> pulumi.Output[str]:
    return aws.acm.Certificate(
        f"{plan.stack}-{region}-{role}-certificate",
        region=region,
        domain_name=plan.domain,
        validation_method="DNS",
    ).arn


def _log_bucket(role: str, region: Region) -> pulumi.Output[str]:
    name = f"{role}-logs"
    bucket = aws.s3.Bucket(name, region=region.name, bucket=name)
    policy = aws.s3.BucketPolicy(
        f"{name}-policy",
        region=region.name,
        bucket=bucket.bucket,
        policy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "logging.s3.amazonaws.com"},
                        "Action": "s3:PutObject",
                        "Resource": f"arn:aws:s3:::{name}/*",
                    }
                ],
            }
        ),
    )
    return policy.bucket
