"""Exported tables are encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    return fault_among(
        ("it is encrypted under keys of S3", lambda: props.get("s3SseAlgorithm") != "KMS"),
        ("it is encrypted under a key that AWS chose", lambda: not customer_key(props.get("s3SseKmsKeyId"))),
    )


RULE = Rule(
    name="dynamodb_export_uses_customer_key",
    title="DynamoDB exports are encrypted under a customer key.",
    resource_types=frozenset({"aws:dynamodb/tableExport:TableExport"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set s3SseAlgorithm to KMS and s3SseKmsKeyId to the bucket's key.",
    link="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport_Requesting.html",
)
