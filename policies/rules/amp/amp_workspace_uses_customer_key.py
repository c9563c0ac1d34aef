"""Metrics are encrypted under a customer key."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsKeyArn")):
        return "it is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="amp_workspace_uses_customer_key",
    title="Metrics are encrypted under a customer key.",
    resource_types=frozenset({"aws:amp/workspace:Workspace"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyArn.",
    link="https://docs.aws.amazon.com/prometheus/latest/userguide/encryption-at-rest-Amazon-Service-Prometheus.html",
)
