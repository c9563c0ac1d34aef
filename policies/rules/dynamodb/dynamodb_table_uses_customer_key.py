"""Tables, and their replicas in other regions, are encrypted under keys of the customer's own.

Amazon DynamoDB Developer Guide, "DynamoDB encryption at rest": otherwise the key is AWS's.
"""

from policies.answers import fault_among
from policies.lists import first, labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, numbered, value


def _check(props: Props) -> str | None:
    return first((_of_table, _of_replicas), lambda ask: ask(props))


def _of_table(props: Props) -> str | None:
    return fault_among(
        (
            "the table is encrypted under a key of AWS",
            lambda: value(props, "serverSideEncryption.enabled") is not True,
        ),
        (
            "the table is encrypted under a key that AWS chose",
            lambda: not customer_key(value(props, "serverSideEncryption.kmsKeyArn")),
        ),
    )


def _of_replicas(props: Props) -> str | None:
    replicas = numbered(items(props, "replicas"), "replicas")
    theirs = labels(replicas, lambda replica: not customer_key(value(replica, "kmsKeyArn")))
    return f"{', '.join(theirs)} is encrypted under a key that AWS chose" if theirs else None


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
