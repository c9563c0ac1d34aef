"""A user sees the directories that were mapped for it, and no bucket's name."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if props.get("homeDirectoryType") != "LOGICAL" or not items(props, "homeDirectoryMappings"):
        return "it may look at whatever its role may"
    return None


RULE = Rule(
    name="transfer_user_stays_in_its_directory",
    title="Transfer users stay in their directories.",
    resource_types=frozenset({"aws:transfer/access:Access", "aws:transfer/user:User"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.TENANT_ISOLATION}),
    remediation="Set homeDirectoryType to LOGICAL and homeDirectoryMappings.",
    link="https://docs.aws.amazon.com/transfer/latest/userguide/logical-dir-mappings.html",
)
