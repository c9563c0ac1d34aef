"""A user sees the directories that were mapped for it, and no bucket's name."""

from policies.answers import all_hold
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    stays = all_hold(lambda: props.get("homeDirectoryType") == "LOGICAL", lambda: items(props, "homeDirectoryMappings"))
    return None if stays else "it may look at whatever its role may"


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
