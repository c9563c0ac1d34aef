"""An analytics graph is encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsKeyIdentifier")):
        return "it is encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="neptune_graph_uses_customer_key",
    title="Neptune Analytics graphs are encrypted under a customer key.",
    resource_types=frozenset({"aws:neptunegraph/graph:Graph"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyIdentifier to the region's key.",
    link="https://docs.aws.amazon.com/neptune-analytics/latest/userguide/data-protection.html",
)
