"""Records at rest are encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    return fault_among(
        ("it is not encrypted", lambda: props.get("encryptionType") != "KMS"),
        ("it is encrypted under a key that AWS chose", lambda: not customer_key(props.get("kmsKeyId"))),
    )


RULE = Rule(
    name="kinesis_stream_uses_customer_key",
    title="Kinesis streams are encrypted under a customer key.",
    resource_types=frozenset({"aws:kinesis/stream:Stream"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptionType to KMS and kmsKeyId to the region's key.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/kinesis-controls.html#kinesis-1",
    sources=("SecurityHub Kinesis.1",),
)
