"""A file system's policy refuses every client that does not come over TLS."""

from policies.documents import Statement, statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

PLAIN = ("bool", "aws:securetransport", frozenset({"false"}))


def _refuses_plain_clients(statement: Statement) -> bool:
    if statement.allows or not statement.anyone or PLAIN not in statement.conditions:
        return False
    return not statement.actions.isdisjoint({"*", "elasticfilesystem:*"})


def _check(props: Props) -> str | None:
    if not any(map(_refuses_plain_clients, statements(props.get("policy")))):
        return "no statement denies clients without TLS"
    return None


RULE = Rule(
    name="efs_policy_requires_tls",
    title="EFS answers over TLS only.",
    resource_types=frozenset({"aws:efs/fileSystemPolicy:FileSystemPolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Deny * to everyone where aws:SecureTransport is false.",
    link="https://docs.aws.amazon.com/efs/latest/ug/encryption-in-transit.html",
)
