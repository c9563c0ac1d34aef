"""Endpoints are encrypted under a customer key."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsKeyArn")):
        return "its volumes are encrypted under a key of AWS"
    return None


RULE = Rule(
    name="sagemaker_endpoint_uses_customer_key",
    title="Endpoints are encrypted under a customer key.",
    resource_types=frozenset({"aws:sagemaker/endpointConfiguration:EndpointConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyArn.",
    link="https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html",
)
