"""Guardrails are encrypted under a customer key."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsKeyArn")):
        return "it is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="bedrock_guardrail_uses_customer_key",
    title="Guardrails are encrypted under a customer key.",
    resource_types=frozenset({"aws:bedrock/guardrail:Guardrail"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyArn.",
    link="https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-kms.html",
)
