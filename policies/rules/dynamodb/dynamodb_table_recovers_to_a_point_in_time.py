"""Tables and their replicas can be restored to any second of the last weeks."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:
    if value(props, "pointInTimeRecovery.enabled") is not True:
        return "point-in-time recovery is off"

    def fault(label: str, replica: Props) -> str | None:
        if value(replica, "pointInTimeRecovery") is not True:
            return f"point-in-time recovery is off on {label}"
        return None

    return fault_in(numbered(items(props, "replicas"), "replicas"), fault)


RULE = Rule(
    name="dynamodb_table_recovers_to_a_point_in_time",
    title="DynamoDB tables have point-in-time recovery.",
    resource_types=frozenset({"aws:dynamodb/table:Table"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Set pointInTimeRecovery.enabled to true, and pointInTimeRecovery on every replica.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-2",
    sources=("SecurityHub DynamoDB.2",),
)
