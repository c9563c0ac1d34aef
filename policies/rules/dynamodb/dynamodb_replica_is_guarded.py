"""A replica declared on its own is encrypted and recoverable like its table."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    return fault_among(
        ("it is encrypted under a key that AWS chose", lambda: not customer_key(props.get("kmsKeyArn"))),
        ("point-in-time recovery is off", lambda: props.get("pointInTimeRecovery") is not True),
    )


RULE = Rule(
    name="dynamodb_replica_is_guarded",
    title="DynamoDB replicas are guarded like their tables.",
    resource_types=frozenset({"aws:dynamodb/tableReplica:TableReplica"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.BACKUP, Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyArn and pointInTimeRecovery.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-2",
    sources=("SecurityHub DynamoDB.2",),
)
