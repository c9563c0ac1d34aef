"""What a user may ever be given has a limit."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if not props.get("permissionsBoundary"):
        return "nothing bounds what it may be given"
    return None


RULE = Rule(
    name="iam_user_has_permissions_boundary",
    title="IAM users stay within a boundary.",
    resource_types=frozenset({"aws:iam/user:User"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.PRIVILEGED_ACCESS}),
    remediation="Set permissionsBoundary, or use a role in its place.",
    link="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
)
