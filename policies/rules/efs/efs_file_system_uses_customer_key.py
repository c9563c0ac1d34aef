"""A file system is encrypted at rest, under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    return fault_among(
        ("it is not encrypted", lambda: props.get("encrypted") is not True),
        ("it is encrypted under a key that AWS chose", lambda: not customer_key(props.get("kmsKeyId"))),
    )


RULE = Rule(
    name="efs_file_system_uses_customer_key",
    title="EFS file systems are encrypted under a customer key.",
    resource_types=frozenset({"aws:efs/fileSystem:FileSystem"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encrypted to true and kmsKeyId to the region's key.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-1",
    sources=("SecurityHub EFS.1", "CIS AWS 5.0.0 2.3.1"),
)
