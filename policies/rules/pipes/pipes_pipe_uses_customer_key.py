"""Pipes are encrypted under a customer key."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsKeyIdentifier")):
        return "it is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="pipes_pipe_uses_customer_key",
    title="Pipes are encrypted under a customer key.",
    resource_types=frozenset({"aws:pipes/pipe:Pipe"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyIdentifier to the region's key.",
    link="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-pipes-cmkey.html",
)
