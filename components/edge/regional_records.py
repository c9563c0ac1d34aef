"""The API's shared name: one answer per region, the nearest healthy one given.

A region leaves the answers when its health check fails three times, ten seconds apart, so about half a minute after it
stopped serving; the alias records' sixty seconds of caching come on top (Route 53 Developer Guide, "How Amazon Route
53 determines whether a health check is healthy"). Where clients must show certificates Route 53 cannot probe the API:
the health check then follows the region's own alarm.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.site import Site
from components.edge.gateway_routes import READY_ROUTE

FAILURE_THRESHOLD = 3
REQUEST_INTERVAL_SECONDS = 10
"""Route 53's fast interval; the standard one is thirty seconds."""


@dataclass(frozen=True, kw_only=True)
class RegionalEndpoint:
    """One region's way into the API."""

    target_domain_name: pulumi.Input[str]
    """What the shared name's record leads to."""
    target_zone_id: pulumi.Input[str]
    """Zone of that name."""
    regional_host: str
    """Name of this region alone."""
    regional_target_domain_name: pulumi.Input[str] | None
    """What the regional name's record leads to; None when Route 53 cannot probe it."""
    health_alarm_name: pulumi.Input[str]
    """Alarm in the region that says whether it can serve."""


@dataclass(frozen=True, kw_only=True)
class RegionalRecordsArgs:
    """What the API's records need."""

    control: Site
    """The control region, where Route 53's metrics are."""
    zone_id: pulumi.Input[str]
    """Zone that holds the names."""
    shared_host: str
    """Name shared by all regions."""
    endpoints: Mapping[str, RegionalEndpoint]
    """Endpoints by region name."""


class RegionalRecords(pulumi.ComponentResource):
    """Latency records of the shared name, each with a health check that takes its region out."""

    health_check_ids: dict[str, pulumi.Output[str]]

    def __init__(self, name: str, args: RegionalRecordsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:RegionalRecords", name, {}, opts)
        self._name = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self.health_check_ids = {
            region: self._create_region(region, endpoint) for region, endpoint in args.endpoints.items()
        }
        self.register_outputs({"health_check_ids": self.health_check_ids})

    def _create_region(self, region: str, endpoint: RegionalEndpoint) -> pulumi.Output[str]:
        if endpoint.regional_target_domain_name is None:
            check = self._create_alarm_check(region, endpoint)
        else:
            self._create_regional_record(region, endpoint, endpoint.regional_target_domain_name)
            check = self._create_probe(region, endpoint)
        self._create_latency_record(region, endpoint, check)
        self._create_alarm(region, check)
        return check.id

    def _create_regional_record(
        self, region: str, endpoint: RegionalEndpoint, target_domain_name: pulumi.Input[str]
    ) -> None:
        aws.route53.Record(
            f"{self._name}-{region}-regional",
            zone_id=self._args.zone_id,
            name=endpoint.regional_host,
            type="A",
            aliases=[
                aws.route53.RecordAliasArgs(
                    name=target_domain_name, zone_id=endpoint.target_zone_id, evaluate_target_health=False
                )
            ],
            opts=self._child,
        )

    def _create_probe(self, region: str, endpoint: RegionalEndpoint) -> aws.route53.HealthCheck:
        name = f"{self._name}-{region}-health"
        return aws.route53.HealthCheck(
            name,
            type="HTTPS",
            fqdn=endpoint.regional_host,
            port=443,
            resource_path=READY_ROUTE,
            enable_sni=True,
            failure_threshold=FAILURE_THRESHOLD,
            request_interval=REQUEST_INTERVAL_SECONDS,
            measure_latency=True,
            tags=self._args.control.context.tagged(name),
            opts=self._child,
        )

    def _create_alarm_check(self, region: str, endpoint: RegionalEndpoint) -> aws.route53.HealthCheck:
        name = f"{self._name}-{region}-health"
        return aws.route53.HealthCheck(
            name,
            type="CLOUDWATCH_METRIC",
            cloudwatch_alarm_name=endpoint.health_alarm_name,
            cloudwatch_alarm_region=region,
            insufficient_data_health_status="Unhealthy",
            tags=self._args.control.context.tagged(name),
            opts=self._child,
        )

    def _create_latency_record(self, region: str, endpoint: RegionalEndpoint, check: aws.route53.HealthCheck) -> None:
        aws.route53.Record(
            f"{self._name}-{region}",
            zone_id=self._args.zone_id,
            name=self._args.shared_host,
            type="A",
            set_identifier=region,
            latency_routing_policies=[aws.route53.RecordLatencyRoutingPolicyArgs(region=region)],
            health_check_id=check.id,
            aliases=[
                aws.route53.RecordAliasArgs(
                    name=endpoint.target_domain_name, zone_id=endpoint.target_zone_id, evaluate_target_health=True
                )
            ],
            opts=self._child,
        )

    def _create_alarm(self, region: str, check: aws.route53.HealthCheck) -> None:
        declare_alarm(
            f"{self._name}-{region}-out",
            Alarm(
                namespace="AWS/Route53",
                metric="HealthCheckStatus",
                dimensions={"HealthCheckId": check.id},
                threshold=1,
                statistic="Minimum",
                comparison="LessThanThreshold",
                evaluation_periods=1,
                missing_data="breaching",
                description=(
                    f"Route 53 has taken {region} out of the API's answers; the other regions carry its traffic. "
                    "Check their headroom first, then the region's ingress."
                ),
            ),
            site=self._args.control,
            opts=self._child,
        )
