"""The policy of a file system lets nobody in who is not named, or comes by another way than a mount target.

The condition `elasticfilesystem:AccessedViaMountTarget` holds clients to the network (Amazon EFS User Guide, "Blocking
public access").
"""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.iam.solve import Domain
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

MOUNTED = "elasticfilesystem:accessedviamounttarget"
_FROM_ELSEWHERE = ((MOUNTED, Domain(values=("false",))),)


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("elasticfilesystem", _FROM_ELSEWHERE))


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
