"""Indexes, swap and logs at rest are encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    return fault_among(
        ("it is not encrypted at rest", lambda: value(props, "encryptAtRest.enabled") is not True),
        (
            "it is encrypted under a key that AWS chose",
            lambda: not customer_key(value(props, "encryptAtRest.kmsKeyId")),
        ),
    )


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
