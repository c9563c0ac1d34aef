"""Data that comes from others is encrypted in S3 under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    encryption = value(props, "action.exportRevisionToS3.encryption")
    return fault_among(
        ("exports are encrypted under keys of S3", lambda: value(encryption, "type") != "aws:kms"),
        ("exports are encrypted under a key that AWS chose", lambda: not customer_key(value(encryption, "kmsKeyArn"))),
    )


RULE = Rule(
    name="dataexchange_export_uses_customer_key",
    title="Data Exchange exports are encrypted under a customer key.",
    resource_types=frozenset({"aws:dataexchange/eventAction:EventAction"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryption with type aws:kms and kmsKeyArn.",
    link="https://docs.aws.amazon.com/data-exchange/latest/userguide/data-protection.html",
)
