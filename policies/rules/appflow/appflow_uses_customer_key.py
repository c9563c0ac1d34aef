"""What flows between systems, and the credentials for them, is encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsArn")):
        return "it is encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="appflow_uses_customer_key",
    title="AppFlow is encrypted under a customer key.",
    resource_types=frozenset({"aws:appflow/connectorProfile:ConnectorProfile", "aws:appflow/flow:Flow"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsArn to the region's key.",
    link="https://docs.aws.amazon.com/appflow/latest/userguide/data-protection.html",
)
