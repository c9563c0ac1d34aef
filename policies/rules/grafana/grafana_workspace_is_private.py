"""Grafana is reached from a network of its account."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if not items(props, "networkAccessControl.vpceIds") and not items(props, "networkAccessControl.prefixListIds"):
        return "it is reached from everywhere"
    return None


RULE = Rule(
    name="grafana_workspace_is_private",
    title="Grafana is reached from a network of its account.",
    resource_types=frozenset({"aws:grafana/workspace:Workspace"}),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.NETWORK_BOUNDARY}),
    remediation="Set networkAccessControl.",
    link="https://docs.aws.amazon.com/grafana/latest/userguide/AMG-configure-nac.html",
)
