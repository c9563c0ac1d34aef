"""A type that is out of stock doesn't keep a group from growing."""

from policies.lists import has_different, some
from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    overrides = items(props, "mixedInstancesPolicy.launchTemplate.overrides")
    if some(overrides, lambda override: value(override, "instanceRequirements")):
        return None
    mixes = has_different(overrides, 2, lambda override: value(override, "instanceType"))
    return None if mixes else "it knows one instance type"


RULE = Rule(
    name="autoscaling_group_mixes_instance_types",
    title="Auto Scaling groups may use several instance types.",
    resource_types=frozenset({"aws:autoscaling/group:Group"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AVAILABILITY, Objective.CAPACITY}),
    remediation="Give mixedInstancesPolicy.launchTemplate two or more overrides.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/autoscaling-controls.html#autoscaling-6",
    sources=("SecurityHub AutoScaling.6",),
)
