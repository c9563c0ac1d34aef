"""An analytics graph is reached by private endpoints only."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("publicConnectivity") is True:
        return "it is reachable from the internet"
    return None


RULE = Rule(
    name="neptune_graph_is_not_public",
    title="Neptune Analytics graphs are not publicly accessible.",
    resource_types=frozenset({"aws:neptunegraph/graph:Graph"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Remove publicConnectivity or set it to false.",
    link="https://docs.aws.amazon.com/neptune-analytics/latest/userguide/gettingStarted-accessing.html",
)
