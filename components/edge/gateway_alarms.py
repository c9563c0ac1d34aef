"""Alarms of a region's API: the promised error rate and latencies, as the API gateway itself measures them.

The average of `5XXError` is the share of requests that failed; `Latency` includes the backend (API Gateway Developer
Guide, "Amazon API Gateway dimensions and metrics").
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components._shared.alarms import Alarm, declare_alarm
from components._shared.site import Site
from settings import Objectives

NAMESPACE = "AWS/ApiGateway"


@dataclass(frozen=True, kw_only=True)
class GatewayAlarmsArgs:
    """What the alarms of a region's API need."""

    site: Site
    """Region they stand in."""
    objectives: Objectives
    """Promises that they watch over."""
    api_name: str
    """Physical name of the API."""


class GatewayAlarms(pulumi.ComponentResource):
    """Alarms on the error rate and on both promised latency percentiles."""

    alarm_arns: Sequence[pulumi.Output[str]]
    """One for each promise."""

    def __init__(self, name: str, args: GatewayAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:GatewayAlarms", name, {}, opts)
        self._name = name
        self._args = args
        self.alarm_arns = [
            self._create_error_alarm().arn,
            self._create_latency_alarm("p95", args.objectives.latency_p95_ms).arn,
            self._create_latency_alarm("p99", args.objectives.latency_p99_ms).arn,
        ]
        self.register_outputs({"alarm_arns": self.alarm_arns})

    def _create_error_alarm(self) -> aws.cloudwatch.MetricAlarm:
        args = self._args
        promised_percent = args.objectives.error_rate_percent
        return declare_alarm(
            f"{self._name}-errors",
            Alarm(
                namespace=NAMESPACE,
                metric="5XXError",
                dimensions={"ApiName": args.api_name},
                statistic="Average",
                threshold=promised_percent / 100,
                period_seconds=60,
                evaluation_periods=5,
                description=(
                    f"The API in {args.site.name} fails more than {promised_percent} % of its requests. "
                    "Compare the access log's status and integration latency: gateway, mesh or service?"
                ),
            ),
            site=args.site,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_latency_alarm(self, percentile: str, promised_ms: int) -> aws.cloudwatch.MetricAlarm:
        args = self._args
        name = f"{self._name}-latency-{percentile}"
        return aws.cloudwatch.MetricAlarm(
            name,
            name=args.site.context.physical_name(name, max_length=255),
            region=args.site.name,
            namespace=NAMESPACE,
            metric_name="Latency",
            dimensions={"ApiName": args.api_name},
            extended_statistic=percentile,
            comparison_operator="GreaterThanThreshold",
            threshold=promised_ms,
            period=60,
            evaluation_periods=5,
            alarm_description=(
                f"The API in {args.site.name} takes longer than {promised_ms} ms at {percentile}. "
                "Follow slow requests' trace ids from the access log."
            ),
            treat_missing_data="notBreaching",
            alarm_actions=[args.site.alarm_topic_arn],
            ok_actions=[args.site.alarm_topic_arn],
            tags=args.site.context.tagged(name),
            opts=pulumi.ResourceOptions(parent=self),
        )
