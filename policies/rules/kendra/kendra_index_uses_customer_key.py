"""Search indexes are encrypted under a customer key."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    if not customer_key(value(props, "serverSideEncryptionConfiguration.kmsKeyId")):
        return "it is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="kendra_index_uses_customer_key",
    title="Search indexes are encrypted under a customer key.",
    resource_types=frozenset({"aws:kendra/index:Index"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set serverSideEncryptionConfiguration.kmsKeyId.",
    link="https://docs.aws.amazon.com/kendra/latest/dg/encryption-at-rest.html",
)
