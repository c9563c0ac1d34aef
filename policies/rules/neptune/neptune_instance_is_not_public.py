"""No graph database has an address on the internet."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("publiclyAccessible") is True:
        return "it is reachable from the internet"
    return None


RULE = Rule(
    name="neptune_instance_is_not_public",
    title="Neptune instances are not publicly accessible.",
    resource_types=frozenset({"aws:neptune/clusterInstance:ClusterInstance"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Remove publiclyAccessible or set it to false.",
    link="https://docs.aws.amazon.com/neptune/latest/userguide/neptune-public-endpoints.html",
)
