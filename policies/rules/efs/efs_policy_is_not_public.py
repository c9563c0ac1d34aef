"""The policy of a file system lets nobody in who is not named, or comes by another way than a mount target.

The condition `elasticfilesystem:AccessedViaMountTarget` holds clients to the network (Amazon EFS User Guide, "Blocking
public access").
"""

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

MOUNTED = "elasticfilesystem:accessedviamounttarget"


def _check(props: Props) -> str | None:
    public = [
        statement.label
        for statement in statements(props.get("policy"))
        if statement.public and ("bool", MOUNTED, frozenset({"true"})) not in statement.conditions
    ]
    return f"{', '.join(public)} allows everyone" if public else None


RULE = Rule(
    name="efs_policy_is_not_public",
    title="EFS policies allow nothing to everyone.",
    resource_types=frozenset({"aws:efs/fileSystemPolicy:FileSystemPolicy"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Name the principals, or add a condition on elasticfilesystem:AccessedViaMountTarget.",
    link="https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html",
)
