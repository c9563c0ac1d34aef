"""A namespace is encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsKeyId")):
        return "it is encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="redshiftserverless_namespace_uses_customer_key",
    title="Redshift Serverless namespaces are encrypted under a customer key.",
    resource_types=frozenset({"aws:redshiftserverless/namespace:Namespace"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyId to the region's key.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/redshiftserverless-controls.html#redshiftserverless-4",
    sources=("SecurityHub RedshiftServerless.4",),
)
