"""No policy allows a whole service by a wildcard, or all but some actions."""

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    for statement in statements(props.get("policy")):
        if statement.allows and statement.excepts_actions:
            return f"{statement.label} allows all but some actions"
        if statement.allows and any(action == "*" or action.endswith(":*") for action in statement.actions):
            return f"{statement.label} allows every action of a service"
    return None


RULE = Rule(
    name="iam_policy_names_its_actions",
    title="IAM policies name their actions.",
    resource_types=frozenset(
        {
            "aws:iam/groupPolicy:GroupPolicy",
            "aws:iam/policy:Policy",
            "aws:iam/rolePolicy:RolePolicy",
            "aws:iam/userPolicy:UserPolicy",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="List the actions in Action.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-21",
    sources=("SecurityHub IAM.21",),
)
