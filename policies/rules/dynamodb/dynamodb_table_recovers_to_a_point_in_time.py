"""Tables and their replicas can be restored to any second of the last weeks."""

from policies.lists import first, labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:
    return first((_of_table, _of_replicas), lambda ask: ask(props))


def _of_table(props: Props) -> str | None:
    return None if value(props, "pointInTimeRecovery.enabled") is True else "point-in-time recovery is off"


def _of_replicas(props: Props) -> str | None:
    replicas = numbered(items(props, "replicas"), "replicas")
    lacking = labels(replicas, lambda replica: value(replica, "pointInTimeRecovery") is not True)
    return f"point-in-time recovery is off on {', '.join(lacking)}" if lacking else None


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
