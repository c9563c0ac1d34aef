"""Users get permissions by their groups, where they can be reviewed together."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("user"):
        return "it gives permissions to one user"
    return None


RULE = Rule(
    name="iam_user_has_no_permissions_of_its_own",
    title="IAM users have no permissions of their own.",
    resource_types=frozenset(
        {
            "aws:iam/userPolicy:UserPolicy",
            "aws:iam/userPolicyAttachment:UserPolicyAttachment",
        }
    ),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="Give the permissions to a group or a role.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-2",
    sources=("SecurityHub IAM.2", "CIS AWS 5.0.0 1.14"),
)
