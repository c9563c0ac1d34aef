"""A file system's policy refuses every client that does not come over TLS."""

from policies.iam.findings import fault
from policies.iam.questions import own, plain
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

CLIENT = ("elasticfilesystem:clientmount", "elasticfilesystem:clientrootaccess", "elasticfilesystem:clientwrite")
"""What a client does (Amazon EFS User Guide, "Using IAM to control access to file systems")."""


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), plain(CLIENT, own))


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
