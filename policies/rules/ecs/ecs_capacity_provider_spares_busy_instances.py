"""An instance with running tasks isn't ended to save money."""

from policies.answers import fault_among
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    group = value(props, "autoScalingGroupProvider")
    if group is None:
        raise NotApplicable("it scales no Auto Scaling group")
    return fault_among(
        (
            "instances with running tasks can be ended",
            lambda: value(group, "managedTerminationProtection") != "ENABLED",
        ),
        (
            "termination protection has no effect without managed scaling",
            lambda: value(group, "managedScaling.status") != "ENABLED",
        ),
    )


RULE = Rule(
    name="ecs_capacity_provider_spares_busy_instances",
    title="ECS capacity providers protect instances with tasks.",
    resource_types=frozenset({"aws:ecs/capacityProvider:CapacityProvider"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set managedTerminationProtection and managedScaling.status to ENABLED.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-19",
    sources=("SecurityHub ECS.19",),
)
