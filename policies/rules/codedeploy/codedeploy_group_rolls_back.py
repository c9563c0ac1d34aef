"""Failed deployments are rolled back."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    return fault_among(
        ("a failed deployment stays", lambda: value(props, "autoRollbackConfiguration.enabled") is not True),
        (
            "it isn't rolled back when it fails",
            lambda: "DEPLOYMENT_FAILURE" not in items(props, "autoRollbackConfiguration.events"),
        ),
    )


RULE = Rule(
    name="codedeploy_group_rolls_back",
    title="Failed deployments are rolled back.",
    resource_types=frozenset({"aws:codedeploy/deploymentGroup:DeploymentGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY, Objective.CHANGE_CONTROL}),
    remediation="Enable autoRollbackConfiguration with the event DEPLOYMENT_FAILURE.",
    link="https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html",
)
