"""A cache is encrypted at rest, under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    return fault_among(
        ("it is not encrypted at rest", lambda: props.get("atRestEncryptionEnabled") is not True),
        ("it is encrypted under a key that AWS chose", lambda: not customer_key(props.get("kmsKeyId"))),
    )


RULE = Rule(
    name="elasticache_group_uses_customer_key",
    title="ElastiCache groups are encrypted under a customer key.",
    resource_types=frozenset({"aws:elasticache/replicationGroup:ReplicationGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set atRestEncryptionEnabled to true and kmsKeyId to the region's key.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-4",
    sources=("SecurityHub ElastiCache.4",),
)
