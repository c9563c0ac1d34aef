"""Trouble of a launch template's instances shows within a minute, not within five."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "monitoring.enabled") is not True:
        return "its instances are measured every five minutes only"
    return None


RULE = Rule(
    name="ec2_launch_template_has_detailed_monitoring",
    title="Launch templates switch on detailed monitoring.",
    resource_types=frozenset({"aws:ec2/launchTemplate:LaunchTemplate"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.MONITORING}),
    remediation="Set monitoring.enabled to true.",
    link="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html",
)
