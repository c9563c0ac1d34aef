"""Indexes, swap and logs at rest are encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    if value(props, "encryptAtRest.enabled") is not True:
        return "it is not encrypted at rest"
    if not customer_key(value(props, "encryptAtRest.kmsKeyId")):
        return "it is encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="opensearch_domain_uses_customer_key",
    title="OpenSearch domains are encrypted under a customer key.",
    resource_types=frozenset({"aws:opensearch/domain:Domain"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptAtRest with enabled and kmsKeyId.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-1",
    sources=("SecurityHub Opensearch.1",),
)
