"""Logs are encrypted under a key of the customer's own (Amazon CloudWatch Logs User Guide, "Encrypt log data")."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsKeyId")):
        return "it is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="cloudwatch_log_group_uses_customer_key",
    title="CloudWatch log groups are encrypted under a customer key.",
    resource_types=frozenset({"aws:cloudwatch/logGroup:LogGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST, Objective.LOG_PROTECTION}),
    remediation="Set kmsKeyId to the region's key.",
    link="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
)
