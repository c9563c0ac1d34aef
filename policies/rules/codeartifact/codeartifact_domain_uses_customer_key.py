"""Packages are encrypted under a customer key."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("encryptionKey")):
        return "it is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="codeartifact_domain_uses_customer_key",
    title="Packages are encrypted under a customer key.",
    resource_types=frozenset({"aws:codeartifact/domain:Domain"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptionKey.",
    link="https://docs.aws.amazon.com/codeartifact/latest/ug/domain-create.html",
)
