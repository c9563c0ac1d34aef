"""A group starts its instances from a launch template, which has versions and every setting of EC2.

Launch configurations get none of the newer ones (Amazon EC2 Auto Scaling User Guide, "Launch configurations").
"""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("launchConfiguration"):
        return "it uses a launch configuration"
    return None


RULE = Rule(
    name="autoscaling_group_uses_launch_template",
    title="Auto Scaling groups use launch templates.",
    resource_types=frozenset({"aws:autoscaling/group:Group"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CHANGE_CONTROL, Objective.SECURE_CONFIGURATION}),
    remediation="Replace launchConfiguration by launchTemplate.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/autoscaling-controls.html#autoscaling-9",
    sources=("SecurityHub AutoScaling.9",),
)
