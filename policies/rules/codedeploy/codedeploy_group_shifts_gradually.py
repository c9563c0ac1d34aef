"""Deployments reach few before all."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective

AT_ONCE = frozenset(
    {"CodeDeployDefault.AllAtOnce", "CodeDeployDefault.ECSAllAtOnce", "CodeDeployDefault.LambdaAllAtOnce"}
)


def _check(props: Props) -> str | None:
    if props.get("deploymentConfigName") in AT_ONCE:
        return "a bad version reaches everybody at once"
    return None


RULE = Rule(
    name="codedeploy_group_shifts_gradually",
    title="Deployments reach few before all.",
    resource_types=frozenset({"aws:codedeploy/deploymentGroup:DeploymentGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY, Objective.CHANGE_CONTROL}),
    remediation="Use a canary or linear deploymentConfigName.",
    link="https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html",
)
