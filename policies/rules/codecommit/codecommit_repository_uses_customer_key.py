"""Repositories are encrypted under a customer key."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsKeyId")):
        return "it is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="codecommit_repository_uses_customer_key",
    title="Repositories are encrypted under a customer key.",
    resource_types=frozenset({"aws:codecommit/repository:Repository"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyId.",
    link="https://docs.aws.amazon.com/codecommit/latest/userguide/encryption.html",
)
