"""Tables, and their replicas in other regions, are encrypted under keys of the customer's own.

Amazon DynamoDB Developer Guide, "DynamoDB encryption at rest": otherwise the key is AWS's.
"""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, numbered, value


def _check(props: Props) -> str | None:
    if value(props, "serverSideEncryption.enabled") is not True:
        return "the table is encrypted under a key of AWS"
    if not customer_key(value(props, "serverSideEncryption.kmsKeyArn")):
        return "the table is encrypted under a key that AWS chose"

    def fault(label: str, replica: Props) -> str | None:
        if not customer_key(value(replica, "kmsKeyArn")):
            return f"{label} is encrypted under a key that AWS chose"
        return None

    return fault_in(numbered(items(props, "replicas"), "replicas"), fault)


RULE = Rule(
    name="dynamodb_table_uses_customer_key",
    title="DynamoDB tables are encrypted under customer keys.",
    resource_types=frozenset({"aws:dynamodb/table:Table"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set serverSideEncryption with enabled and kmsKeyArn, and kmsKeyArn on every replica.",
    link="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html",
)
