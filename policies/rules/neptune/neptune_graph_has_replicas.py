"""A replica in another zone takes over from an analytics graph."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least


def _check(props: Props) -> str | None:
    if not at_least(props.get("replicaCount", 1), 1):
        return "it stands in one zone"
    return None


RULE = Rule(
    name="neptune_graph_has_replicas",
    title="Neptune Analytics graphs have replicas.",
    resource_types=frozenset({"aws:neptunegraph/graph:Graph"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Remove replicaCount or set it to 1 or 2.",
    link="https://docs.aws.amazon.com/neptune-analytics/latest/userguide/create-graph-using-console.html",
)
