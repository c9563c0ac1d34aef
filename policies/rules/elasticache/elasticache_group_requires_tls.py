"""Clients and nodes of a cache talk over TLS only."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    return fault_among(
        ("it is not encrypted in transit", lambda: props.get("transitEncryptionEnabled") is not True),
        ("it answers without TLS as well", lambda: value(props, "transitEncryptionMode", "required") != "required"),
    )


RULE = Rule(
    name="elasticache_group_requires_tls",
    title="ElastiCache groups require TLS.",
    resource_types=frozenset({"aws:elasticache/replicationGroup:ReplicationGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set transitEncryptionEnabled to true and transitEncryptionMode to required.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-5",
    sources=("SecurityHub ElastiCache.5",),
)
