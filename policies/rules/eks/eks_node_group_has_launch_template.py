"""What nodes start with (encrypted volumes, tokens for metadata) is said by a launch template."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "launchTemplate") is None:
        return "its nodes have EKS's defaults"
    return None


RULE = Rule(
    name="eks_node_group_has_launch_template",
    title="EKS node groups have a launch template.",
    resource_types=frozenset({"aws:eks/nodeGroup:NodeGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SECURE_CONFIGURATION}),
    remediation="Set launchTemplate with id and version.",
    link="https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html",
)
