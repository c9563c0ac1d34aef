"""CloudWatch alarms: one way to declare them, always telling somebody, never quiet because data stopped."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws

from components._shared.site import Site


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """What to watch and when it is too much."""

    namespace: str
    metric: str
    dimensions: Mapping[str, pulumi.Input[str]]
    threshold: float
    statistic: Literal["Average", "Maximum", "Minimum", "SampleCount", "Sum"] = "Maximum"
    comparison: Literal[
        "GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold"
    ] = "GreaterThanOrEqualToThreshold"
    period_seconds: int = 60
    evaluation_periods: int = 3
    description: str
    """What it means for the platform and what to do first."""
    missing_data: Literal["breaching", "notBreaching", "ignore", "missing"] = "notBreaching"
    """What silence means; an alarm on a heartbeat says `breaching`."""


def uncalled(rule: pulumi.Input[str], description: str) -> Alarm:
    """Return an alarm on EventBridge's *rule*, by name, that could not call its target once (Amazon EventBridge User
    Guide, "Monitoring Amazon EventBridge")."""
    return Alarm(
        namespace="AWS/Events",
        metric="FailedInvocations",
        dimensions={"RuleName": rule},
        statistic="Sum",
        threshold=1,
        evaluation_periods=1,
        description=description,
    )


def declare_alarm(
    name: str,
    alarm: Alarm,
    *,
    site: Site,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.MetricAlarm:
    """Declare *alarm* at *site*; it notifies the site's topic when it fires and when it clears."""
    return aws.cloudwatch.MetricAlarm(
        name,
        name=site.context.physical_name(name, max_length=255),
        region=site.name,
        namespace=alarm.namespace,
        metric_name=alarm.metric,
        dimensions=dict(alarm.dimensions),
        statistic=alarm.statistic,
        comparison_operator=alarm.comparison,
        threshold=alarm.threshold,
        period=alarm.period_seconds,
        evaluation_periods=alarm.evaluation_periods,
        alarm_description=alarm.description,
        treat_missing_data=alarm.missing_data,
        alarm_actions=[site.alarm_topic_arn],
        ok_actions=[site.alarm_topic_arn],
        tags=site.context.tagged(name),
        opts=opts,
    )


def declare_alarms(
    name: str,
    alarms: Mapping[str, Alarm],
    *,
    site: Site,
    opts: pulumi.ResourceOptions,
) -> None:
    """Declare each of *alarms* under its role."""
    for role, alarm in alarms.items():
        declare_alarm(f"{name}-{role}", alarm, site=site, opts=opts)
