"""Trouble of an instance shows within a minute, not within five."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("monitoring") is not True:
        return "it is measured every five minutes only"
    return None


RULE = Rule(
    name="ec2_instance_has_detailed_monitoring",
    title="EC2 instances have detailed monitoring.",
    resource_types=frozenset({"aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.MONITORING}),
    remediation="Set monitoring to true.",
    link="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html",
)
