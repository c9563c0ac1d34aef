"""Tables and their replicas are not deleted by a slip: protection must be taken off first."""

from policies.model import Props, Rule, Severity
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:
    if props.get("deletionProtectionEnabled") is not True:
        return "deletion protection is off"
    for label, replica in numbered(items(props, "replicas"), "replicas"):
        if value(replica, "deletionProtectionEnabled") is not True:
            return f"deletion protection is off on {label}"
    return None


RULE = Rule(
    name="dynamodb_table_is_deletion_protected",
    title="DynamoDB tables are protected from deletion.",
    resource_types=frozenset({"aws:dynamodb/table:Table"}),
    check=_check,
    severity=Severity.MEDIUM,
    remediation="Set deletionProtectionEnabled to true on the table and every replica.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-6",
    sources=("SecurityHub DynamoDB.6",),
)
