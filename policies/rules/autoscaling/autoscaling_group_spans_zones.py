"""Losing a zone leaves instances in another."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if max(len(items(props, "vpcZoneIdentifiers")), len(items(props, "availabilityZones"))) < 2:
        return "its instances stand in one zone"
    return None


RULE = Rule(
    name="autoscaling_group_spans_zones",
    title="Auto Scaling groups span zones.",
    resource_types=frozenset({"aws:autoscaling/group:Group"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Give vpcZoneIdentifiers a subnet of every zone.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/autoscaling-controls.html#autoscaling-2",
    sources=("SecurityHub AutoScaling.2",),
)
